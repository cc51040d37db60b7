"""What kind of entry some words are, and which of the incident's times they tell. Only guesses."""

import re

from incidents.models import Kind, Milestone

_I = re.IGNORECASE
_MILESTONES = [
    (
        Milestone.DECLARED,
        re.compile(r"\b(?:incident (?:is |was )?declared|hændelsen? (?:er |blev )?erklæret)\b", _I),
    ),
    (
        Milestone.RESOLVED,
        re.compile(
            r"\b(?:incident (?:is |was )?(?:resolved|closed)|hændelsen? (?:er |blev )?løst)\b", _I
        ),
    ),
    (
        Milestone.MITIGATED,
        re.compile(r"\b(?:mitigated|incident (?:is |was )?repaired|afværget)\b", _I),
    ),
    (
        Milestone.RECOVERED,
        re.compile(
            r"\b(?:fully (?:restored|recovered|operational)|services? (?:is |was |were )?restored|genoprettet)\b",
            _I,
        ),
    ),
    (
        Milestone.DETECTED,
        re.compile(r"\b(?:first detected|alert (?:triggered|fired)|opdaget)\b", _I),
    ),
]
_KINDS = [
    (Kind.DECISION, re.compile(r"\b(?:decided?|decision|besluttet|beslutter)\b", _I)),
    (
        Kind.COMMUNICATION,
        re.compile(
            r"\b(?:status ?page|announced|informed|notified|emailed|e-?mail (?:is |was )?sent|posted|orienteret|meddelt)\b",
            _I,
        ),
    ),
    (
        Kind.ACTION,
        re.compile(
            r"\b(?:deployed|restarted|reverted|rolled back|scaled|disabled|enabled|deleted|merged|genstartet|rullet tilbage|slukket)\b",
            _I,
        ),
    ),
]


def kind_of(text: str) -> str:
    """What the entry is about, by its first words."""
    head = text[:300]
    return next((kind for kind, words in _KINDS if words.search(head)), Kind.OBSERVATION)


def milestones_of(texts: list[str]) -> list[str]:
    """Which of the incident's times each text tells, at most one text each, "" for none.

    The end of something is told by its last mention, everything else by its first.
    """
    told = [""] * len(texts)
    for milestone, words in _MILESTONES:
        places = [
            place
            for place, text in enumerate(texts)
            if not told[place] and words.search(text[:200])
        ]
        if places:
            is_end = milestone in (Milestone.RESOLVED, Milestone.RECOVERED)
            told[places[-1 if is_end else 0]] = milestone
    return told
