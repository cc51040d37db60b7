"""Stating what the load of a mass message is worked out from."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from core.checks import line, said, same_version, take_turns
from core.errors import DomainError, NotFound
from incidents.services.door import happened
from statements.load import LARGEST_AUDIENCE
from statements.models import Premise, PremiseName
from statements.services.door import SET_UP
from statements.states import premise_state

_BOUNDS = {"reach": (0, LARGEST_AUDIENCE), "thousand": (0, 1_000), "minutes": (1, 24 * 60)}
# Two people could state a figure for the first time at once; they take turns.
_PREMISES_TURN = 7412033


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a figure; no value: nobody knows it any more."""

    value: int | None
    source: str = ""
    as_of: datetime | None = None


@transaction.atomic
def state_premise(*, actor: Actor, name: str, version: int, told: Told) -> Premise:
    """State a figure that the load of mass messages rests on, with who says so and as of when.

    A newer value voids the approvals of mass messages that are not released. `version` is 0 where
    nobody stated it yet. Figures are stated one after the other.

    Logs `premise.stated`, or nothing when nothing differs.

    Raises:
        NotFound: there is no such figure.
        NotPermitted: the actor may not set up the press desk.
        Conflict: somebody stated it since `version`.
        DomainError: a value that cannot be, or one without a source or a moment.
    """
    take_turns(_PREMISES_TURN)
    require(actor, SET_UP)
    if name not in PremiseName.values:
        raise NotFound(_("There is no such figure."))
    premise = Premise.objects.filter(name=name).first() or Premise(name=name)
    same_version(version, premise.version)
    told = _checked(name, told)
    before = premise_state(premise) if premise.pk else None
    premise.value, premise.source, premise.as_of = told.value, told.source, told.as_of
    if premise_state(premise) == (before or premise_state(Premise(name=name))):
        return premise
    premise.version += 1
    premise.save()
    record(
        actor=actor,
        verb="premise.stated",
        subject_type="premise",
        subject_id=premise.pk,
        before=before,
        after=premise_state(premise),
    )
    return premise


def _checked(name: str, told: Told) -> Told:
    if told.value is not None:
        _check_value(name, told.value)
        said(told.source, _("Say where the number is from."), "source")
        if told.as_of is None:
            raise DomainError(_("Say when it was so."), field="as_of")
    happened(told.as_of, "as_of")
    return replace(told, source=line(Premise, "source", told.source))


def _check_value(name: str, value: int) -> None:
    low, high = _BOUNDS.get(name.rpartition("_")[2], _BOUNDS["reach"])
    if not low <= value <= high:
        raise DomainError(
            _("Give a whole number from %(low)s to %(high)s.") % {"low": low, "high": high},
            field="value",
        )
