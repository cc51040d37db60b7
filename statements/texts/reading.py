"""A text as a reader would read it now, and what its author should know before it goes out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from core.formats import hedge_words
from core.markdown import visible
from incidents.selectors.figure import REFERENCE, Figure
from statements.texts.found import Typed
from statements.texts.marking import marked
from statements.texts.resolving import Resolved, resolved
from statements.texts.typed import offered, typed_in

_SHOWN = 40
# One that is not closed, or not for long, is still to be filled in.
_HEDGED = re.compile(
    r"\b(?P<hedge>ca\.|cirka|omkring|knap|næsten|godt|about|around|nearly|almost|roughly|just over)"
    rf"\s+{REFERENCE.pattern}",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\bnæste (?:melding|opdatering)|\bnext update", re.IGNORECASE)
BLANK = re.compile(rf"\[\[(?:(.{{0,200}}?)\]\]|(.{{0,{_SHOWN}}}))", re.DOTALL)
_LOOKS_LIKE_A_REFERENCE = re.compile(
    # In an address or after a backslash no reader would read the figure.
    r"(?:\]\(<?|https?://|mailto:)[^\s<>()]{0,500}\{[^\s{}]{1,100}\}|\\\{[^\s{}]{1,100}\}"
    r"|\{\s*\^?[\w.-]+\s*(?::[^{}\n]{0,100})?\}"
)


@dataclass(frozen=True)
class Reading:
    """A text in Markdown, the figures it can quote by name, and the language it is read in."""

    text: str
    figures: Mapping[str, Figure]
    language: str

    @cached_property
    def resolved(self) -> Resolved:
        """What a reader would read now."""
        return resolved(self.text, self.figures, self.language)

    @property
    def html(self) -> SafeString:
        """The same as a page shows it."""
        return marked(self.text, self.resolved.quoted)

    @property
    def typed(self) -> list[Typed]:
        """Figures that were typed instead of quoted, with those of the record that say the same."""
        return list(offered(typed_in(self.text), self.figures.values(), self.language))

    @property
    def named(self) -> set[str]:
        """The figures it quotes, by name."""
        return {found["name"] for found in REFERENCE.finditer(self.text)}

    @property
    def missing(self) -> list[str]:
        """References to what the record does not have, as they were typed."""
        gone = (f"{{{name}}}" for name in self.resolved.missing)
        return [*gone, *stray_references(self.text)]

    @property
    def doubled_hedges(self) -> list[str]:
        """Hedges typed before a figure that brings its own, as a reader would read both."""
        return [
            f"{found['hedge']} {said[found['name']]}"
            for said in [{each.name: each.words for each in self.resolved.quoted}]
            for found in _HEDGED.finditer(self.text)
            if said.get(found["name"], "").startswith(hedge_words(self.language))
        ]

    @property
    def promises_an_update(self) -> bool:
        """Whether a reader is told that there will be another word."""
        return bool(_PROMISE.search(self.text))

    @property
    def blanks(self) -> list[str]:
        """What a template left to be filled in: "[[what happened]]"."""
        return blanks_in(self.text)


def blanks_in(text: str) -> list[str]:
    """What is still to be filled in."""
    return [found[1] or found[2] or "" for found in BLANK.finditer(text)]


def stray_references(text: str) -> list[str]:
    """What stands in braces like a reference and is none, as it was typed."""
    # What no reader sees does not make it another.
    found = dict.fromkeys(_LOOKS_LIKE_A_REFERENCE.findall(visible(text)))
    known = {each[0] for each in REFERENCE.finditer(text)}
    return [each for each in found if each not in known]
