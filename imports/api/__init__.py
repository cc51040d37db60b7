"""Imports for programs: preview, import with the mark of what was seen, take back."""
