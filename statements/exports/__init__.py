"""Statements as documents that leave the house."""
