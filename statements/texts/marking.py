"""A text as a page shows it: each quoted figure is a link to what it rests on."""

import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it.token import Token

from core.formats import format_moment
from core.markdown import to_html
from statements.texts.opening import OPENED, as_it_stands, with_openings
from statements.texts.resolving import Quoted


def marked(text: str, quoted: Iterable[Quoted]) -> SafeString:
    """The text as HTML with the words of each figure, and beside them what they rest on.

    A figure links to `#figure-NAME`, where the page tells of it. A reference to a figure there is
    not stays as it was written.
    """
    by_name = {each.name: each for each in quoted}
    return to_html(with_openings(text), lambda words: _marked(words, by_name))


def _marked(words: str, quoted: Mapping[str, Quoted]) -> Iterator[Token]:
    place = 0
    for found in OPENED.finditer(words):
        yield _words(words[place : found.start()])
        yield from _figure(found, quoted.get(found["name"]))
        place = found.end()
    yield _words(words[place:])


def _figure(found: re.Match[str], figure: Quoted | None) -> Iterator[Token]:
    if figure is None:
        yield _words(f"{{{found['name']}}}")
        return
    yield Token("link_open", "a", 1, attrs=_looks(figure))
    yield _words(as_it_stands(found, figure.words))
    yield Token("link_close", "a", -1)


def _words(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _looks(figure: Quoted) -> dict[str, str | int | float]:
    return {
        "href": f"#{figure.place}",
        "class": "figure",
        "data-note": _note(figure),
        "aria-describedby": figure.place,
    }


def _note(figure: Quoted) -> str:
    """Value, source and moment in one line, in the reader's language."""
    as_of = ""
    if figure.moment:
        zone = timezone.get_current_timezone()
        moment = format_moment(figure.moment, "minute", get_language() or "en", zone)
        as_of = _("as of %(moment)s") % {"moment": moment}
    return " · ".join(filter(None, (figure.label, figure.value, figure.source, as_of)))
