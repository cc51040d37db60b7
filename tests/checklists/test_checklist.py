"""Keeping checklists: nothing is overwritten, and only those who keep them may."""

from dataclasses import replace

import pytest
from django.urls import reverse

from audit.actor import Actor
from audit.models import LogEntry
from audit.verification import examine
from checklists.models import Checklist
from checklists.selectors.checklist import offered_in, versions_of
from checklists.services.checklist import add_checklist, change_checklist, withdraw_checklist
from checklists.steps import Step, as_read
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.selectors.log_entry import read_entries
from tests.full_record import STEPS

pytestmark = pytest.mark.django_db
NEXT = replace(STEPS, steps=[*STEPS.steps, Step("Tell the press desk")])


@pytest.fixture
def keeper(person):
    return Actor(person("administrator"), "web")


@pytest.fixture
def checklist(keeper):
    return add_checklist(actor=keeper, value=STEPS)


def test_a_change_is_a_new_version_and_the_earlier_stays_as_it_was(keeper, checklist):
    changed = change_checklist(actor=keeper, slug=checklist.slug, version=1, value=NEXT)
    assert [each.version for each in versions_of(checklist.slug)] == [2, 1]
    assert len(as_read(changed.steps)) == 4
    checklist.refresh_from_db()
    assert len(as_read(checklist.steps)) == 3
    assert Checklist.objects.newest().get(slug=checklist.slug) == changed
    assert examine().problem is None


def test_a_given_list_is_changed_like_any_other_and_the_log_still_agrees(keeper):
    change_checklist(actor=keeper, slug="login-overload", version=1, value=NEXT)
    withdraw_checklist(actor=keeper, slug="mistaken-mass-message", version=1, reason="No pushes")
    assert examine().problem is None


def test_the_log_tells_the_steps_in_words(keeper, checklist):
    change_checklist(actor=keeper, slug=checklist.slug, version=1, value=NEXT)
    entry = LogEntry.objects.select_related("payload").latest("index")
    (told,) = read_entries([entry], keeper.user)
    assert (told.verb, told.subject) == ("New version of a checklist", "Checklist Before lunch")
    (steps,) = [each for each in told.differences if each.label == "Steps"]
    assert steps.before == "Somebody leads, Commander, 5 min; Somebody writes, Scribe; Stop it"
    assert steps.after.endswith("Stop it; Tell the press desk")


def test_two_who_change_it_at_once_lose_nothing(keeper, checklist):
    change_checklist(actor=keeper, slug=checklist.slug, version=1, value=NEXT)
    with pytest.raises(Conflict) as refusal:
        change_checklist(
            actor=keeper, slug=checklist.slug, version=1, value=replace(STEPS, name="Mine")
        )
    assert refusal.value.field == "version"


def test_a_withdrawn_list_is_offered_no_more_and_its_name_is_free(keeper, checklist, incident):
    assert checklist in offered_in(incident)
    withdraw_checklist(actor=keeper, slug=checklist.slug, version=1, reason="Nobody eats")
    assert checklist not in offered_in(incident)
    again = add_checklist(actor=keeper, value=STEPS)
    assert (again.name, again.slug) == (checklist.name, "before-lunch-2")
    with pytest.raises(Conflict, match="withdrawn"):
        change_checklist(actor=keeper, slug=checklist.slug, version=1, value=NEXT)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "login OVERLOAD"}, "name"),
        ({"language": "de"}, "language"),
        ({"severities": ["sev9"]}, "severities"),
        ({"categories": ["weather"]}, "categories"),
        ({"steps": []}, "steps"),
        ({"steps": [Step("Stop", "king")]}, "steps"),
        ({"steps": [Step("Stop | go")]}, "steps"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(keeper, wrong, field):
    with pytest.raises(DomainError) as refusal:
        add_checklist(actor=keeper, value=replace(STEPS, **wrong))
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Før åbning", "foer-aabning"), ("write", "write-2"), ("!!!", "checklist")],
)
def test_each_list_has_a_place_of_its_own(keeper, name, slug):
    assert add_checklist(actor=keeper, value=replace(STEPS, name=name)).slug == slug


def test_those_who_lead_incidents_do_not_change_the_lists(commander, checklist):
    for act in (
        lambda: add_checklist(actor=commander, value=NEXT),
        lambda: change_checklist(actor=commander, slug=checklist.slug, version=1, value=NEXT),
        lambda: withdraw_checklist(actor=commander, slug=checklist.slug, version=1, reason="No"),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_what_never_was_is_not_there(keeper):
    with pytest.raises(NotFound):
        change_checklist(actor=keeper, slug="nothing", version=1, value=NEXT)


def test_a_refused_form_keeps_what_was_typed_and_says_which_line(client, keeper):
    client.force_login(keeper.user)
    typed = {"name": "Evening", "language": "en", "steps": "Go home\nLock up | Captain"}
    answer = client.post(reverse("checklist_add"), typed, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Lock up | Captain" in page
    assert "Captain” is neither a role nor a time" in page


def test_html_in_a_step_is_words(client, keeper, commander, incident):
    harm = Step("<script>alert(1)</script> stop")
    made = add_checklist(actor=keeper, value=replace(STEPS, steps=[harm]))
    client.force_login(commander.user)
    begin = {"checklist": f"{made.slug}.1"}
    place = {"year": incident.year, "number": incident.number}
    client.post(reverse("checklist_begin", kwargs=place), begin)
    begun = incident.checklists.get()
    client.post(reverse("step_tick", kwargs=place | {"begun_id": begun.pk}), {"step": 1})
    for name in ("incident_checklists", "incident_detail"):
        page = client.get(reverse(name, kwargs=place)).content.decode()
        assert "<script>alert" not in page
        assert "alert(1)" in page
