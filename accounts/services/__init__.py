"""Changing accounts, roles and keys: the only door, every change logged."""
