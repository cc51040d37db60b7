"""The wording check: from "who failed" to "what made this the easy thing to do".

It knows nothing of the record: a text goes in, findings come out. Nothing is ever blocked.
"""
