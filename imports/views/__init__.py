"""The pages on which a file is brought in."""
