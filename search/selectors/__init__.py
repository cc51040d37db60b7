"""Reading what is searched."""
