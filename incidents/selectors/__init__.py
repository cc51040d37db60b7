"""Reading the record, one module per subject. Everything starts at what the reader may see."""
