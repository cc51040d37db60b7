"""Following the log, and what becomes of what people are told. None of it is part of the record."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.models import LogEntry
from incidents.models import Incident
from notifications.models import Notification
from notifications.selectors.concerned import VERBS, concerned_by
from notifications.selectors.notification import FOLLOWER
from notifications.selectors.wish import wanted_by
from statements.models import LogFollower

# So much of the log is read at a time.
MOST = 500
# Waited for after each failure of the mail server; after the last the message is given up.
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720)]
# Longer than a mail server is waited for: whoever was sending and died is not waited for longer.
SENDING = timedelta(minutes=5)
# What is said in one act, as of each of several approvals, is told once.
TOGETHER = timedelta(seconds=30)
KEPT_READ, KEPT = timedelta(days=30), timedelta(days=90)


@transaction.atomic
def follow_log(now: datetime) -> bool:
    """Note who is to be told of what was logged since the last time; True when there is more.

    The cursor moves in the same transaction, so nothing is left out and nothing is noted twice.
    Where nobody followed before, it begins with what is logged from now on.
    """
    newest = LogEntry.objects.order_by("-index").values_list("index", flat=True).first()
    begin = -1 if newest is None else newest
    LogFollower.objects.get_or_create(name=FOLLOWER, defaults={"index": begin})
    follower = LogFollower.objects.select_for_update().get(name=FOLLOWER)
    until = min(begin, follower.index + MOST)
    entries = LogEntry.objects.filter(
        index__gt=follower.index, index__lte=until, verb__in=VERBS, incident_id__isnull=False
    )
    for entry in entries.select_related("payload").order_by("index"):
        _note(entry, now)
    if until > follower.index:
        follower.index = until
        follower.save()
    return until < begin


def _note(entry: LogEntry, now: datetime) -> None:
    concerned = list(concerned_by(entry))
    if entry.incident_id is None or not concerned:
        return
    numbers = {concern.person for concern in concerned}
    people = {each.pk: each for each in User.objects.filter(pk__in=numbers, is_active=True)}
    wanted = wanted_by(people.values())
    told = [
        Notification(
            person=people[concern.person],
            kind=concern.kind,
            what=concern.what,
            incident_id=entry.incident_id,
            index=entry.index,
            subject_id=concern.subject,
            made_at=entry.recorded_at,
            is_in_page=wanted[concern.person].is_in_page(concern.kind),
            mail_due_at=wanted[concern.person].mail_due_at(concern.kind, now),
        )
        for concern in concerned
        if concern.person in people
    ]
    # Not even a number tells that there is an incident one may not know of.
    here = Incident.objects.filter(pk=entry.incident_id)
    seen = [
        each
        for each in told
        if (each.is_in_page or each.mail_due_at)
        and here.filter(pk__in=Incident.objects.visible_to(each.person)).exists()
    ]
    _replace_the_same(seen)
    Notification.objects.bulk_create(seen, ignore_conflicts=True)


def _replace_the_same(told: Iterable[Notification]) -> None:
    """What is told again before anybody read it or got mail of it stands there once."""
    for each in told:
        Notification.objects.filter(
            person=each.person,
            kind=each.kind,
            what=each.what,
            incident=each.incident_id,
            subject_id=each.subject_id,
            read_at=None,
            mailed_at=None,
            batch=None,
            made_at__gt=each.made_at - TOGETHER,
        ).delete()


@transaction.atomic
def claim_mail(now: datetime) -> list[Notification] | None:
    """Take what is due to one person as one message, to be sent once this is committed.

    What was to be one message before is one again, with nothing added, so that a message that comes
    twice can be told from two. What they want by now counts: what they no longer want is dropped,
    what fell into quiet hours waits for their end, and of an incident they may no longer see
    nothing is said; so it can be none. None when nothing is due to anybody.
    """
    due = Notification.objects.to_be_mailed().filter(mail_due_at__lte=now)
    first = due.order_by("mail_due_at", "pk").select_for_update(skip_locked=True).first()
    if first is None:
        return None
    theirs = list(
        due.filter(person=first.person_id, batch=first.batch)
        .order_by("index", "pk")
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("person", "incident")
    )
    person = theirs[0].person
    wanted = wanted_by([person])[person.pk]
    seen = set(
        Notification.objects.visible_to(person)
        .filter(pk__in=[each.pk for each in theirs])
        .values_list("pk", flat=True)
    )
    batch = first.batch or uuid4()
    taken = []
    for each in theirs:
        held = wanted.held_until(each.kind, now)
        if not (person.is_active and each.pk in seen and wanted.is_by_mail(each.kind)):
            each.mail_due_at = None
        elif held > now:
            each.mail_due_at = held
        else:
            each.batch, each.mail_due_at = batch, now + SENDING
            taken.append(each)
    Notification.objects.bulk_update(theirs, ["mail_due_at", "batch"])
    return taken


def mail_sent(told: Iterable[Notification], now: datetime) -> None:
    """The mail server has them, or there was nothing left to say."""
    Notification.objects.filter(pk__in=[each.pk for each in told]).update(mailed_at=now)


@transaction.atomic
def mail_failed(told: Sequence[Notification], now: datetime) -> None:
    """The mail server did not take them: they are due again later, or given up after many times."""
    for each in told:
        if each.attempts < len(BACKOFF):
            each.mail_due_at = now + BACKOFF[each.attempts]
        else:
            each.given_up = True
        each.attempts += 1
    Notification.objects.bulk_update(told, ["mail_due_at", "attempts", "given_up"])


def mark_read(person: User, numbers: Iterable[int] | None = None) -> None:
    """The person has read these, or all of them, also those they may no longer see."""
    unread = Notification.objects.filter(person=person, is_in_page=True, read_at=None)
    if numbers is not None:
        unread = unread.filter(pk__in=numbers)
    unread.update(read_at=timezone.now())


def forget_old(now: datetime) -> None:
    """Remove what was read a month ago, and what is older than three."""
    Notification.objects.filter(read_at__lt=now - KEPT_READ).delete()
    Notification.objects.filter(made_at__lt=now - KEPT).delete()
