"""The pages of calendars, and the address that calendars read."""
