"""Checklists for programs."""
