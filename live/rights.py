"""Whether those who listen still may: asked for all of them together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db.models import Value
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import User
from incidents.models import Incident
from incidents.services.door import KEEP_RECORD, LEAD_INCIDENT
from live.tickets import Ticket

TOGETHER = 50
Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a page reads: readers who share it are shown the very same."""

    language: str
    time_zone: str
    may_keep: bool
    may_lead: bool


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody who may listen: by which name, and how they read."""

    name: str
    reading: Reading


def listeners(tickets: Collection[Ticket]) -> dict[Ticket, Listener]:
    """Of these tickets those that still hold, each with who listens.

    One holds while its session lives, the account may sign in, and the incident exists for it.
    """
    people = User.objects.in_bulk({ticket.person_id for ticket in tickets})
    people = {pk: person for pk, person in people.items() if person.is_active}
    _read_permissions(people)
    signed_in = _signed_in({ticket.session for ticket in tickets}, people)
    visible = _visible(tickets, people)
    return {
        ticket: _listener(people[ticket.person_id])
        for ticket in tickets
        if signed_in.get(ticket.session) == ticket.person_id
        and (ticket.incident_id is None or (ticket.person_id, ticket.incident_id) in visible)
    }


def _signed_in(keys: Iterable[str], people: Mapping[int, User]) -> dict[str, int]:
    """Whose session each is; one that a new password ended is nobody's."""
    living = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    found = {}
    for session in living:
        said = session.get_decoded()
        person = people.get(int(said.get(SESSION_KEY, 0)))
        if person and constant_time_compare(
            said.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash()
        ):
            found[session.session_key] = person.pk
    return found


def _visible(tickets: Iterable[Ticket], people: Mapping[int, User]) -> set[tuple[int, int]]:
    """Which person may know of which incident, in few questions for however many people."""
    wanted: dict[int, set[int]] = defaultdict(set)
    for ticket in tickets:
        if ticket.incident_id is not None and ticket.person_id in people:
            wanted[ticket.person_id].add(ticket.incident_id)
    questions = [
        Incident.objects.visible_to(people[pk])
        .filter(pk__in=incidents)
        .order_by()
        .annotate(reader=Value(pk))
        .values_list("reader", "pk")
        for pk, incidents in wanted.items()
    ]
    return {
        (reader, incident)
        for several in batched(questions)
        for reader, incident in several[0].union(*several[1:], all=True)
    }


def batched(questions: Sequence[Q]) -> Iterator[Sequence[Q]]:
    """So many at a time as go well into one question."""
    for start in range(0, len(questions), TOGETHER):
        yield questions[start : start + TOGETHER]


def _read_permissions(people: Mapping[int, User]) -> None:
    """What each may do, asked for all at once, where Django's backend looks for it first."""
    held: dict[int, set[str]] = {pk: set() for pk in people}
    granted = Permission.objects.filter(group__user__in=people).order_by()
    for pk, app, code in granted.values_list("group__user", "content_type__app_label", "codename"):
        if pk in held:
            held[pk].add(f"{app}.{code}")
    for pk, person in people.items():
        setattr(person, "_perm_cache", held[pk])  # noqa: B010 - not in the stubs; a test holds it against has_perm


def _listener(person: User) -> Listener:
    reading = Reading(
        person.language,
        person.time_zone,
        may_keep=person.has_perm(KEEP_RECORD),
        may_lead=person.has_perm(LEAD_INCIDENT),
    )
    return Listener(str(person), reading)
