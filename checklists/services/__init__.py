"""Keeping checklists, and going through them."""
