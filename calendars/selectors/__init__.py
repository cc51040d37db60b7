"""Reading what is due, and who asks."""
