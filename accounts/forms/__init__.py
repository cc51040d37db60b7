"""What the pages about people ask for. Forms only parse; services decide."""
