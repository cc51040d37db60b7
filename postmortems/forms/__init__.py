"""What the pages of a postmortem ask for."""
