"""What a file would bring, before it does."""
