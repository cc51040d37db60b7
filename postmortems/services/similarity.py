"""Saying that an earlier incident which looks alike is something else."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import keepable, longest, reasoned
from core.errors import Conflict, DomainError, NotFound
from incidents.services.door import KEEP_RECORD, known_to, locked_incident
from postmortems.models import NotTheSame
from postmortems.states import State, not_the_same_state


@transaction.atomic
def say_not_the_same(*, actor: Actor, incident_id: int, other_id: int, reason: str) -> NotTheSame:
    """Say that an earlier incident is something else: it is brought up no more.

    Locks the incident. Logs `incident.not_the_same`.

    Raises:
        NotFound: the other does not exist, or not for this actor.
        Conflict: this was said already.
        DomainError: an incident and itself, no reason, or one that is too long.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    other = known_to(actor).filter(pk=other_id).first()
    if other is None:
        raise NotFound(_("There is no such incident."), field="other")
    if other.pk == incident.pk:
        raise DomainError(_("Choose another incident."), field="other")
    if NotTheSame.objects.filter(incident=incident, other=other, taken_back_at=None).exists():
        raise Conflict(_("That was said already."), field="other")
    reason = keepable(
        reasoned(reason, _("Say why it is something else.")),
        "reason",
        longest(NotTheSame, "reason"),
    )
    said = NotTheSame.objects.create(
        incident=incident,
        other=other,
        reason=reason,
        author=actor.user,
        said_at=timezone.now(),
    )
    return _logged(actor, "incident.not_the_same", said, None)


@transaction.atomic
def take_back_not_the_same(*, actor: Actor, incident_id: int, said_id: int) -> NotTheSame:
    """Let it be brought up again. Locks the incident. Logs `incident.maybe_the_same`.

    Raises:
        NotFound: that was not said of this incident, or the other is not for this actor.
    """
    incident = locked_incident(actor, incident_id, KEEP_RECORD)
    said = NotTheSame.objects.filter(
        incident=incident, pk=said_id, taken_back_at=None, other__in=known_to(actor)
    ).first()
    if said is None:
        raise NotFound(_("That was not said of this incident."))
    before = not_the_same_state(said)
    said.taken_back_at = timezone.now()
    said.save()
    return _logged(actor, "incident.maybe_the_same", said, before)


def _logged(actor: Actor, verb: str, said: NotTheSame, before: State | None) -> NotTheSame:
    record(
        actor=actor,
        verb=verb,
        subject_type="not_the_same",
        subject_id=said.pk,
        before=before,
        after=not_the_same_state(said),
        incident_id=said.incident_id,
        reason=said.reason,
    )
    return said
