"""What the pages of statements ask for."""
