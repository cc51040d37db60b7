"""What in a text points at people instead of conditions, and what to write instead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from postmortems.wording.reading import BREAK, Reading, read
from postmortems.wording.rules import Language, Rule, language
from postmortems.wording.subject import subject_of

_FAR_AHEAD = 300
_FAR_BACK = 100
_FAR_AROUND = 300
_CLAUSE_ENDS = ".;:!?,()\u2013\u2014" + BREAK
_NEGATION_REACH = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """A wording worth another look. `start` and `end` count characters of the text as it was given.

    `level` is `warn` or `advice`. Nothing is ever blocked.
    """

    start: int
    end: int
    text: str
    category: str
    level: str
    reason: str
    rewrite: str


def findings_in(
    text: str,
    language_code: str,
    profile: str = "report",
    *,
    services: Iterable[str] = (),
    people: Iterable[str] = (),
) -> list[Finding]:
    """What the check finds in a text, in order; no two findings overlap.

    `language_code` is `da` or `en`, `profile` is `report` or `press`. `services` are names that are
    machines, whatever words they are made of. `people` are full names of the directory; one is
    pointed out where it acts, and a name of a single word is not looked for.
    """
    return findings_by(language(language_code), text, profile, services, people)


def findings_by(
    known: Language,
    text: str,
    profile: str,
    services: Iterable[str] = (),
    people: Iterable[str] = (),
) -> list[Finding]:
    """What the rules of a language find in a text; see `findings_in`."""
    reading = read(text, services, people)
    found = [
        (rule, start, end)
        for number in range(len(reading.words))
        for rule, start, end in _found_at(known, reading, number, profile)
    ]
    return [_finding(text, reading, *match) for match in _apart(found)]


def _found_at(
    known: Language, reading: Reading, number: int, profile: str
) -> Iterator[tuple[Rule, int, int]]:
    for rule in known.rules_at(reading.words[number].text):
        end = _end_of(rule, known, reading, number) if profile in rule.profiles else None
        if end is not None:
            yield rule, reading.words[number].start, end


def _end_of(rule: Rule, known: Language, reading: Reading, number: int) -> int | None:
    """Where the wording ends, when the rule holds for what begins at that word."""
    word = reading.words[number]
    start, end = reading.sentence(word.start)
    found = rule.then.match(reading.text, word.end, min(end, word.end + _FAR_AHEAD))
    if not found or (rule.capital and not word.is_capital):
        return None
    around = max(start, word.start - _FAR_AROUND), min(end, found.end() + _FAR_AROUND)
    if not _stands_right(rule, reading.text, word.start, found.end(), around):
        return None
    if rule.negatable and _is_negated(known, reading, number, start):
        return None
    return found.end() if _acts(rule, known, reading, number) else None


def _stands_right(rule: Rule, text: str, start: int, end: int, around: tuple[int, int]) -> bool:
    """Whether what must stand around the wording does, and what must not does not."""
    before = text[max(around[0], start - _FAR_BACK) : start]
    holds = (
        rule.before is None or rule.before.search(before),
        rule.near is None or rule.near.search(text, *around),
        not (rule.unless_before and rule.unless_before.search(before)),
        not (rule.unless_after and rule.unless_after.match(text, end, around[1])),
        not (rule.unless_near and rule.unless_near.search(text, *around)),
    )
    return all(holds)


def _acts(rule: Rule, known: Language, reading: Reading, number: int) -> bool:
    """Whether the one who acts is one whom the rule is about."""
    if not rule.subject and not rule.unless_subject:
        return True
    subject = subject_of(known, reading, number)
    if rule.subject:
        return subject in rule.subject
    return subject not in rule.unless_subject


def _is_negated(known: Language, reading: Reading, number: int, sentence: int) -> bool:
    """Whether the clause says that it was not so, in one of the words in front."""
    words, text = reading.words, reading.text
    for place in range(number - 1, max(number - 1 - _NEGATION_REACH, -1), -1):
        if words[place].start < sentence:
            return False
        between = text[words[place].end : words[place + 1].start]
        if any(mark in _CLAUSE_ENDS for mark in between):
            return False
        kinds = known.kinds_of(words[place].text)
        if "negation" in kinds:
            stretch = text[words[place].start : words[place + 1].end]
            return not known.families["not_negation"].match(stretch)
        if "subordinator" in kinds:
            return False
    return False


def _apart(found: list[tuple[Rule, int, int]]) -> list[tuple[Rule, int, int]]:
    """Where findings overlap, the graver, then the longer one."""
    ranked = sorted(
        found, key=lambda match: (match[0].level == "advice", match[1] - match[2], match[1])
    )
    kept: list[tuple[Rule, int, int]] = []
    taken: set[int] = set()
    for rule, start, end in ranked:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept.append((rule, start, end))
    return sorted(kept, key=lambda match: match[1])


def _finding(text: str, reading: Reading, rule: Rule, start: int, end: int) -> Finding:
    begin, stop = reading.starts[start], reading.ends[end - 1]
    return Finding(
        begin, stop, text[begin:stop], rule.category, rule.level, rule.reason, rule.rewrite
    )
