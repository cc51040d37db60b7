"""Whom an entry of the log concerns, and as what."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q

from accounts.models import User
from audit.models import LogEntry
from incidents.models import RoleHeld, Severity
from notifications.models import Following, Kind
from postmortems.models import Comment, ReminderKind, SectionText
from statements.models import Statement

SERIOUS = (Severity.SEV1, Severity.SEV2)
STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Concern:
    """Somebody is told something of a kind, about the row of that number; `what` says what of it."""

    kind: str
    person: int
    subject: int
    what: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """An entry of the log, with what it says was there before and is since."""

    entry: LogEntry
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def subject(self) -> int:
        return int(self.entry.subject_id)

    @property
    def incident(self) -> int:
        return self.entry.incident_id or 0


Concerns = Iterator[Concern]


def concerned_by(entry: LogEntry) -> Concerns:
    """Everybody it concerns; never who did it themselves.

    An entry whose content the law had erased concerns nobody any more.
    """
    payload = getattr(entry, "payload", None)
    if payload is None or entry.verb not in _TOLD:
        return
    content = payload.content
    said = _Said(entry, content.get("before") or {}, content.get("after") or {})
    for concern in _TOLD[entry.verb](said):
        if concern.person != entry.actor_id:
            yield concern


def _of_incident(said: _Said) -> Concerns:
    before, after = said.before, said.after
    if after.get("severity") in SERIOUS and before.get("severity") not in SERIOUS:
        everybody = User.objects.filter(is_active=True).values_list("pk", flat=True)
        yield from _each(Kind.SERIOUS, everybody, said.subject)
    moved = [name for name in ("status", "severity") if before.get(name) != after.get(name)]
    if not before or not moved:
        return
    held = RoleHeld.objects.filter(incident_id=said.incident, held_until=None)
    here = set(held.values_list("person", flat=True))
    yield from _each(Kind.NEWS, here, said.subject)
    # Once is enough for whoever does both.
    yield from _each(Kind.FOLLOWED, _followers(said) - here, said.subject, moved[0])


def _of_milestone(said: _Said) -> Concerns:
    milestone = said.after.get("milestone")
    if milestone and not said.after.get("is_retraction"):
        yield from _each(Kind.FOLLOWED, _followers(said), said.subject, milestone)


def _of_role(said: _Said) -> Concerns:
    yield from _each(Kind.ROLE, [said.after.get("person")], said.subject)


def _of_action(said: _Said) -> Concerns:
    owner = said.after.get("owner")
    if owner != said.before.get("owner"):
        yield from _each(Kind.ACTION, [owner], said.subject)


def _of_action_due(said: _Said) -> Concerns:
    owner = _people([said.after.get("sent_to", "")])
    yield from _each(Kind.DUE, owner, said.after["action"])


def _of_report(said: _Said) -> Concerns:
    what, person = said.after["kind"], said.after["person"]
    if what == ReminderKind.DUE:
        yield Concern(Kind.REPORT, person, said.incident, what)
    else:
        yield Concern(Kind.REVIEW, person, said.after["reviewer"], what)


def _of_silence(said: _Said) -> Concerns:
    kind = Kind.SILENCE if said.after["turn"] else Kind.PROMISED
    yield from _each(kind, _people(said.after["sent_to"]), said.after["statement"] or 0)


def _of_void(said: _Said) -> Concerns:
    statement = Statement.objects.filter(wordings__approvals=said.after["approval"]).first()
    if statement:
        yield from _each(Kind.VOID, _people(said.after["sent_to"]), statement.pk)


def _of_moved(said: _Said) -> Concerns:
    statement = Statement.objects.filter(release=said.after["release"]).first()
    if statement:
        yield from _each(Kind.MOVED, _people(said.after["sent_to"]), statement.pk)


def _of_draft(said: _Said) -> Concerns:
    content_type = {"content_type__app_label": "statements", "codename": "approve_statement"}
    able = Permission.objects.filter(**content_type)
    approvers = User.objects.filter(is_active=True).filter(
        Q(groups__permissions__in=able) | Q(user_permissions__in=able)
    )
    yield from _each(Kind.APPROVE, set(approvers.values_list("pk", flat=True)), said.subject)


def _of_release(said: _Said) -> Concerns:
    yield from _each(Kind.FOLLOWED, _followers(said), said.after["statement"], STATEMENT)


def _of_comment(said: _Said) -> Concerns:
    """Who wrote the section, whoever took part in what is answered, and who is named with an @."""
    report, key, answers = (said.after.get(name) for name in ("postmortem", "key", "answers"))
    wrote = SectionText.objects.filter(postmortem=report, key=key, author__isnull=False)
    people: set[int | None] = set(wrote.values_list("author", flat=True))
    if answers:
        took_part = Comment.objects.filter(Q(pk=answers) | Q(answers=answers))
        people |= set(took_part.values_list("author", flat=True))
    named = set(_named_in(said.after.get("text") or ""))
    yield from _each(Kind.COMMENT, named, said.subject, "named")
    yield from _each(Kind.COMMENT, people - named, said.subject)


def _named_in(text: str) -> Iterator[int]:
    if "@" not in text:
        return
    words = text.casefold()
    for person in User.objects.filter(is_active=True):
        names = (name.casefold() for name in (person.full_name, person.email) if name)
        if any(f"@{name}" in words for name in names):
            yield person.pk


def _followers(said: _Said) -> set[int]:
    following = Following.objects.filter(incident_id=said.incident, is_on=True)
    return set(following.values_list("person", flat=True))


def _people(addresses: Iterable[str]) -> list[int]:
    return list(User.objects.filter(email__in=addresses).values_list("pk", flat=True))


def _each(kind: str, people: Iterable[int | None], subject: int, what: str = "") -> Concerns:
    for person in people:
        if person is not None:
            yield Concern(kind, person, subject, what)


_TOLD: Mapping[str, Callable[[_Said], Concerns]] = {
    "incident.declared": _of_incident,
    "incident.changed": _of_incident,
    "timeline.added": _of_milestone,
    "timeline.corrected": _of_milestone,
    "role.assigned": _of_role,
    "role.handed_over": _of_role,
    "action.added": _of_action,
    "action.changed": _of_action,
    "action.reminded": _of_action_due,
    "postmortem.reminded": _of_report,
    "silence.reminded": _of_silence,
    "silence.promise_near": _of_silence,
    "statement.drafted": _of_draft,
    "statement.void_told": _of_void,
    "statement.stale_told": _of_moved,
    "statement.released": _of_release,
    "comment.added": _of_comment,
    "comment.answered": _of_comment,
}
VERBS = tuple(_TOLD)
