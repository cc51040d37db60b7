"""The blameless report as a document."""
