"""Postmortems by API."""
