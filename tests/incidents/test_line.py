from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import Conflict, DomainError, NotFound
from incidents.models import ActionItem, ImpactEstimate, TimelineEntry
from incidents.selectors.line import Unclear, understood
from incidents.services.action_item import Plan, change_action, reopen_action, withdraw_action
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import change_status
from incidents.services.line import NotYetShown, undo_line, write_line
from incidents.services.timeline_entry import EntryContent

NOW = timezone.now()


@pytest.fixture
def write(commander, incident):
    """Send a line as somebody who has seen what it does."""

    def send(text, actor=commander):
        incident.refresh_from_db()
        meant = understood(incident, text, actor, NOW)
        return write_line(
            actor=actor,
            incident_id=incident.pk,
            said=EntryContent(text, NOW),
            now=NOW,
            shown=meant.mark,
        )

    return send


@pytest.fixture
def undo(commander, incident):
    def take_back(entry):
        return undo_line(
            actor=commander, incident_id=incident.pk, entry_id=entry.pk, reason="A slip"
        )

    return take_back


@pytest.fixture
def rasmus(db):
    person = User.objects.create_user("rasmus@example.org", full_name="Rasmus Toftegaard")
    person.groups.set(User.objects.get(email="commander@example.org").groups.all())
    return person


def test_a_line_stands_at_the_time_it_names(write):
    (entry,) = write("5 min ago Logins fail")
    assert (entry.text, entry.occurred_at) == ("Logins fail", NOW - timedelta(minutes=5))
    assert entry.did is None


def test_a_status_is_set_and_told_by_an_entry(write, incident):
    (entry,) = write("/status monitoring logins are back")
    incident.refresh_from_db()
    assert incident.status == "monitoring"
    assert (entry.kind, entry.text) == ("status", "Status: Monitoring. logins are back")


def test_what_a_command_does_is_seen_before_it_is_done(commander, incident):
    said = EntryContent("/sev 1", NOW)
    with pytest.raises(NotYetShown) as refusal:
        write_line(actor=commander, incident_id=incident.pk, said=said, now=NOW)
    assert refusal.value.meant.will == "Severity: SEV1"
    incident.refresh_from_db()
    assert incident.severity == "sev3"
    assert not TimelineEntry.objects.exists()


def test_what_was_seen_of_another_line_does_not_count(commander, incident):
    seen = understood(incident, "/sev 1", commander, NOW).mark
    said = EntryContent("/sev 2", NOW)
    with pytest.raises(NotYetShown):
        write_line(actor=commander, incident_id=incident.pk, said=said, now=NOW, shown=seen)


def test_several_lines_are_entries_together_or_none(write, commander, incident):
    first, second = write("14:05 Logins fail\n14:07 Somebody looks")
    assert (first.text, second.text) == ("Logins fail", "Somebody looks")
    before = LogEntry.objects.count()
    with pytest.raises(DomainError):
        write("14:05 Logins fail\n14:07 " + "x" * 1_000_001)
    assert LogEntry.objects.count() == before


@pytest.mark.parametrize("text", ["/status monitoring", "/sev 1"])
def test_what_a_line_set_is_undone_with_it(write, undo, incident, text):
    standing = (incident.status, incident.severity)
    (entry,) = write(text)
    undone = undo(entry)
    incident.refresh_from_db()
    assert (incident.status, incident.severity) == standing
    assert undone.is_retraction
    assert undone.reason == "A slip"


def test_what_somebody_changed_since_is_not_undone(write, undo, commander, incident):
    (entry,) = write("/status monitoring")
    change_status(actor=commander, incident_id=incident.pk, status="resolved", version=2)
    with pytest.raises(Conflict, match="Nothing was undone"):
        undo(entry)
    assert not TimelineEntry.objects.filter(is_retraction=True).exists()


def test_an_entry_with_which_nothing_was_done_has_nothing_to_undo(write, undo):
    (entry,) = write("Logins fail")
    with pytest.raises(NotFound):
        undo(entry)


def test_a_role_goes_to_whoever_is_named_and_back(write, undo, incident, commander, rasmus):
    write("/role commander @me")
    (entry,) = write("/role commander @rasmus")
    held = incident.roles_held.get(held_until=None)
    assert held.person == rasmus
    undo(entry)
    assert incident.roles_held.get(held_until=None).person == commander.user


def test_a_role_nobody_held_is_nobodys_again(write, undo, incident, rasmus):
    (entry,) = write("/role scribe @Rasmus Toftegaard")
    undo(entry)
    assert not incident.roles_held.filter(held_until=None).exists()


def test_a_count_is_believed_until_it_is_undone(write, undo, incident):
    group = add_group(actor=system(), incident_id=incident.pk, value=Group("Recipients"))
    (entry,) = write("/impact recip about 1.6 million")
    latest = group.estimates.latest("revision")
    assert (latest.low, latest.best, latest.high) == (1_550_000, 1_600_000, 1_650_000)
    undo(entry)
    assert group.estimates.latest("revision").best is None
    guess = Estimate(1, 2, 3, NOW, "The log")
    revise_estimate(
        actor=system(),
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=2,
        value=guess,
        reason="Counted",
    )
    undo(write("/impact recipients 9")[0])
    assert group.estimates.latest("revision").best == 2


def test_a_group_nobody_named_yet_is_named(write, incident):
    write("/impact people locked out unknown")
    estimate = ImpactEstimate.objects.get()
    assert (estimate.group.name, estimate.is_unknown) == ("People locked out", True)


def test_work_is_planned_with_owner_and_day(write, rasmus):
    write("/action Rehearse the pause @rasmus due 2027-01-15")
    action = ActionItem.objects.get()
    assert (action.title, action.owner, str(action.due_on)) == (
        "Rehearse the pause",
        rasmus,
        "2027-01-15",
    )


def test_work_that_a_line_planned_is_withdrawn_with_it(write, undo):
    (entry,) = write("/action Rehearse the pause")
    undone = undo(entry)
    action = ActionItem.objects.get()
    assert (action.withdrawn_reason, action.is_open) == ("A slip", False)
    assert undone.is_retraction


@pytest.mark.parametrize("touched", ["changed", "withdrawn and taken up again"])
def test_work_that_somebody_touched_since_is_not_withdrawn(
    write, undo, commander, incident, touched
):
    (entry,) = write("/action Rehearse the pause")
    on = {
        "actor": commander,
        "incident_id": incident.pk,
        "action_id": ActionItem.objects.get().pk,
    }
    if touched == "changed":
        change_action(**on, version=1, plan=Plan("Rehearse it twice"))
    else:
        withdraw_action(**on, reason="Needless")
        reopen_action(**on, reason="Needed")
    with pytest.raises(Conflict, match="Nothing was undone"):
        undo(entry)
    assert ActionItem.objects.get().is_open
    assert not TimelineEntry.objects.filter(is_retraction=True).exists()


def test_a_name_that_fits_nobody_or_several_is_asked_about(write, rasmus):
    User.objects.create_user("ra@example.org", full_name="Rasmus Bo").groups.set(
        rasmus.groups.all()
    )
    with pytest.raises(Unclear) as several:
        write("/role scribe @rasmus")
    assert several.value.candidates == ["@ra@example.org", "@rasmus@example.org"]
    with pytest.raises(Unclear) as nobody:
        write("/role scribe @olga")
    assert "@rasmus@example.org" in nobody.value.candidates


def test_nobody_is_named_who_may_not_see_the_incident(write, incident, commander):
    User.objects.create_user("olga@example.org", full_name="Olga Outside")
    with pytest.raises(Unclear) as refusal:
        write("/role scribe @olga")
    assert "olga@example.org" not in str(refusal.value.candidates)


def test_a_group_that_is_nearly_called_so_is_asked_about(write, incident):
    add_group(actor=system(), incident_id=incident.pk, value=Group("Recipients"))
    with pytest.raises(Unclear) as refusal:
        write("/impact recipeints 5")
    assert refusal.value.candidates == ["Recipients"]


def test_a_role_that_may_not_lead_may_not_by_a_command_either(write, person):
    responder = Actor(person("responder"), "web")
    with pytest.raises(DomainError, match="Your role does not allow this"):
        write("/sev 1", responder)
    assert write("/impact recipients 5", responder)


# --- the page --------------------------------------------------------------------------------


@pytest.fixture
def box(client, commander, incident):
    client.force_login(commander.user)

    def send(text, **more):
        place = [incident.year, incident.number]
        said = {"text": text, "precision": "minute", "kind": "observation"}
        return client.post(reverse("entry_add", args=place), said | more)

    return send


def test_without_scripts_a_command_is_shown_first_and_done_when_it_is_sent_again(box, incident):
    answer = box("/sev 1")
    assert answer.status_code == 422
    assert "This will be done:" in answer.content.decode()
    mark = answer.context["meant"].mark
    assert box("/sev 1", shown=mark).status_code == 302
    incident.refresh_from_db()
    assert incident.severity == "sev1"


def test_a_moment_given_in_the_form_is_the_moment_whatever_the_words_say(box):
    box("14:05 Logins fail", occurred_at="2026-11-04T15:00")
    assert TimelineEntry.objects.get().text == "14:05 Logins fail"


def test_while_it_is_written_a_line_says_what_it_would_do(client, commander, incident):
    client.force_login(commander.user)
    place = reverse("entry_meaning", args=[incident.year, incident.number])
    answer = client.post(place, {"text": "/status monitoring"})
    assert "Status: Monitoring" in answer.content.decode()
    assert "no such command" in client.post(place, {"text": "/stat x"}).content.decode()
    assert client.post(place, {"text": "Logins fail"}).content.decode().strip() == ""
    assert not TimelineEntry.objects.exists()


def test_an_entry_with_which_something_was_done_offers_to_undo_it(client, write, incident):
    (entry,) = write("/sev 1")
    client.force_login(User.objects.get(email="commander@example.org"))
    place = [incident.year, incident.number]
    page = client.get(reverse("incident_detail", args=place)).content.decode()
    assert reverse("entry_undo", args=[*place, entry.pk]) in page
    answer = client.post(reverse("entry_undo", args=[*place, entry.pk]), {"reason": "A slip"})
    assert answer.status_code == 302
    incident.refresh_from_db()
    assert incident.severity == "sev3"
