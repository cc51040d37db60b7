"""What is done with notifications and wishes."""
