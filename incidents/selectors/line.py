"""What a line in the entry box would do in this incident, told before it does it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actor import Actor
from core.errors import DomainError
from core.formats import exact_number, format_date, format_range
from incidents.lines.commands import (
    Command,
    Count,
    GiveRole,
    PlanWork,
    SetSeverity,
    SetStatus,
    command_in,
    is_command,
)
from incidents.lines.moments import NoSuchTime, Stamped, entries_in, stamped
from incidents.models import ImpactGroup, Incident, Kind, Precision
from incidents.permissions import KEEP_RECORD, LEAD_INCIDENT

MOST_LINES = 100
MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Understood:
    """What is meant: one entry or several, what is done besides, and both in words.

    `names_time`: the line itself says when. `person` and `group` are who and what the command names, found in the record; None for a
    command that names none, or for a group that would be new.
    """

    entries: tuple[Stamped, ...]
    kind: Kind = Kind.OBSERVATION
    command: Command | None = None
    person: User | None = None
    group: ImpactGroup | None = None
    will: str = ""
    names_time: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is done only once it was shown: a command, or several entries."""
        return self.command is not None or len(self.entries) > 1

    @property
    def mark(self) -> str:
        """Names what is meant: another meaning has another mark."""
        told = [(entry.text, entry.moment.replace(second=0)) for entry in self.entries]
        meant = repr((told if self.command is None else None, self.command, self.will))
        return hashlib.sha256(meant.encode()).hexdigest()[:16]


class Unclear(DomainError):
    """A name that fits nobody, or several; `candidates` are what may be meant."""

    def __init__(self, message: str, candidates: Sequence[str] = ()) -> None:
        super().__init__(message, field="text")
        self.candidates = candidates[:MOST_CANDIDATES]


def understood(incident: Incident, text: str, actor: Actor, now: datetime) -> Understood:
    """What `text` would do if it were sent at `now`, read by the reader's clock.

    Raises:
        DomainError: a command that is none or lacks something, a time no clock showed, more than a
            hundred lines at once, or something the reader's role does not allow.
        Unclear: somebody or something is named that is not there, or could be several.
    """
    zone = timezone.get_current_timezone()
    try:
        several = entries_in(text, now, zone)
        stamp = stamped(text, now, zone)
    except NoSuchTime as error:
        raise DomainError(
            _("There was no such time: the clocks went forward (%(moment)s).") % {"moment": error},
            field="text",
        ) from error
    if len(several) > MOST_LINES:
        raise DomainError(
            _("Paste at most %(limit)s entries at once.") % {"limit": MOST_LINES}, field="text"
        )
    if several:
        return Understood(tuple(several))
    if stamp is None or not stamp.text:
        stamp, names_time = Stamped(now, Precision.MINUTE, text.strip()), False
    else:
        names_time = True
    if is_command(stamp.text):
        return replace(_asked(incident, stamp, actor, now), names_time=names_time)
    return Understood((stamp,), names_time=names_time)


def _asked(incident: Incident, stamp: Stamped, actor: Actor, now: datetime) -> Understood:
    today = timezone.localtime(now).date()
    command = command_in(stamp.text, get_language() or "en", today)
    for kind, (permission, understand) in _MEANINGS.items():
        if isinstance(command, kind):
            if not actor.may(permission):
                raise DomainError(_("Your role does not allow this."), field="text")
            meant = understand(incident, command, actor)
            return replace(meant, entries=(replace(stamp, text=meant.will),), command=command)
    raise TypeError(command)


def _status(incident: Incident, asked: SetStatus, actor: Actor) -> Understood:
    will = f"{_('Status')}: {asked.status.label}"
    return Understood((), Kind.STATUS, will=_with(will, asked.words))


def _severity(incident: Incident, asked: SetSeverity, actor: Actor) -> Understood:
    will = _("Severity: %(severity)s") % {"severity": asked.severity.upper()}
    return Understood((), Kind.STATUS, will=_with(will, asked.words))


def _with(will: str, words: str) -> str:
    return f"{will}. {words}" if words else will


def _role(incident: Incident, asked: GiveRole, actor: Actor) -> Understood:
    person = person_named(incident, asked.name, actor)
    will = f"{asked.role.label}: {person}"
    return Understood((), Kind.NOTE, person=person, will=will)


def _count(incident: Incident, asked: Count, actor: Actor) -> Understood:
    group = group_named(incident, asked.group)
    name = group.name if group else asked.group[:1].upper() + asked.group[1:]
    words = f"{name}: {_counted(asked)}"
    will = words if group else _("%(words)s (a new group)") % {"words": words}
    return Understood((), Kind.OBSERVATION, group=group, will=will)


def _counted(asked: Count) -> str:
    language = get_language() or "en"
    if asked.best is None or asked.low is None:
        return _("unknown")
    best = exact_number(asked.best, language)
    if asked.low == asked.high:
        return best
    return _("about %(best)s (%(range)s)") % {
        "best": best,
        "range": format_range(asked.low, asked.high, language),
    }


def _work(incident: Incident, asked: PlanWork, actor: Actor) -> Understood:
    owner = person_named(incident, asked.owner, actor) if asked.owner else None
    told = [_("Action: %(title)s") % {"title": asked.title}]
    if owner:
        told.append(str(owner))
    if asked.due_on:
        told.append(_("due %(day)s") % {"day": format_date(asked.due_on, get_language() or "en")})
    return Understood((), Kind.ACTION, person=owner, will=", ".join(told))


_MEANINGS: dict[type, tuple[str, Callable[[Incident, Any, Actor], Understood]]] = {
    SetStatus: (LEAD_INCIDENT, _status),
    SetSeverity: (LEAD_INCIDENT, _severity),
    GiveRole: (LEAD_INCIDENT, _role),
    Count: (KEEP_RECORD, _count),
    PlanWork: (KEEP_RECORD, _work),
}


def person_named(incident: Incident, name: str, actor: Actor) -> User:
    """The one who may see the incident and is called so: by a name, part of it, or the address.

    Raises:
        Unclear: nobody is, or several are.
    """
    if name.lower() in {"me", "mig"} and actor.user:
        return actor.user
    wanted = name.casefold()
    people = list(User.objects.filter(is_active=True).order_by("full_name", "pk"))
    exact = [each for each in people if wanted in {each.full_name.casefold(), each.email}]
    found = _seeing(incident, exact) or _seeing(
        incident, [each for each in people if _is_called(each, wanted)]
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise Unclear(
            _("Several people are called %(name)s. Write the whole name or address.")
            % {"name": name},
            [f"@{person.email}" for person in found],
        )
    raise Unclear(
        _("Nobody who may see this incident is called %(name)s.") % {"name": name},
        [f"@{person.email}" for person in _seeing(incident, people)],
    )


def _seeing(incident: Incident, people: Sequence[User]) -> list[User]:
    """The first few of them who may see the incident."""
    visible = (
        person
        for person in people
        if Incident.objects.visible_to(person).filter(pk=incident.pk).exists()
    )
    return list(islice(visible, MOST_CANDIDATES))


def _is_called(person: User, wanted: str) -> bool:
    names = person.full_name.casefold()
    return names.startswith(wanted) or any(
        part.startswith(wanted) for part in [*names.split(), person.email.partition("@")[0]]
    )


def group_named(incident: Incident, name: str) -> ImpactGroup | None:
    """The group that is called so, or begins so; None for a name nothing is like.

    Raises:
        Unclear: several begin so, or one is only nearly called so.
    """
    groups = list(incident.impact_groups.all())
    wanted = name.casefold()
    exact = [each for each in groups if wanted in {each.name.casefold(), each.key}]
    found = exact or [each for each in groups if each.name.casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    near = get_close_matches(wanted, [each.name.casefold() for each in groups], cutoff=0.7)
    names = [each.name for each in found or groups if found or each.name.casefold() in near]
    if names:
        raise Unclear(_("Which group is meant by %(name)s?") % {"name": name}, names)
    return None
