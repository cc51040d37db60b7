"""What looks like a person's name and is nobody's who is known: for the author to decide.

A first name of one of the languages that people here are called in, alone or before other words
with a capital; an e-mail address; what follows an at sign. Words that are ordinary as well
("Rose", "Mark") count only before a surname or with an at sign. It finds, it does not replace.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from incidents.exports.names import addresses_in, is_ordinary, key_of

# Faker keeps lists of the names people bear in each country.
_COUNTRIES = ("da_DK", "sv_SE", "no_NO", "en_GB", "en_US", "en_IN", "de_DE", "nl_NL", "pl_PL")
_WORD = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
_CAPITALISED = re.compile(
    rf"(?<![\w.@/\\-]){_WORD}(?:[ \u00a0](?:[^\W\d_]\.[ \u00a0])?{_WORD}){{0,3}}"
)
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-zæøåÆØÅ][\w.-]*\w(?!/)\b(?!/)")
# Mailboxes of a trade (RFC 2142) and what people call theirs are read by several.
_OF_SEVERAL = re.compile(
    r"(?:abuse|admin|contact|help|hello|hostmaster|info|kontakt|mail|marketing|no-?reply|noc|"
    r"post|postmaster|press[e]?|sales|security|service|sikkerhed|sponsors|support|team|webmaster)"
    r"@|[\w.-]*-team@",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@\w[\w-]*(?:\.[\w-]+)*\.[^\W\d_]{2,}", re.IGNORECASE)
_WORDS = re.compile(_WORD)


def candidates_in(text: str) -> Iterator[str]:
    """The words in a text that look like somebody's name or address, in their order."""
    found = [(start, text[start:end]) for start, end in _addresses(text)]
    found += [(handle.start(), handle[0]) for handle in _HANDLE.finditer(text)]
    found += [
        (stretch.start() + start, words)
        for stretch in _CAPITALISED.finditer(text)
        for start, words in _names_in(stretch[0])
    ]
    for _start, words in sorted(found):
        yield words


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for start, end in addresses_in(text):
        email = None if "://" in text[start:end] else _EMAIL.search(text, start, end)
        if email and not _OF_SEVERAL.match(email[0]):
            yield email.span()


def _names_in(stretch: str) -> Iterator[tuple[int, str]]:
    """First names with the capitalised words after them: a whole name where it can be one."""
    words = list(_WORDS.finditer(stretch))
    at = 0
    while at < len(words):
        end = at
        while end + 1 < len(words) and _is_name_like(words[end + 1][0]):
            end += 1
        if _is_first_name(words[at][0]) and _tells(words[at][0], has_more=end > at):
            start = words[at].start()
            yield start, stretch[start : words[end].end()]
            at = end
        at += 1


def _is_name_like(word: str) -> bool:
    return word[0].isupper() and (len(word) == 1 or not word.isupper())


def _is_first_name(word: str) -> bool:
    whole = {key_of(word), key_of(word.removesuffix("s"))}
    return len(word) > 2 and _is_name_like(word) and not whole.isdisjoint(_first())


def _tells(word: str, *, has_more: bool) -> bool:
    whole = {key_of(word), key_of(word.removesuffix("s"))}
    return has_more or not any(map(is_ordinary, whole))


@cache
def _first() -> frozenset[str]:
    return frozenset(
        key_of(name)
        for country in _COUNTRIES
        for name in import_module(f"faker.providers.person.{country}").Provider.first_names
    )
