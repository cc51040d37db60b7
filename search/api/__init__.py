"""Searching by API."""
