"""What a file is called: for people to read, never a path."""

import re
import unicodedata

from core.files.kind import SUFFIXES, bare

LONGEST_NAME = 120
# Slashes of either kind, and what some systems read as more than a letter of a name.
_NOT_IN_NAMES = re.compile(r'[<>:"|?*]')


def shown_name(given: str, media_type: str) -> str:
    """The name as it may be shown and downloaded; it ends as its content is opened."""
    name = plain_name(given) or "file"
    suffixes = SUFFIXES[bare(media_type)]
    stem, suffix = name, suffixes[0]
    for known in suffixes:
        if name.lower().endswith(known) and len(name) > len(known):
            stem, suffix = name[: -len(known)], name[-len(known) :]
    return stem[: LONGEST_NAME - len(suffix)].rstrip(". ") + suffix


def plain_name(given: str) -> str:
    """The last part of the name without signs that are not seen or deceive."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    plain = "".join(
        " " if letter.isspace() else letter
        for letter in last
        if letter.isspace() or unicodedata.category(letter)[0] != "C"
    )
    return " ".join(_NOT_IN_NAMES.sub("_", plain).split()).strip(". ")
