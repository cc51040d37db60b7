"""Finding statements, and what they say."""
