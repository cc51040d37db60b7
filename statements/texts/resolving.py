"""What a reader reads where an author quoted a figure."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from incidents.selectors.figure import REFERENCE, Figure
from statements.texts.opening import OPENED, as_it_stands, with_openings


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure as it stood in a text: its words, the exact value and what it rests on."""

    name: str
    label: str
    words: str
    value: str
    source: str
    as_of: str
    basis: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where on a page it is told of: nothing in it that an address would escape."""
        return f"figure-{self.name.replace(':', '-')}"

    @property
    def moment(self) -> datetime | None:
        """When it was so."""
        return datetime.fromisoformat(self.as_of) if self.as_of else None

    def as_data(self) -> dict[str, Any]:
        """As it is frozen with a release."""
        return asdict(self) | {"basis": list(self.basis)}


@dataclass(frozen=True, slots=True)
class Resolved:
    """A text as it reads now. `missing` are references to figures there are not."""

    words: str
    quoted: tuple[Quoted, ...]
    missing: tuple[str, ...]

    def digest(self, terms: Mapping[str, Any]) -> str:
        """The SHA-256 of the words, of what every figure in them rests on, and of `terms`.

        In the one form of RFC 8785. `terms` are what the statement is and for whom.
        """
        said: dict[str, Any] = {
            "words": self.words,
            "figures": [{"name": each.name, "basis": list(each.basis)} for each in self.quoted],
            "terms": dict(terms),
        }
        return sha256(rfc8785.dumps(said)).hexdigest()


def resolved(text: str, figures: Mapping[str, Figure], language: str) -> Resolved:
    """The text with the words of each figure in place of its reference.

    A reference to a figure there is not stays as it was written.
    """
    named = dict.fromkeys(found["name"] for found in REFERENCE.finditer(text))
    quoted = {name: _quoted(figures[name], language) for name in named if name in figures}

    def said(found: re.Match[str]) -> str:
        known = quoted.get(found["name"])
        return as_it_stands(found, known.words) if known else f"{{{found['name']}}}"

    words = OPENED.sub(said, with_openings(text))
    missing = tuple(name for name in named if name not in figures)
    return Resolved(words, tuple(quoted.values()), missing)


def _quoted(figure: Figure, language: str) -> Quoted:
    return Quoted(
        name=figure.name,
        label=figure.label,
        words=figure.words(language),
        value=figure.value(language),
        source=figure.source,
        as_of=figure.as_of.isoformat() if figure.as_of else "",
        basis=figure.basis,
    )
