"""Finding people in text by name, e-mail address or handle; what counts is told in `people`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with an account: what they are called, and by what role they appear.

    `role` is None of people who took no part in the incident.
    """

    number: int
    full_name: str
    email: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Characters that name a person; None when they may mean several."""

    start: int
    end: int
    number: int | None
    is_genitive: bool = False
    is_address: bool = False


# Marks inside a word belong to it; a percent code such as %20 stands for what is between words.
_TOKEN = re.compile("%[0-9A-Fa-f]{2}|[^\\W_](?:[^\\W_]|[\u0300-\u036f\u200c\u200d\ufe00-\ufe0f])*")
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{0,20}://|www\.)[^\s<>\"]+|[^\s<>()\[\]{}\"@,;:]{1,64}@\w(?:[\w.-]*\w)?",
    re.IGNORECASE,
)
_QUOTES = "'\"»«\u201c\u201d\u2018\u2019"
_AFTER_ADDRESS = ".,;:!?)]}*_`" + _QUOTES
_BETWEEN = 4
_NEARBY = 40
_LONGEST_LOCAL = 64
_HOST = re.compile(r"\w(?:[\w.-]*\w)?")
_GENITIVE = re.compile("['\u2019]s\\b", re.IGNORECASE)
_GENITIVE_OF_S = re.compile("(?<=[sxzSXZ])['\u2019](?=\\s+\\w)")
_OPENING = " \t\u00a0([{*>-\u2013\u2014\u2022" + _QUOTES
_SENTENCE_END = (".", "!", "?", ":", ";", "\n")


class _Word(NamedTuple):
    """A word of a text, and how it is looked up."""

    start: int
    end: int
    key: str


class Names:
    """Finds people in text. How long it takes depends on the text, not on how many have accounts."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = list(known)
        self._parts = {p.number: tuple(_keys(p.full_name)) for p in self.known}
        self._by_part: dict[str, set[int]] = {}
        self._by_email: dict[str, set[int]] = {}
        self._by_handle: dict[str, set[int]] = {}
        for person in self.known:
            self._enter(person)
        self._near = {person.number for person in self.known if person.role}
        initials = {parts[0][0] for parts in self._parts.values() if parts}
        handles = {handle.removeprefix("@") for handle in self._by_handle}
        self._first = self._by_part.keys() | initials | handles

    def _enter(self, person: Known) -> None:
        parts = self._parts[person.number]
        for part in parts:
            self._by_part.setdefault(part, set()).add(person.number)
        if len(parts) > 1:
            for joined in ("".join(parts), "".join((parts[-1], *parts[:-1]))):
                self._by_handle.setdefault(joined, set()).add(person.number)
        if person.email:
            email = _folded(person.email)
            self._by_email.setdefault(email, set()).add(person.number)
            self._by_handle.setdefault("@" + email.partition("@")[0], set()).add(person.number)

    def meet(self, numbers: Iterable[int]) -> None:
        """Take a part of these people's names alone for them from now on."""
        self._near |= set(numbers)

    def in_full(self, text: str) -> Iterator[Found]:
        """Where somebody is named in full or by e-mail address."""
        near, self._near = self._near, set()
        try:
            yield from list(self.within(text))
        finally:
            self._near = near

    def within(self, text: str) -> Iterator[Found]:
        """Where somebody is named, in the order of the text."""
        at = 0
        if "@" in text or "://" in text or "www." in text.lower():
            for address in _ADDRESS.finditer(text):
                yield from self._in_words(text, at, address.start())
                at = address.start() + len(address[0].rstrip(_AFTER_ADDRESS))
                yield from self._in_address(text, address.start(), at)
        yield from self._in_words(text, at, len(text))

    def _in_address(self, text: str, start: int, end: int) -> Iterator[Found]:
        said = unquote(text[start:end])
        is_email = "@" in said and "://" not in said
        owners = self._owners_of_email(said)
        if owners and is_email:
            yield _with_genitive(text, Found(start, end, self._one_of(owners)))
        elif owners:
            yield Found(start, end, None, is_address=True)
        elif named := next(self._in_words(said, 0, len(said)), None):
            yield Found(start, end, named.number, is_address=not is_email)

    def _owners_of_email(self, said: str) -> set[int]:
        """Whose address is in these characters, whatever stands before it or is tagged to it."""
        owners: set[int] = set()
        before, *after = _folded(said).split("@")
        for rest in after:
            host = _HOST.match(rest)
            local = before.partition("+")[0], before
            for name in local if host else ():
                for begin in range(max(0, len(name) - _LONGEST_LOCAL), len(name)):
                    owners |= self._by_email.get(f"{name[begin:]}@{host[0] if host else ''}", set())
            before = rest
        return owners

    def _in_words(self, text: str, start: int, end: int) -> Iterator[Found]:
        words = [
            _Word(*found.span(), _key(found[0]))
            for found in _TOKEN.finditer(text, start, end)
            if found[0][0] != "%"
        ]
        resumes = 0
        for place, word in enumerate(words):
            if place < resumes or not self._may_begin(word.key):
                continue
            found, used = self._at(text, words, place)
            resumes = place + used
            if found:
                yield found

    def _may_begin(self, key: str) -> bool:
        return key in self._first or key.removesuffix("s") in self._first

    def _at(self, text: str, words: list[_Word], place: int) -> tuple[Found | None, int]:
        word = words[place]
        is_mention = text[word.start - 1 : word.start] == "@"
        begin = word.start - is_mention
        handle = f"@{word.key}" if is_mention else word.key
        if owners := self._by_handle.get(handle) or self._by_handle.get(word.key):
            return _with_genitive(text, Found(begin, word.end, self._one_of(owners))), 1
        longest: dict[int, set[int]] = {}
        for number in self._possible(words, place):
            if used := self._reach(text, words, place, number):
                longest.setdefault(used, set()).add(number)
        if not longest:
            return None, 1
        used = max(longest)
        last = words[place + used - 1]
        found = Found(begin, last.end, self._one_of(longest[used]), last.key not in self._by_part)
        return _with_genitive(text, found), used

    def _one_of(self, numbers: set[int]) -> int | None:
        """Who of these is meant: the one who took part; None when it may be several."""
        meant = numbers & self._near or numbers
        return next(iter(meant)) if len(meant) == 1 else None

    def _possible(self, words: list[_Word], place: int) -> set[int]:
        key = words[place].key
        found = self._owners(key)
        if len(key) == 1 and place + 1 < len(words):
            # An initial before the rest: "K. Overby".
            rest = self._owners(words[place + 1].key)
            found = found | {n for n in rest if self._parts[n][0][0] == key}
        return found

    def _owners(self, key: str) -> set[int]:
        return self._by_part.get(key) or self._by_part.get(key.removesuffix("s"), set())

    def _reach(self, text: str, words: list[_Word], place: int, number: int) -> int:
        """How many words from `place` on name this person; 0 when they do not suffice."""
        parts = self._parts[number]
        said = _said(text, words, place, parts)
        whole = [part for part in said if len(part) > 1]
        if not whole or (len(said[0]) == 1 and not _is_initial(text, words[place])):
            return 0
        near = number in self._near and (len(whole) > 1 or _tells(text, words[place], whole[0]))
        return len(said) if near or _is_full(parts, said) else 0


def _said(text: str, words: list[_Word], place: int, parts: tuple[str, ...]) -> list[str]:
    """The parts of a name from `place` on, with initials and one unknown middle name among them."""
    said: list[str] = []
    for at in range(place, len(words)):
        if said and not _touch(text, words[at - 1], words[at]):
            break
        part = _part(words[at].key, parts, said)
        if not part and not _is_middle_name(text, words, at, parts, said):
            break
        said.append(part)
    while said and len(said[-1]) <= 1:
        said.pop()
    return said


def _is_initial(text: str, word: _Word) -> bool:
    # "K. Overby" and "k_overby", but not the Danish "i Lund".
    return text[word.end : word.end + 1] in {".", "_", "-"}


def _is_middle_name(
    text: str, words: list[_Word], at: int, parts: tuple[str, ...], said: list[str]
) -> bool:
    if not said or not said[-1] or at + 1 >= len(words) or not text[words[at].start].isupper():
        return False
    apart = (text[words[i].end : words[i + 1].start] for i in (at - 1, at))
    return all(each in {" ", "-", "\u00a0"} for each in apart) and bool(
        said[0] in parts[:1] and _part(words[at + 1].key, parts[-1:], said)
    )


def _part(key: str, parts: tuple[str, ...], said: list[str]) -> str:
    for each in (key, key.removesuffix("s")):
        if each in parts and each not in said:
            return each
    return key if len(key) == 1 and (said or parts[0][0] == key) else ""


def _is_full(parts: tuple[str, ...], said: list[str]) -> bool:
    if len(parts) == 1:
        return said == list(parts) and not _is_ordinary(parts[0])
    # An initial for the first name is as good as the name.
    return parts[-1] in said and (parts[0] in said or said[0] == parts[0][0])


def _is_ordinary(part: str) -> bool:
    return part in _ORDINARY or len(part) == 2


def _tells(text: str, word: _Word, part: str) -> bool:
    if not _is_ordinary(part):
        return True
    said = text[word.start : word.end]
    before = text[max(0, word.start - _NEARBY) : word.start]
    after = text[word.end : word.end + _NEARBY]
    if before.endswith("@"):
        return True
    if not said[0].isupper() or (said.isupper() and len(said) > 1):
        return False
    if after.startswith(":"):
        return True
    is_beside_number = bool(re.search(r"\d\.?\s*$", before) or re.match(r"\s*\d", after))
    return not (begins_sentence(text, word.start) or is_beside_number)


def begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(0, start - _NEARBY) : start].rstrip(_OPENING)
    return before.endswith(_SENTENCE_END) if before else start < _NEARBY


def holds_address(text: str) -> bool:
    """Whether a web or e-mail address stands in the text."""
    return bool(_ADDRESS.search(text))


def _touch(text: str, one: _Word, other: _Word) -> bool:
    between = text[one.end : other.start]
    return len(between) <= _BETWEEN and "\n\n" not in between


def _with_genitive(text: str, found: Found) -> Found:
    owner = _GENITIVE.match(text, found.end)
    if not owner and text.count("'", max(0, found.start - _NEARBY), found.start) % 2 == 0:
        owner = _GENITIVE_OF_S.match(text, found.end)
    return replace(found, end=owner.end(), is_genitive=True) if owner else found


def _keys(name: str) -> list[str]:
    return [_key(found) for found in _TOKEN.findall(unicodedata.normalize("NFC", name))]


def _key(word: str) -> str:
    return word.lower() if word.isascii() else _folded(word)


@lru_cache(maxsize=10_000)
def _folded(word: str) -> str:
    """The word without case, accents or joiners: "Styrbæk" and "STYRBÆK" are one."""
    parted = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in parted if unicodedata.category(c) not in {"Mn", "Cf"})
    return plain.replace("æ", "ae").replace("ø", "o")


def _ordinary_words() -> frozenset[str]:
    lines = Path(__file__).with_name("ordinary.txt").read_text().splitlines()
    return frozenset(
        _key(word) for line in lines if not line.startswith("#") for word in line.split()
    )


_ORDINARY = _ordinary_words()
