"""People, moments and the log, as they are told outside the house."""
