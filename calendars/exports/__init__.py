"""What leaves the house for a calendar."""
