"""What somebody means who writes a line into the entry box: when it happened, and what is to be done.

Text in, meaning out; nothing here knows the record (`incidents.selectors.line` looks names up in it).
"""
