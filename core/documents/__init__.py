"""One kind of document, and the renderers that turn it into files."""
