from functools import partial

import pytest

from audit.actor import Actor
from audit.models import LogEntry, LogPayload
from core.errors import Conflict, DomainError, NotFound
from incidents.models import IncidentLink
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents, unlink_incidents
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(commander):
    return [declare_incident(actor=commander, title=title) for title in ("One", "Two", "Three")]


@pytest.fixture
def link(commander):
    def act(source, target, kind="triggered"):
        return link_incidents(
            actor=commander, incident_id=source.pk, target_id=target.pk, kind=kind
        )

    return act


def test_a_circle_of_triggers_is_refused_and_says_why(link, three):
    one, two, three = three
    link(one, two)
    link(two, three)
    for source, target in ((two, one), (three, two), (three, one)):
        with pytest.raises(DomainError) as refusal:
            link(source, target)
        assert refusal.value.field == "target"
        assert f"{target.reference} led to {source.reference}" in str(refusal.value.message)
    assert IncidentLink.objects.count() == 2


def test_two_ways_to_the_same_end_are_no_circle(link, three):
    one, two, three = three
    link(one, two)
    link(two, three)
    link(one, three)
    assert IncidentLink.objects.count() == 3


def test_only_triggers_go_one_way(link, three):
    one, two, _three = three
    link(one, two)
    link(two, one, "related")
    link(one, two, "related")
    link(two, one, "recurrence")
    assert IncidentLink.objects.count() == 4


def test_a_circle_can_be_closed_once_the_link_in_its_way_was_taken_back(commander, link, three):
    one, two, _three = three
    first = link(one, two)
    unlink_incidents(actor=commander, incident_id=one.pk, link_id=first.pk, reason="Reversed")
    link(two, one)
    gone = LogEntry.objects.get(verb="incident.unlinked")
    content = LogPayload.objects.get(pk=gone.pk).content
    assert content["before"] == {"source": one.pk, "kind": "triggered", "target": two.pk}
    assert (content["after"], content["reason"]) == (None, "Reversed")


def test_what_was_said_already_or_of_itself_is_refused(link, three):
    one, two, _three = three
    link(one, two)
    with pytest.raises(Conflict):
        link(one, two)
    with pytest.raises(DomainError):
        link(one, one, "related")


def test_a_hidden_incident_can_neither_be_linked_to_nor_unlinked_from(
    commander, link, three, person
):
    hidden = declare_incident(actor=commander, title="Quiet", is_restricted=True)
    kept = link(three[0], hidden)
    other = Actor(person("responder"), "web")
    with pytest.raises(NotFound):
        link_incidents(actor=other, incident_id=three[1].pk, target_id=hidden.pk, kind="related")
    with pytest.raises(NotFound):
        unlink_incidents(actor=other, incident_id=three[0].pk, link_id=kept.pk, reason="Wrong")


def test_a_circle_through_a_hidden_incident_does_not_tell_of_it(commander, link, three, person):
    one, two, three = three
    hidden = declare_incident(actor=commander, title="Quiet", is_restricted=True)
    link(one, hidden)
    link(hidden, two)
    with pytest.raises(DomainError):
        link(two, one)
    other = Actor(person("responder"), "web")
    assert link_incidents(actor=other, incident_id=two.pk, target_id=one.pk, kind="triggered")
    link(two, three)
    with pytest.raises(DomainError, match=f"{one.reference} led to|{two.reference} led to"):
        link_incidents(actor=other, incident_id=three.pk, target_id=two.pk, kind="triggered")


@pytest.mark.django_db(transaction=True)
def test_of_the_halves_of_a_circle_added_at_once_one_is_refused(link, three):
    one, two, three = three
    halves = [partial(link, one, two), partial(link, two, three), partial(link, three, one)]
    for _round in range(5):
        assert refusals(at_once(*halves)) == [DomainError]
        assert IncidentLink.objects.count() == 2
        IncidentLink.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_links_both_ways_at_once_wait_for_each_other_and_never_hang(link, three):
    one, two, _three = three
    ways = [partial(link, one, two, "related"), partial(link, two, one, "related")]
    assert refusals(at_once(*ways)) == []
    assert IncidentLink.objects.count() == 2
