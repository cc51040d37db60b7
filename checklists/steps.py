"""The steps of a checklist: as they are kept, and as lines that people edit.

A line is one step: its words, then, each after a bar, the role it is for and how long after the
declaration it should be done: `Somebody leads the incident | Commander | 5 min`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.checks import keepable
from core.errors import DomainError
from core.formats import format_duration
from core.markdown import visible
from incidents.models import Role

MOST_STEPS = 100
LONGEST_STEP = 200
MOST_MINUTES = 30 * 24 * 60
_BETWEEN = "|"
_WITHIN = re.compile(r"([0-9]{1,6})\s*([a-z]*)\.?", re.IGNORECASE)
_HOUR = 60
_UNITS = {
    **dict.fromkeys(("", "m", "min", "minute", "minutes", "minut", "minutter"), 1),
    **dict.fromkeys(("h", "hour", "hours", "t", "time", "timer"), _HOUR),
    **dict.fromkeys(("d", "day", "days", "dag", "dage"), 24 * _HOUR),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. `role` is whose it is, "" for anybody's; `within` are minutes."""

    words: str
    role: str = ""
    within: int | None = None

    @property
    def role_label(self) -> str:
        """Whose it is, in the language of the page."""
        return str(Role(self.role).label) if self.role else ""

    @property
    def within_label(self) -> str:
        """How long after the declaration it should be done, in the language of the page."""
        if self.within is None:
            return ""
        return format_duration(timedelta(minutes=self.within), get_language() or "en")

    def as_data(self) -> dict[str, Any]:
        """As the database and the log keep it."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `as_data` wrote."""
        return cls(data["words"], data["role"], data["within"])


def as_kept(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps as a checklist keeps them."""
    return [step.as_data() for step in steps]


def as_read(kept: Iterable[Mapping[str, Any]]) -> list[Step]:
    """The steps of a checklist, in their order."""
    return [Step.from_data(data) for data in kept]


def in_words(kept: Iterable[Mapping[str, Any]]) -> str:
    """The steps as the log is read."""
    return "; ".join(_line(step).replace(f" {_BETWEEN} ", ", ") for step in as_read(kept))


def as_text(steps: Iterable[Step]) -> str:
    """The steps as they are edited, a line each. `steps_from` reads it."""
    return "".join(f"{_line(step)}\n" for step in steps)


def _line(step: Step) -> str:
    parts = [step.words, step.role_label]
    if step.within is not None:
        hours, minutes = divmod(step.within, _HOUR)
        is_whole = hours and not minutes
        parts.append(_("%(hours)s h") % {"hours": hours} if is_whole else f"{step.within} min")
    return f" {_BETWEEN} ".join(filter(None, parts))


def steps_from(text: str) -> list[Step]:
    """The steps that a text of `as_text`'s form tells; a role in either language.

    Raises:
        DomainError: a line of which a part is neither a role nor a time, or see `checked`.
    """
    numbered = enumerate(keepable(text, "steps").splitlines(), start=1)
    return checked(_step(line, number) for number, line in numbered if line.strip())


def checked(steps: Iterable[Step]) -> list[Step]:
    """The steps, each as one line of words.

    Raises:
        DomainError: a step without words or with too many, one twice, an unknown role, a time
            that is none, no step at all, or more than a hundred.
    """
    kept = [_checked(step, number) for number, step in enumerate(steps, start=1)]
    if not kept:
        raise DomainError(_("Write at least one step, a line each."), field="steps")
    if len(kept) > MOST_STEPS:
        raise DomainError(
            _(
                "These are %(count)s steps. Have at most %(most)s: a longer list is not gone through."
            )
            % {"count": len(kept), "most": MOST_STEPS},
            field="steps",
        )
    _check_once(kept)
    return kept


def _checked(step: Step, number: int) -> Step:
    words = " ".join(keepable(step.words, "steps").split())
    if not visible(words).strip():
        raise _refused(number, _("Write what is to be done."))
    if len(words) > LONGEST_STEP:
        raise _refused(number, _("Write at most %(most)s characters.") % {"most": LONGEST_STEP})
    if _BETWEEN in words:
        raise _refused(number, _("No bar (|) can stand in the words of a step."))
    if step.role and step.role not in Role.values:
        raise _refused(number, _neither(step.role))
    if step.within is not None and not 0 < step.within <= MOST_MINUTES:
        raise _refused(number, _("Give a time between 1 minute and 30 days."))
    return Step(words, step.role, step.within)


def _check_once(steps: Sequence[Step]) -> None:
    places: dict[str, int] = {}
    for number, step in enumerate(steps, start=1):
        earlier = places.setdefault(step.words.casefold(), number)
        if earlier != number:
            raise _refused(number, _("This is step %(number)s once more.") % {"number": earlier})


def _step(line: str, number: int) -> Step:
    words, *parts = [part.strip() for part in line.split(_BETWEEN)]
    role, within = "", None
    for part in filter(None, parts):
        found = _WITHIN.fullmatch(part)
        if found and (unit := _UNITS.get(found[2].lower())):
            within = int(found[1]) * unit
        else:
            role = _role_called(part, number)
    return Step(words, role, within)


def _role_called(name: str, number: int) -> str:
    wanted = name.casefold()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for role in Role:
                if wanted in {role.value, str(role.label).casefold()}:
                    return role.value
    raise _refused(number, _neither(name))


def _neither(name: str) -> str:
    roles = ", ".join(str(label) for label in Role.labels)
    return _(
        "“%(name)s” is neither a role nor a time. Roles are %(roles)s; a time is such as 10 min."
    ) % {"name": name[:60], "roles": roles}


def _refused(number: int, why: str) -> DomainError:
    told = _("Line %(number)s: %(why)s") % {"number": number, "why": why}
    return DomainError(told, field="steps")
