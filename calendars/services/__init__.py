"""Changing what stands of calendars."""
