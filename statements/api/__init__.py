"""Statements by API."""
