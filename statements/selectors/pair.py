"""Where a statement and the same in the other language do not mean the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.formats import exact_number, format_moment
from statements.models import Audience, Channel, Language, StatementKind
from statements.selectors.statement import ReadStatement
from statements.texts.found import TypedKind
from statements.texts.typed import amounts_in


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, and how each of the two has it ("" where it has nothing)."""

    about: str
    here: str
    there: str


def differences_between(read: ReadStatement, other: ReadStatement) -> list[Difference]:
    """Everything in which the two differ but their words: figures, typed ones too, and promises."""
    return [
        *_of_what_they_are(read, other),
        *_of_promises(read, other),
        *_of_figures(read, other),
        *_of_typed(read, other),
    ]


def missing_language(read: ReadStatement) -> Language:
    """The language in which its other half would be."""
    is_danish = read.statement.language == Language.DANISH
    return Language.ENGLISH if is_danish else Language.DANISH


def _of_what_they_are(read: ReadStatement, other: ReadStatement) -> Iterator[Difference]:
    fields: tuple[tuple[str, type[TextChoices], str], ...] = (
        ("audience", Audience, _("Audience")),
        ("channel", Channel, _("Channel")),
        ("kind", StatementKind, _("Kind")),
    )
    for field, choices, label in fields:
        here, there = getattr(read.statement, field), getattr(other.statement, field)
        if here != there:
            yield Difference(label, str(choices(here).label), str(choices(there).label))


def _of_promises(read: ReadStatement, other: ReadStatement) -> Iterator[Difference]:
    here, there = _promise(read), _promise(other)
    if here != there:
        yield Difference(_("Next update promised at"), here, there)


def _promise(read: ReadStatement) -> str:
    promised = read.statement.next_update_at
    if promised is None:
        return ""
    zone = timezone.get_current_timezone()
    return format_moment(promised, "minute", get_language() or "en", zone)


def _of_figures(read: ReadStatement, other: ReadStatement) -> Iterator[Difference]:
    here = {each.name: each for each in read.quoted}
    there = {each.name: each for each in other.quoted}
    for name, figure in here.items():
        if name not in there:
            yield Difference(figure.label, figure.words, "")
        elif figure.basis != there[name].basis:
            yield Difference(figure.label, figure.words, there[name].words)
    for name, figure in there.items():
        if name not in here:
            yield Difference(figure.label, "", figure.words)


def _of_typed(read: ReadStatement, other: ReadStatement) -> Iterator[Difference]:
    here, there = _typed(read), _typed(other)
    labels = {
        TypedKind.COUNT: _("Number typed by hand"),
        TypedKind.SHARE: _("Share typed by hand"),
        TypedKind.TIME: _("Time typed by hand"),
    }
    for kind, amount in sorted(here - there):
        yield Difference(labels[kind], _shown(kind, amount), "")
    for kind, amount in sorted(there - here):
        yield Difference(labels[kind], "", _shown(kind, amount))


def _typed(read: ReadStatement) -> set[tuple[TypedKind, Decimal]]:
    found = amounts_in(read.wording.text, read.statement.language)
    return {(kind, amount) for kind, amount in found if amount is not None}


def _shown(kind: TypedKind, amount: Decimal) -> str:
    if kind is TypedKind.TIME:
        return f"{int(amount) // 60:02}:{int(amount) % 60:02}"
    if amount == int(amount):
        return exact_number(int(amount), get_language() or "en")
    return str(amount)
