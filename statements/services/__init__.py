"""One module per entity, one function per use case: the only door for changes."""
