"""A text as the wording check reads it: in lower case, with what is not the writer's own set aside.

Code, links, headings, quotations and names of services and people stand there as one mark each. White space is
one blank, marks of emphasis are gone. Every character knows where it came from in the text.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

ASIDE = "¤"
SERVICE = "µ"
# A capital, as a name begins with; the rules know it in lower case.
PERSON = "\ua640"
BREAK = "\n"
_LONGEST_QUOTE = 600

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_LABEL = re.compile(
    r"[ \t]*(?:[-*+] |\d+[.)] )?[ \t]*(?:\*\*|__)[^*_.!?]{1,80}(?:\*\*|__)[ \t]*:?[ \t]*$"
)
_QUOTE = re.compile(r" {0,3}>")
_ROW = re.compile(r"[ \t]*(?:[-*+•] |\d{1,3}[.)] |\|)")
_INLINE = re.compile(
    rf"""
      (?P<code>(?<!`)(?P<ticks>`++)[^`]{{1,{_LONGEST_QUOTE}}}(?P=ticks)(?!`))
    | (?P<link>!?\[[^\[\]]{{0,{_LONGEST_QUOTE}}}\](?:\([^()\s]{{0,{_LONGEST_QUOTE}}}(?:\s[^()]{{0,200}})?\)|\[[^\[\]]{{0,200}}\]))
    | (?P<address>(?:https?://|mailto:|www\.)[^\s<>"»”]{{1,{_LONGEST_QUOTE}}}|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,64}}\.[\w.-]{{1,64}})
    | (?P<html><!--(?s:.){{0,{_LONGEST_QUOTE}}}?-->|</?[A-Za-z][^<>]{{0,200}}>)
    | (?P<figure>\{{[a-z_]+:[^{{}}\n]{{1,100}}\}}|\[\[[^\[\]\n]{{1,100}}\]\])
    | (?P<quote>
        (?<!\w)"(?=\S)[^"]{{1,{_LONGEST_QUOTE}}}"
      | [“„][^“”„]{{1,{_LONGEST_QUOTE}}}[”“]
      | (?<!\w)”(?=\w)[^“”„]{{1,{_LONGEST_QUOTE}}}”
      | »[^«»]{{1,{_LONGEST_QUOTE}}}« | «[^«»]{{1,{_LONGEST_QUOTE}}}»
      | (?<!\w)\u2018[^\u2018\u2019\n]{{1,{_LONGEST_QUOTE}}}\u2019(?!\w) | (?<!\w)\u2019[^\u2018\u2019\n]{{1,{_LONGEST_QUOTE}}}\u2019(?!\w)
      | (?<!\w)'(?=\S)[^'\n]{{1,{_LONGEST_QUOTE}}}'(?!\w)
      )
    """,
    re.VERBOSE,
)
_PARAGRAPH_END = re.compile(r"\n[ \t]*\r?\n|\r[ \t]*\r(?!\n)")
_PIECE = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<dropped>[*~\u00ad\u200b-\u200f\u2060\ufeff]+|(?<![^\W_])_+|_+(?![^\W_]))"
    r"|(?P<apostrophe>[\u2019\u02bc])"
    r"|(?P<plain>[^\s*~\u00ad\u200b-\u200f\u2060\ufeff\u2019\u02bc_]+|_+)"
)
_SENTENCE_END = re.compile(r"[.!?…]+[)\]¤]{0,2} (?![a-zæøåäöü0-9(])|\n")
_WORD = re.compile(rf"{SERVICE}|{PERSON.lower()}|{ASIDE}|[^\W_](?:[^\W_]|['_-](?=[^\W_]))*+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands in what is read."""

    text: str
    start: int
    end: int
    is_capital: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read. `starts` and `ends` lead from its characters back into the text."""

    text: str
    words: list[Word]
    sentence_ends: list[int]
    starts: list[int]
    ends: list[int]

    def sentence(self, place: int) -> tuple[int, int]:
        """Where the sentence of that place begins and ends."""
        number = bisect_right(self.sentence_ends, place)
        start = self.sentence_ends[number - 1] if number else 0
        end = self.sentence_ends[number] if number < len(self.sentence_ends) else len(self.text)
        return start, end


# Of services, and of people.
Named = tuple[tuple[str, ...], tuple[str, ...]]


def read(text: str, services: Iterable[str] = (), people: Iterable[str] = ()) -> Reading:
    """Read a text. `services` are names of the catalogue, `people` full names of the directory."""
    names = tuple(services), tuple(name for name in people if len(name.split()) > 1)
    cased, starts, ends = _flattened(text, names)
    lowered = _lowered(cased)
    words = [
        Word(
            lowered[found.start() : found.end()],
            found.start(),
            found.end(),
            cased[found.start()].isupper(),
        )
        for found in _WORD.finditer(lowered)
    ]
    sentence_ends = [found.end() for found in _SENTENCE_END.finditer(cased)]
    return Reading(lowered, words, sentence_ends, starts, ends)


def _lowered(cased: str) -> str:
    lowered = cased.lower()
    if len(lowered) == len(cased):
        return lowered
    # A few letters, such as İ, are two in lower case.
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in cased)


def _flattened(text: str, names: Named) -> tuple[str, list[int], list[int]]:
    told: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def add(what: str, start: int, end: int) -> None:
        told.append(what)
        starts.extend([start] * len(what))
        ends.extend([end] * len(what))

    for start, end, mark in _parts(text, names):
        if mark:
            add(mark, start, end)
            continue
        for found in _PIECE.finditer(text, start, end):
            piece, begin = found[0], found.start()
            match found.lastgroup:
                case "space":
                    add(" ", begin, found.end())
                case "apostrophe":
                    add("'", begin, found.end())
                case "plain" if unicodedata.is_normalized("NFC", piece):
                    told.append(piece)
                    starts.extend(range(begin, begin + len(piece)))
                    ends.extend(range(begin + 1, begin + len(piece) + 1))
                case "plain":
                    for composed, where, until in _composed(piece):
                        add(composed, begin + where, begin + until)
    return "".join(told), starts, ends


def _composed(piece: str) -> Iterator[tuple[str, int, int]]:
    """Letters with the marks that combine with them, as the one character they look like."""
    start = 0
    for place in range(1, len(piece) + 1):
        if place == len(piece) or not unicodedata.combining(piece[place]):
            yield unicodedata.normalize("NFC", piece[start:place]), start, place
            start = place


def _parts(text: str, names: Named) -> Iterator[tuple[int, int, str]]:
    """The text in parts, in order: words of the writer (no mark), or what a mark stands for."""
    for start, end, mark in _blocks(text):
        if mark:
            yield start, end, mark
        else:
            yield from _inline_parts(text, start, end, names)


def _blocks(text: str) -> Iterator[tuple[int, int, str]]:
    """Runs of prose, and what breaks them: headings, code, quotations, ends of paragraphs."""
    fence, prose = "", 0
    lines = [(found.start(), found.end(1), found.end()) for found in _LINE.finditer(text)]
    for number, (start, stop, end) in enumerate(lines):
        line = text[start : min(stop, start + 200)]
        opens = _FENCE.match(line)
        if fence:
            is_aside = True
            if opens and opens[1].startswith(fence) and not opens[2].strip():
                fence = ""
        elif opens:
            fence, is_aside = opens[1], True
        else:
            following = lines[number + 1] if number + 1 < len(lines) else None
            is_aside = _is_aside(text, line, following)
        if is_aside or not line.strip():
            yield from _run(prose, start)
            yield start, end, BREAK
            prose = end
        elif _ROW.match(line):
            yield from _run(prose, start)
            yield start, start, BREAK
            prose = start
    yield from _run(prose, len(text))


def _run(start: int, end: int) -> Iterator[tuple[int, int, str]]:
    if start < end:
        yield start, end, ""


def _is_aside(text: str, line: str, following: tuple[int, int, int] | None) -> bool:
    if _HEADING.match(line) or _QUOTE.match(line) or _UNDERLINE.match(line) or _LABEL.match(line):
        return True
    is_title = len(line) < 120 and not line.rstrip().endswith((".", "!", "?"))
    underline = text[following[0] : min(following[1], following[0] + 200)] if following else ""
    return bool(
        is_title and len(underline) > 1 and _UNDERLINE.match(underline) and not _ROW.match(line)
    )


def _inline_parts(text: str, start: int, end: int, names: Named) -> Iterator[tuple[int, int, str]]:
    for begin, stop, mark in _inline(text, start, end):
        if mark or not any(names):
            yield begin, stop, mark
        else:
            yield from _named(text, begin, stop, names)


def _inline(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    done = start
    for found in _INLINE.finditer(text, start, end):
        yield from _run(done, found.start())
        yield found.start(), found.end(), ASIDE
        done = found.end()
    yield from _run(done, end)


def _named(text: str, start: int, end: int, names: Named) -> Iterator[tuple[int, int, str]]:
    done = start
    services, people = names
    for found in _names(services, people).finditer(text, start, end):
        yield from _run(done, found.start())
        yield found.start(), found.end(), SERVICE if found.lastgroup == "service" else PERSON
        done = found.end()
    yield from _run(done, end)


@lru_cache(maxsize=8)
def _names(services: tuple[str, ...], people: tuple[str, ...]) -> re.Pattern[str]:
    """The names of the services, then of people, the longest first."""
    return re.compile(
        rf"(?<!\w)(?:(?P<service>{_any_of(services)})|(?P<person>{_any_of(people)}))(?!\w)",
        re.IGNORECASE,
    )


def _any_of(names: tuple[str, ...]) -> str:
    told = sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True)
    return "|".join(map(re.escape, told)) or "(?!)"
