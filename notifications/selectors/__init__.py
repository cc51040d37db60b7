"""Reading notifications and wishes."""
