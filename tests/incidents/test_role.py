import re
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.actor import Actor
from audit.models import LogEntry
from core.errors import Conflict, DomainError, NotPermitted
from incidents.models import RoleHeld, TimelineEntry
from incidents.selectors.log import handed_note_of
from incidents.services.incident import change_access
from incidents.services.role import assign_role, confirm_role, end_role, hand_over_role
from incidents.services.timeline_entry import EntryContent, add_entry
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def assign(commander, incident):
    def act(role, person):
        return assign_role(actor=commander, incident_id=incident.pk, role=role, person=person)

    return act


@pytest.fixture
def hand_over(commander, incident):
    def act(held, to, actor=commander):
        return hand_over_role(
            actor=actor, incident_id=incident.pk, role_held_id=held.pk, to=to, note="All calm"
        )

    return act


def test_a_hand_over_is_one_act_one_moment_and_nobody_leads_twice(
    assign, hand_over, commander, person
):
    held = assign("commander", commander.user)
    begun = hand_over(held, person("responder"))
    held.refresh_from_db()
    assert held.held_until == begun.held_from
    assert list(RoleHeld.objects.filter(held_until=None)) == [begun]
    verbs = LogEntry.objects.filter(subject_type="role_held").values_list("verb", flat=True)
    assert list(verbs) == ["role.assigned", "role.ended", "role.handed_over"]
    with pytest.raises(Conflict):
        hand_over(held, commander.user)


@pytest.fixture
def confirm(incident):
    def act(held, by):
        return confirm_role(actor=Actor(by, "web"), incident_id=incident.pk, role_held_id=held.pk)

    return act


def test_who_is_given_a_role_is_awaited_until_they_say_that_they_have_it(
    assign, hand_over, confirm, commander, person
):
    held = assign("commander", commander.user)
    assert not held.is_awaited
    begun = hand_over(held, person("responder"))
    assert begun.is_awaited
    assert handed_note_of(begun) == "All calm"
    assert handed_note_of(held) == ""
    with pytest.raises(NotPermitted):
        confirm(begun, commander.user)
    taken = confirm(begun, begun.person)
    assert not taken.is_awaited
    assert confirm(begun, begun.person).confirmed_at == taken.confirmed_at
    assert LogEntry.objects.filter(verb="role.confirmed").count() == 1


def test_what_was_handed_on_meanwhile_is_not_taken_over(
    assign, hand_over, confirm, commander, person
):
    begun = hand_over(assign("commander", commander.user), person("responder"))
    hand_over(begun, commander.user)
    with pytest.raises(Conflict):
        confirm(begun, begun.person)


def test_nothing_is_handed_over_past_what_others_recorded_since_it_was_read(
    assign, commander, incident, person
):
    on = {"incident_id": incident.pk}
    responder = person("responder")
    held = assign("commander", commander.user)
    seen = LogEntry.objects.latest("index").index
    add_entry(actor=commander, **on, content=EntryContent("My own", timezone.now()))
    add_entry(
        actor=Actor(responder, "web"), **on, content=EntryContent("It is worse", timezone.now())
    )
    give = partial(
        hand_over_role, actor=commander, **on, role_held_id=held.pk, to=responder, unsaid="Tired"
    )
    with pytest.raises(Conflict, match="others recorded 1 thing"):
        give(seen=seen)
    assert not TimelineEntry.objects.filter(text="Tired").exists()
    give(seen=LogEntry.objects.latest("index").index)


def test_the_page_says_what_came_meanwhile_keeps_what_was_typed_and_then_hands_over(
    assign, client, commander, incident, person
):
    held, responder = assign("commander", commander.user), person("responder")
    client.force_login(commander.user)
    address = reverse("role_hand_over", args=[incident.year, incident.number, held.pk])
    said = {"to": responder.pk, "note": "The press calls at six", "unsaid": "Queues grow"}

    def seen_in(page):
        return re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]

    said["seen"] = seen_in(client.get(address))
    add_entry(
        actor=Actor(responder, "web"),
        incident_id=incident.pk,
        content=EntryContent("Logins fail too", timezone.now()),
    )
    refused = client.post(address, said)
    page = refused.content.decode()
    assert refused.status_code == 422
    for words in ("others recorded 1 thing", "Logins fail too", "The press calls at six", "Queues"):
        assert words in page
    assert client.post(address, said | {"seen": seen_in(refused)}).status_code == 302
    client.force_login(responder)
    room = client.get(reverse("incident_detail", args=[incident.year, incident.number]))
    assert "not yet confirmed" in room.content.decode()
    begun = RoleHeld.objects.get(held_until=None)
    taking = reverse("role_confirm", args=[incident.year, incident.number, begun.pk])
    assert "The press calls at six" in client.get(taking).content.decode()
    assert client.post(taking).status_code == 302
    assert not RoleHeld.objects.get(pk=begun.pk).is_awaited


def test_a_role_taken_earlier_is_written_down_with_its_moment(commander, incident, person):
    on = {"actor": commander, "incident_id": incident.pk}
    noon = timezone.now() - timedelta(hours=3)
    held = assign_role(**on, role="scribe", person=commander.user, since=noon)
    assert held.held_from == noon
    for wrong in (noon - timedelta(minutes=1), timezone.now() + timedelta(hours=1)):
        with pytest.raises(DomainError) as refusal:
            hand_over_role(
                **on,
                role_held_id=held.pk,
                to=person("responder", f"{wrong.minute}@a.example"),
                since=wrong,
            )
        assert refusal.value.field == "since"
    later = noon + timedelta(hours=1)
    begun = hand_over_role(**on, role_held_id=held.pk, to=person("responder"), since=later)
    held.refresh_from_db()
    assert held.held_until == begun.held_from == later


def test_who_holds_a_role_may_hand_it_over_or_lay_it_down_and_no_other_responder(
    assign, hand_over, incident, person
):
    responder = person("responder")
    other = person("responder", "other@example.org")
    held = assign("scribe", responder)
    with pytest.raises(NotPermitted):
        hand_over(held, other, Actor(other, "web"))
    begun = hand_over(held, other, Actor(responder, "web"))
    end_role(actor=Actor(other, "web"), incident_id=incident.pk, role_held_id=begun.pk)
    assert not RoleHeld.objects.filter(held_until=None).exists()


def test_a_role_is_held_by_one_and_experts_are_several(assign, person):
    one, two = person("responder"), person("responder", "two@example.org")
    assign("deputy", one)
    with pytest.raises(Conflict):
        assign("deputy", two)
    assign("expert", one)
    assign("expert", two)
    with pytest.raises(Conflict):
        assign("expert", two)


def test_nobody_is_given_a_role_in_an_incident_they_may_not_see(
    assign, hand_over, commander, incident, person
):
    held = assign("commander", commander.user)
    change_access(
        actor=commander, incident_id=incident.pk, version=1, is_restricted=True, reason="Quiet"
    )
    stranger = person("responder")
    for act, field in (
        (partial(assign, "scribe", stranger), "person"),
        (partial(hand_over, held, stranger), "to"),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.field == field
    stranger.is_active = False
    stranger.save()
    with pytest.raises(DomainError):
        assign("expert", stranger)


def test_a_role_handed_to_who_holds_it_is_refused(assign, hand_over, commander):
    held = assign("commander", commander.user)
    with pytest.raises(DomainError) as refusal:
        hand_over(held, commander.user)
    assert refusal.value.field == "to"


@pytest.mark.django_db(transaction=True)
def test_of_those_who_take_or_pass_command_at_once_one_succeeds(
    assign, hand_over, commander, person
):
    people = [person("responder", f"{number}@example.org") for number in range(4)]
    takes = [partial(assign, "commander", each) for each in people]
    assert refusals(at_once(*takes)) == [Conflict] * 3
    (held,) = RoleHeld.objects.all()
    others = [each for each in people if each != held.person]
    assert refusals(at_once(*(partial(hand_over, held, to) for to in others))) == [Conflict] * 2
    assert RoleHeld.objects.filter(held_until=None).count() == 1
    assert RoleHeld.objects.count() == 2
