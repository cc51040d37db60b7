"""The blameless report: one document, and renderers that turn it into files."""
