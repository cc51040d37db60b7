"""People by the role they had. The names are known here and go no further.

Which words are taken for a person who has an account:

- the full name, in any case, order or spelling: "Kirsten Overby", "OVERBY, Kirsten",
  "kirsten.overby", "Kirsten M. Overby", "K. Overby", "KirstenOverby", with or without the genitive
  ("Kirsten Overbys", "Kirsten Overby's"), also where emphasis or a code span cuts it in two;
- the e-mail address, and `@kirsten` for its first part;
- the names by which people who took part sign in at machines: `koverby`, `ko@prod-1` where the
  address begins with `ko`;
- the initials of people who took part: "KMO"; where a person is meant by the writing also "kmo:"
  at the start of a line, "(KO)", "K.O." and "@kmo". Acronyms of the trade ("SQL", "IC") are nobody, and
  so are initials inside a term ("KMO-17");
- one part of the name alone, "Kirsten" or "Overby", of people who took part in the incident or are
  named in full in its report. Everybody's first name would turn half of the words into people.

A part that is an ordinary word as well ("Mark", "Storm", "Maj", "Bo") counts alone only where
the writing tells: with a capital inside a sentence, and not beside a number as a month is
("4 May"); before a colon, as in a chat; after an at sign. At the start of a sentence "Mark" stays,
for the words around it would otherwise lose their sense. So a single first name may stay there;
a full name or an address never does.

A name that somebody decided on for this incident ("Rose" is a customer) is told wherever it stands
with a capital, also at the start of a sentence.

What somebody was called before, and the address they had, are theirs as well: texts keep them.

An address that names a person (`https://wiki.example.org/~kirsten.overby`) is left out as a
whole, and the report says so.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, groupby

from django.utils.translation import gettext as _

from core.markdown import Run, Runs
from incidents.exports.names import Found, Known, Names, addresses_in, begins_sentence
from incidents.models import NamedKind, Role

PARTICIPANT, COLLEAGUE = "participant", "colleague"


def role_words(role: str) -> tuple[str, str]:
    """A role beside a number ("responder 2"), and by itself in a sentence ("a responder")."""
    return {
        Role.COMMANDER.value: (_("incident commander"), _("the incident commander")),
        Role.DEPUTY.value: (_("deputy commander"), _("the deputy commander")),
        Role.COMMUNICATIONS_LEAD.value: (_("communications lead"), _("the communications lead")),
        Role.SCRIBE.value: (_("scribe"), _("the scribe")),
        Role.EXPERT.value: (_("expert"), _("an expert")),
        "responder": (_("responder"), _("a responder")),
        "communications": (_("communications colleague"), _("a communications colleague")),
        "approver": (_("approver"), _("an approver")),
        "auditor": (_("auditor"), _("an auditor")),
        "administrator": (_("administrator"), _("an administrator")),
        PARTICIPANT: (_("participant"), _("a participant")),
        COLLEAGUE: (_("colleague"), _("a colleague")),
        NamedKind.COLLEAGUE.value: (_("colleague without an account"), _("a further colleague")),
        NamedKind.SUPPLIER.value: (_("supplier's contact"), _("somebody at the supplier")),
        NamedKind.CUSTOMER.value: (_("customer"), _("a customer")),
        NamedKind.PRESS.value: (_("journalist"), _("a journalist")),
        NamedKind.AUTHORITY.value: (_("authority's contact"), _("somebody at the authority")),
        NamedKind.OTHER.value: (_("outsider"), _("an outsider")),
    }[role]


class People:
    """Tells each person by role, with a number where several share it.

    Numbers follow the order in which people are known here, which is that of the incident's log
    (`appearing`), so they tell nothing of accounts and stay as they are.
    """

    def __init__(self, known: Iterable[Known]) -> None:
        self._names = Names(known)
        took_part = [(each.role, each.number) for each in self._names.known if each.role]
        self._labels = _numbered(list(dict.fromkeys(took_part)))

    def label(self, number: int | None) -> str:
        """How the person with this account appears; the system when it is nobody's."""
        return self._labels.get(number) or _("a colleague") if number else _("the system")

    def meet(self, texts: Iterable[str]) -> None:
        """Find who is named in the texts without having taken part, before they are told."""
        strangers: dict[int, None] = {}
        for text in texts:
            met = dict.fromkeys(self._names.strangers_in(text))
            self._names.meet(met)
            strangers |= met
        self._labels |= _numbered([(COLLEAGUE, number) for number in strangers])

    def told_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Whoever is named in a text: the words as they stand there, and what is said instead."""
        for found in self._names.within(text):
            yield text[found.start : found.end], self._instead(found, text)

    def without_names(self, runs: Runs) -> Runs:
        """The words with everybody in them told by role, also a name that spans several looks."""
        if all(run.is_ours for run in runs):
            return runs
        return tuple(
            run
            for is_ours, said in groupby(runs, lambda run: run.is_ours)
            for run in (said if is_ours else self._told(tuple(said)))
        )

    def in_words(self, text: str) -> str:
        """The plain text with everybody in it told by role."""
        return "".join(run.text for run in self.without_names((Run(text),)))

    def _told(self, runs: Runs) -> Iterable[Run]:
        runs = tuple(told for run in runs for told in self._without_address(run))
        text = "".join(run.text for run in runs)
        found = list(self._names.within(text))
        return self._replaced(runs, text, found) if found else runs

    def _replaced(self, runs: Runs, text: str, found: Iterable[Found]) -> Iterator[Run]:
        pieces = _Pieces(runs)
        at = 0
        for name in found:
            yield from pieces.between(at, name.start)
            look = next(pieces.between(name.start, name.end))
            yield replace(look, text=self._instead(name, text), href="")
            at = name.end
        yield from pieces.between(at, len(text))

    def _without_address(self, run: Run) -> Iterator[Run]:
        if not unicodedata.is_normalized("NFC", run.text):
            run = run.saying(unicodedata.normalize("NFC", run.text))
        if not run.href or next(self._names.within(run.href), None) is None:
            yield run
            return
        yield replace(run, href="")
        if not any(addresses_in(run.text)):
            yield Run(f" {_left_out()}")

    def _instead(self, found: Found, text: str) -> str:
        if found.is_address:
            return _left_out()
        words = self.label(found.number) if found.number else _("one of several colleagues")
        if found.is_genitive:
            words = f"{words}'s" if words[-1].isdigit() else _("%(role)s's") % {"role": words}
        return capital(words) if begins_sentence(text, found.start) else words


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def _left_out() -> str:
    return _("[address left out, since it names a person]")


def _numbered(roles: list[tuple[str, int]]) -> dict[int, str]:
    labels: dict[int, str] = {}
    for role in dict.fromkeys(role for role, _number in roles):
        numbers = [number for its, number in roles if its == role]
        bare, alone = role_words(role)
        several = {number: f"{bare} {place}" for place, number in enumerate(numbers, start=1)}
        labels |= several if len(numbers) > 1 else {numbers[0]: alone}
    return labels


class _Pieces:
    """Runs that can be cut anywhere."""

    def __init__(self, runs: Runs) -> None:
        self._runs = runs
        self._ends = list(accumulate(len(run.text) for run in runs))

    def between(self, start: int, end: int) -> Iterator[Run]:
        """The runs from one character to another."""
        for number in range(bisect_right(self._ends, start), len(self._runs)):
            run = self._runs[number]
            begin = self._ends[number] - len(run.text)
            if begin >= end:
                return
            is_whole = start <= begin and end >= self._ends[number]
            piece = run.text[max(start - begin, 0) : end - begin]
            yield run if is_whole else run.saying(piece)
