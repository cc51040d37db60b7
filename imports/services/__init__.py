"""Bringing in what was kept elsewhere, and taking it back."""
