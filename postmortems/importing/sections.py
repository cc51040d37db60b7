"""A finished document, cut at its headings and laid under ours. No line of it is left out."""

import re
from collections import defaultdict
from collections.abc import Iterator

from core.markdown import LONGEST_PARSED, tokens, visible
from postmortems.models import SectionKey

# The first that fits a heading decides; a heading that none fits stays with the one above it.
_HEADINGS = [
    (SectionKey.QUESTIONS, r"question|\bfaq\b"),
    (SectionKey.WAS_HARD, r"went wrong|go well|went poorly|gone better|\bhard\b|not go"),
    (SectionKey.LUCK, r"\bluck"),
    (SectionKey.WENT_WELL, r"went well|go right|went right|mitigator"),
    (SectionKey.RESPONSE, r"recover|resolution|response|mitigat|how .*(fixed|resolved)"),
    (SectionKey.LESSONS, r"lesson|learn|takeaway|conclusion|insight|reflection|thoughts"),
    (SectionKey.TIMELINE, r"timeline|chronolog|sequence of events"),
    (SectionKey.DETECTION, r"detection|how .*(found|noticed|discovered)"),
    (SectionKey.COMMUNICATIONS, r"communicat|messaging"),
    (SectionKey.TRIGGER, r"trigger"),
    (SectionKey.IMPACT, r"impact|affected"),
    (
        SectionKey.ACTIONS,
        r"\baction|follow.?up|improvement|remediation|corrective|prevent(i|at)|measures|forward",
    ),
    (SectionKey.FACTORS, r"cause|contributing|\bwhy|fault|leadup|how did"),
    (SectionKey.RECURRENCE, r"recurrence|related incident"),
    (SectionKey.SUMMARY, r"summary|overview|background|what happened"),
]


# Where a link leads, told apart from it: "[issue]: https://..."
_TARGET = re.compile(r"^ {0,3}\[([^\[\]]+)\]:\s*\S+", re.MULTILINE)

Heading = tuple[int, int, str]


def sections_of(document: str) -> dict[SectionKey, str]:
    """The document's lines under our headings, each piece with the heading it stood under.

    What stands under no heading we know goes to the summary. A text without headings is no
    document and has no sections; one too long to be read as Markdown has none either.
    """
    document = visible(document)
    headings = _headings(document)
    pieces: dict[SectionKey, list[str]] = defaultdict(list)
    for key, text in _pieces(document.split("\n"), headings) if headings else ():
        if text.strip():
            pieces[key].append(text.strip("\n"))
    return {key: _with_targets("\n\n".join(texts), document) for key, texts in pieces.items()}


def _headings(document: str) -> list[Heading]:
    """Line, level and words of every heading that stands in nothing else."""
    if len(document) > LONGEST_PARSED:
        return []
    stream = tokens(document)
    return [
        (token.map[0], int(token.tag[1]), stream[number + 1].content)
        for number, token in enumerate(stream)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]


def _pieces(lines: list[str], headings: list[Heading]) -> Iterator[tuple[SectionKey, str]]:
    starts = [0, *(line for line, _level, _words in headings)]
    ends = [*starts[1:], len(lines)]
    keys = [SectionKey.SUMMARY, *_keys(headings)]
    for key, start, end in zip(keys, starts, ends, strict=True):
        yield key, "\n".join(lines[start:end])


def _keys(headings: list[Heading]) -> Iterator[SectionKey]:
    above: list[tuple[int, SectionKey]] = []
    for number, (_line, level, words) in enumerate(headings):
        while above and above[-1][0] >= level:
            above.pop()
        is_title = number == 0 and level == 1
        key = None if is_title else _fitting(words)
        above.append((level, key or (above[-1][1] if above else SectionKey.SUMMARY)))
        yield above[-1][1]


def _fitting(words: str) -> SectionKey | None:
    return next((key for key, fits in _HEADINGS if re.search(fits, words.lower())), None)


def _with_targets(text: str, document: str) -> str:
    """The text with the targets its links refer to, which often stand at a document's end."""
    said = text.casefold()
    missing = [
        found[0].strip()
        for found in _TARGET.finditer(document)
        if f"[{found[1].casefold()}]" in said and found[0].casefold() not in said
    ]
    return "\n\n".join([text, *missing])
