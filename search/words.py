"""What somebody asks for: words, quoted phrases, and words that must not stand there."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.markdown import visible

LONGEST, MOST_TERMS = 200, 12
_TERM = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or words in a row (`is_phrase`); `is_excluded` when they must not stand there."""

    text: str
    is_phrase: bool = False
    is_excluded: bool = False


def terms_of(text: str) -> list[Term]:
    """The terms of what was typed: `word`, `"words in a row"`, `-word`; marks alone are none.

    Raises:
        DomainError: more than 200 characters, more than twelve terms, or only what is to be left
            out.
    """
    if len(text) > LONGEST:
        raise DomainError(_("Search for at most 200 characters."), field="q")
    terms = [term for term in map(_term, _TERM.finditer(visible(text))) if _says(term.text)]
    if len(terms) > MOST_TERMS:
        raise DomainError(_("Search for at most twelve words."), field="q")
    if terms and all(term.is_excluded for term in terms):
        raise DomainError(_("Write a word to find beside those to leave out."), field="q")
    return terms


def _term(found: re.Match[str]) -> Term:
    minus, phrase, word = found.groups()
    if word is None:
        return Term(phrase.strip(), is_phrase=True, is_excluded=bool(minus))
    return Term(word.lstrip("-"), is_excluded=word.startswith("-"))


def _says(text: str) -> bool:
    return any(each.isalnum() for each in text)
