"""Files that people bring: what they are, what they are called, and where they are kept."""
