"""Finding people in text by name, initials, e-mail address or handle; what counts is told in `people`."""

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody: what they are called, and by what role they appear.

    `number` is that of their account; of somebody without one it is below zero. Who bore another
    name before is known once more, by that name and under the same number.

    `role` is None of people who took no part in the incident. Where somebody decided that the name
    is this person's, `is_certain`, it is also where it begins a sentence and is an ordinary word.
    """

    number: int
    full_name: str
    email: str
    role: str | None = None
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Characters that name a person; None when they may mean several."""

    start: int
    end: int
    number: int | None
    is_genitive: bool = False
    is_address: bool = False


# Marks inside a word belong to it; a percent code such as %20 stands for what is between words.
_MARK = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_TOKEN = re.compile(f"%[0-9A-Fa-f]{{2}}|[^\\W_\u02bc]+(?:{_MARK.pattern}+[^\\W_\u02bc]*)*")
_AFTER_INITIAL = {".", "_", "-"}
_DIGITS = "0123456789"
_DOTTED = re.compile(r"(?:[^\W\d_a-zæøå]\. ?){1,3}[^\W\d_a-zæøå]\.(?!\w)")
_INITIAL = re.compile(f"(?<![^\\W_])[^\\W\\d_](?:{_MARK.pattern})*[._-]")
# Looked for from the mark in their middle: a pattern for the whole would be tried at every letter.
_ADDRESS = re.compile(r"(?P<web>://|\bwww\.)|@", re.IGNORECASE)
_SCHEME = re.compile(r"(?:\b[a-z][a-z0-9+.-]*)?$", re.IGNORECASE)
_LOCAL = re.compile(r"[^\s<>()\[\]{}\"@,;:]*$")
_HOST = re.compile(r"\w+(?:(?:\.|-+)\w+)*")
_HOSTS = re.compile(r"\w(?:[\w.+@-]*\w)?")
_REST = re.compile(r"[^\s<>\"]+")
_QUOTES = "'\"»«\u201c\u201d\u2018\u2019"
_AFTER_ADDRESS = ".,;:!?)]}*_`" + _QUOTES
_BETWEEN = 4
_NEARBY = 40
_LONGEST_LOCAL = 64
_SHORT_LOGIN = 5
_GENITIVE = re.compile("['\u2019\u02bc]s\\b", re.IGNORECASE)
_GENITIVE_OF_S = re.compile("(?<=[sxzSXZ])['\u2019\u02bc](?=\\s+\\w)")
_OPENING = " \t\u00a0([{*>-\u2013\u2014\u2022" + _QUOTES
# "KMO-17", "v2.KMO" and "KMO_ID" name things; "KMO/RTO" are two people. A time may stand before who speaks in a chat.
_INSIDE_A_TERM = re.compile(r"\w[-_.]$")
_TERM_GOES_ON = re.compile(r"[-_.]\w")
_LINE_BEGINS = re.compile(r"(?:^|\n|\d[\])]?)[ \t>*\-\[(]*$")
_SENTENCE_END = (".", "!", "?", ":", ";", "\n")


class Words:
    """The words of a text, as they are looked up, and where each stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        tokens: list[str] = _TOKEN.findall(text)
        self.keys = [key_of(word) for word in tokens if word[0] != "%"]
        self._located = self._locate(tokens)
        self._spans: list[tuple[int, int]] = []
        self.has_initial = bool(_INITIAL.search(text))

    def span(self, place: int) -> tuple[int, int]:
        """From where to where the word goes; looked for no further than somebody may be named."""
        while len(self._spans) <= place:
            self._spans.append(next(self._located))
        return self._spans[place]

    def _locate(self, tokens: list[str]) -> Iterator[tuple[int, int]]:
        end = 0
        for token in tokens:
            start = self.text.index(token, end)
            end = start + len(token)
            if token[0] != "%":
                yield start, end

    def said(self, place: int) -> str:
        """The word as it was written."""
        start, end = self.span(place)
        return self.text[start:end]

    def before(self, place: int) -> str:
        """What stands right before the word."""
        start = self.span(place)[0]
        return self.text[max(0, start - _NEARBY) : start]

    def after(self, place: int) -> str:
        """What stands right after the word."""
        end = self.span(place)[1]
        return self.text[end : end + _NEARBY]

    def between(self, place: int) -> str:
        """What stands between the word and the next."""
        return self.text[self.span(place)[1] : self.span(place + 1)[0]]


class Names:
    """Finds people in text. How long it takes depends on the text, not on how many have accounts."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.known = list(known)
        # Inside, a person is meant by the place among the known: several may be of one person.
        self._parts = [tuple(_keys(person.full_name)) for person in self.known]
        self._by_part: dict[str, set[int]] = {}
        self._by_email: dict[str, set[int]] = {}
        self._by_handle: dict[str, set[int]] = {}
        self._by_initials: dict[str, set[int]] = {}
        self._by_login: dict[str, set[int]] = {}
        # What a name may begin with: nothing else needs a closer look.
        self._first: set[str] = set()
        self._first_letters = {parts[0][0] for parts in self._parts if parts}
        for place, person in enumerate(self.known):
            self._first |= self._enter(place, person)
        self._near = {person.number for person in self.known if person.role}
        self._read: dict[str, Words] = {}

    def _enter(self, place: int, person: Known) -> set[str]:
        """Make the person known; the words their name, handle or initials may begin with."""
        parts = self._parts[place]
        begins = {*parts, *(f"{part}s" for part in parts)}
        for part in parts:
            self._by_part.setdefault(part, set()).add(place)
        if len(parts) > 1:
            first, *_middle, last = parts
            for joined in (parts, (last, *parts[:-1]), (first, last), (last, first)):
                handle = key_of("".join(joined))
                self._by_handle.setdefault(handle, set()).add(place)
                begins.add(handle)
            for joined in (parts, (first, last)):
                initials = key_of("".join(part[0] for part in joined))
                self._by_initials.setdefault(initials, set()).add(place)
                begins |= {initials, f"{initials}s"}
            login = key_of(first[0] + last)
            self._by_login.setdefault(login, set()).add(place)
            begins.add(login)
        if person.email:
            email = _folded(person.email)
            self._by_email.setdefault(email, set()).add(place)
            handle = key_of(email.partition("@")[0])
            self._by_handle.setdefault(f"@{handle}", set()).add(place)
            begins.add(handle)
        return begins

    def meet(self, numbers: Iterable[int]) -> None:
        """Take a part of these people's names alone for them from now on."""
        self._near |= set(numbers)

    def strangers_in(self, text: str) -> list[int]:
        """Who is named in full or by e-mail address without having taken part or been met."""
        # An address has to be taken apart before its words can be looked up.
        is_plain = "@" not in text and "%" not in text
        if is_plain and not self._may_name_a_stranger(self._words_of(text)):
            return []
        named = [found.number for found in self._in_full(text)]
        return [number for number in named if number and number not in self._near]

    def _may_name_a_stranger(self, words: Words) -> bool:
        """Whether a name may begin there that is not of somebody near; initials are of nobody else."""
        keys = {words.keys[place] for place in self._beginnings(words)}
        for key in keys:
            owners = self._owners(key) | self._by_login.get(key, set())
            owners |= self._in_one_word(key) | self._by_handle.get(f"@{key}", set())
            if len(key) == 1 or owners - self._near_among(owners):
                return True
        return False

    def _in_full(self, text: str) -> list[Found]:
        near, self._near = self._near, set()
        try:
            return list(self.within(text))
        finally:
            self._near = near

    def within(self, text: str) -> Iterator[Found]:
        """Where somebody is named, in the order of the text."""
        names = deque(self._in_words(text))
        at = 0
        for start, end in addresses_in(text):
            while names and names[0].end <= start:
                yield names.popleft()
            named = []
            while names and names[0].start < end:
                named.append(names.popleft())
            if found := self._in_address(text, max(start, at), end, named):
                at = found.end
                yield found
        yield from names

    def _in_address(self, text: str, start: int, end: int, named: list[Found]) -> Found | None:
        """Who an address belongs to or names; a name that reaches beyond it goes with it."""
        said = unquote(text[start:end])
        is_email = "@" in said and "://" not in said
        owners = self._owners_of_email(said) if "@" in said else set()
        begin, stop = (
            (min(start, named[0].start), max(end, named[-1].end)) if named else (start, end)
        )
        owners = owners or self._owners_of_login_at(said)
        if owners and is_email:
            return _with_genitive(text, Found(begin, stop, self._one_of(owners)))
        if owners:
            return Found(begin, stop, None, is_address=True)
        if first := next(iter(named or self._in_words(said)), None):
            return Found(begin, stop, first.number, is_address=not is_email)
        return None

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

    def _owners_of_login_at(self, said: str) -> set[int]:
        """Who of those that took part signs in at a machine by the first part of their address."""
        login, mark, _host = said.rpartition("://")[2].partition("@")
        return self._near_among(self._by_handle.get(f"@{key_of(login)}", set())) if mark else set()

    def _in_words(self, text: str) -> Iterator[Found]:
        words = self._words_of(text)
        resumes = 0
        for place in self._beginnings(words):
            if place >= resumes:
                found, used = self._at(words, place)
                resumes = place + used
                if found:
                    yield found

    def _beginnings(self, words: Words) -> list[int]:
        """Where a name may begin."""
        letters = self._first_letters if words.has_initial else ()
        return [
            place
            for place, key in enumerate(words.keys)
            if key in self._first or key in letters or key.rstrip(_DIGITS) in self._by_handle
        ]

    def _words_of(self, text: str) -> Words:
        """The words of a text, which is read twice: for who is met in it, and to tell it."""
        if text not in self._read:
            self._read[text] = Words(text)
        return self._read[text]

    def _at(self, words: Words, place: int) -> tuple[Found | None, int]:
        key, (begin, end) = words.keys[place], words.span(place)
        is_mention = words.before(place).endswith("@")
        begin -= is_mention
        handle = f"@{key}" if is_mention else key
        if owners := (
            self._by_handle.get(handle)
            or self._in_one_word(key)
            or self._owners_of_login(key, is_mention=is_mention)
        ):
            return _with_genitive(words.text, Found(begin, end, self._one_of(owners))), 1
        longest: dict[int, set[int]] = {}
        for who in self._possible(words, place):
            if used := self._reach(words, place, who):
                longest.setdefault(used, set()).add(who)
        if not longest:
            return self._by_dotted_initials(words, place) or (
                self._by_their_initials(words, place),
                1,
            )
        used = max(longest)
        last = place + used - 1
        endings = {words.keys[last], words.keys[last].rstrip(_DIGITS)}
        is_genitive = endings.isdisjoint(self._by_part)
        found = Found(begin, words.span(last)[1], self._one_of(longest[used]), is_genitive)
        return _with_genitive(words.text, found), used

    def _in_one_word(self, key: str) -> set[int]:
        """Whose whole name it is, as in "kirstenoverby", and with a number in "kirstenoverby2"."""
        return self._by_handle.get(key) or self._by_handle.get(key.rstrip(_DIGITS), set())

    def _owners_of_login(self, key: str, *, is_mention: bool) -> set[int]:
        """Who of those that took part signs in by such a name: "koverby"; a short one may be a word."""
        is_telling = is_mention or (len(key) > _SHORT_LOGIN and not is_ordinary(key))
        return self._near_among(self._by_login.get(key, set())) if is_telling else set()

    def _by_dotted_initials(self, words: Words, place: int) -> tuple[Found, int] | None:
        """Who of those that took part stands here as "K.O." or "K. O.", and in how many words."""
        start, end = words.span(place)
        dotted = _DOTTED.match(words.text, start)
        letters = re.findall(r"[^\W\d_]", dotted[0]) if dotted else []
        key = key_of("".join(letters))
        owners = self._near_among(self._by_initials.get(key, set()))
        if not dotted or not owners or key in _ACRONYMS:
            return None
        # The dot of the last letter may be that of the sentence, which stays.
        goes_on = re.match(r"\s+[^\W\d_A-ZÆØÅ]", words.text[dotted.end() :])
        end = dotted.end() - (0 if goes_on else 1)
        return _with_genitive(words.text, Found(start, end, self._one_of(owners))), len(letters)

    def _by_their_initials(self, words: Words, place: int) -> Found | None:
        """Who of those that took part stands here by initials: "KMO", "kmo:", "(KO)", "@kmo"."""
        said = words.said(place)
        for is_genitive in (False, True):
            written = said.removesuffix("s") if is_genitive else said
            key = key_of(written) if is_genitive else words.keys[place]
            owners = self._near_among(self._by_initials.get(key, set()))
            if owners and _tells_initials(words, place, key, written):
                start, end = words.span(place)
                start -= words.before(place).endswith("@")
                found = Found(start, end, self._one_of(owners), is_genitive)
                return _with_genitive(words.text, found)
        return None

    def _one_of(self, places: set[int]) -> int | None:
        """Who of these is meant: the one who took part; None when it may be several."""
        meant = {self.known[place].number for place in self._near_among(places) or places}
        return next(iter(meant)) if len(meant) == 1 else None

    def _near_among(self, places: set[int]) -> set[int]:
        return {place for place in places if self.known[place].number in self._near}

    def _possible(self, words: Words, place: int) -> set[int]:
        key = words.keys[place]
        found = self._owners(key)
        if len(key) == 1 and words.after(place)[:1] in _AFTER_INITIAL and words.keys[place + 1 :]:
            # An initial before the rest: "K. Overby" and "k_overby", but not the Danish "i Lund".
            rest = self._owners(words.keys[place + 1])
            found = found | {who for who in rest if self._parts[who][0][0] == key}
        return found

    def _owners(self, key: str) -> set[int]:
        return self._by_part.get(key) or self._by_part.get(key.removesuffix("s"), set())

    def _reach(self, words: Words, place: int, who: int) -> int:
        """How many words from `place` on name this person; 0 when they do not suffice."""
        person, parts = self.known[who], self._parts[who]
        said = _said(words, place, parts)
        whole = [part for part in said if len(part) > 1]
        if not whole:
            return 0
        is_certain = person.is_certain and words.said(place)[0].isupper()
        near = person.number in self._near and (
            len(whole) > 1 or is_certain or _tells(words, place, whole[0])
        )
        return len(said) if near or _is_full(parts, said) else 0


def _said(words: Words, place: int, parts: tuple[str, ...]) -> list[str]:
    """The parts of a name from `place` on, with initials and one unknown middle name among them."""
    said: list[str] = []
    for at in range(place, len(words.keys)):
        if said and not _touch(words.between(at - 1)):
            break
        part = _part(words.keys[at], parts, said)
        if not part and not _is_middle_name(words, at, parts, said):
            break
        said.append(part)
    while said and len(said[-1]) <= 1:
        said.pop()
    return said


def _touch(between: str) -> bool:
    return len(between) <= _BETWEEN and "\n\n" not in between


def _is_middle_name(words: Words, at: int, parts: tuple[str, ...], said: list[str]) -> bool:
    if not said or not said[-1] or at + 1 >= len(words.keys) or not words.said(at)[0].isupper():
        return False
    apart = {words.between(at - 1), words.between(at)}
    is_followed = said[0] == parts[0] and _part(words.keys[at + 1], parts[-1:], said)
    return apart <= {" ", "-", "\u00a0"} and bool(is_followed)


def _part(key: str, parts: tuple[str, ...], said: list[str]) -> str:
    # "kirsten_overby2" is a name with a number; "freja01" alone is a machine.
    for each in (key, key.removesuffix("s"), key.rstrip(_DIGITS) if said else key):
        if each in parts and each not in said:
            return each
    return key if len(key) == 1 and (said or parts[0][0] == key) else ""


def _is_full(parts: tuple[str, ...], said: list[str]) -> bool:
    if len(parts) == 1:
        return said == list(parts) and not is_ordinary(parts[0])
    # An initial for the first name is as good as the name.
    return parts[-1] in said and (parts[0] in said or said[0] == parts[0][0])


def is_ordinary(part: str) -> bool:
    """Whether a part of a name, as it is looked up, is an ordinary word as well."""
    return part in _ORDINARY or len(part) == 2


def _tells(words: Words, place: int, part: str) -> bool:
    """Whether a part of a name that may be an ordinary word is meant as a name here."""
    if not is_ordinary(part):
        return True
    said, before, after = words.said(place), words.before(place), words.after(place)
    if before.endswith("@"):
        return True
    if not said[0].isupper() or (said.isupper() and len(said) > 1):
        return False
    if after.startswith(":"):
        return True
    is_beside_number = re.search(r"\d\.?\s*$", before) or re.match(r"\s*\d", after)
    return not (is_beside_number or begins_sentence(words.text, words.span(place)[0]))


def _tells_initials(words: Words, place: int, key: str, written: str) -> bool:
    """Whether letters are meant as somebody's initials here.

    Two letters, and small ones, are too often something else to count without a sign of a person.
    """
    before, after = words.before(place), words.after(place)
    if before.endswith("@"):
        return True
    if key in _ACRONYMS or _is_ordinary_in_small(key, written):
        return False
    if _INSIDE_A_TERM.search(before) or _TERM_GOES_ON.match(after):
        return False
    speaks = bool(_LINE_BEGINS.search(before)) and after.startswith(":")
    if not written.isupper():
        return written.islower() and speaks
    return len(key) > 2 or speaks or (before.endswith("(") and after.startswith(")"))


def _is_ordinary_in_small(key: str, written: str) -> bool:
    return written.islower() and key in _ORDINARY


def begins_sentence(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(0, start - _NEARBY) : start].rstrip(_OPENING)
    return before.endswith(_SENTENCE_END) if before else start < _NEARBY


def addresses_in(text: str) -> Iterator[tuple[int, int]]:
    """From where to where each web or e-mail address goes."""
    at = 0
    for mark in _ADDRESS.finditer(text):
        start, end = mark.span()
        if start < at:
            continue
        nearby = max(at, start - _LONGEST_LOCAL)
        before = (_SCHEME if mark["web"] else _LOCAL).search(text, nearby, start)
        after = (_REST if mark["web"] else _HOSTS).match(text, end)
        if before and after:
            whole = text[before.start() : after.end()].rstrip(_AFTER_ADDRESS)
            at = before.start() + len(whole)
            yield before.start(), at


def _with_genitive(text: str, found: Found) -> Found:
    owner = _GENITIVE.match(text, found.end)
    if not owner and text.count("'", max(0, found.start - _NEARBY), found.start) % 2 == 0:
        owner = _GENITIVE_OF_S.match(text, found.end)
    return replace(found, end=owner.end(), is_genitive=True) if owner else found


def _keys(name: str) -> list[str]:
    return Words(unicodedata.normalize("NFC", name)).keys


@lru_cache(maxsize=10_000)
def key_of(word: str) -> str:
    """The word as it is looked up: "Aagaard" and "Ågård", "Soeren" and "Søren" are one."""
    key = word.lower() if word.isascii() else _folded(word)
    spelled = key.replace("aa", "a").replace("oe", "o")
    return spelled if len(spelled) > 2 else key


def _folded(word: str) -> str:
    """The word without case, accents or joiners: "Styrbæk" and "STYRBÆK" are one."""
    parted = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    return _MARK.sub("", parted).replace("æ", "ae").replace("ø", "o")


def _listed(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text().splitlines()
    return frozenset(
        key_of(word) for line in lines if not line.startswith("#") for word in line.split()
    )


_ORDINARY = _listed("ordinary.txt")
_ACRONYMS = _listed("acronyms.txt")
