"""Readers of timelines that were kept elsewhere: text in, what was found and what was not out."""
