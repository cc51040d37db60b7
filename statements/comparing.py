"""How one wording differs from the one before, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stayed, that were taken out, or that came in."""

    text: str
    is_out: bool = False
    is_in: bool = False


def compared(before: str, after: str) -> list[Stretch]:
    """The later text with what was taken out still in its place."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    stretches: list[Stretch] = []
    for change, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "equal":
            stretches.append(Stretch("".join(old[i:j])))
            continue
        if j > i:
            stretches.append(Stretch("".join(old[i:j]), is_out=True))
        if m > k:
            stretches.append(Stretch("".join(new[k:m]), is_in=True))
    return stretches
