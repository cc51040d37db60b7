"""The data of a figure, as files."""
