"""The figures and their data by API."""
