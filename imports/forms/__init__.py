"""What is chosen of a file."""
