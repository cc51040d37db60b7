import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.services.action_item import Plan, add_action
from incidents.services.timeline_entry import add_entry
from tests.full_record import SEEN

MOST_QUERIES = 12


@pytest.fixture
def entry(commander, incident):
    return add_entry(
        actor=commander,
        incident_id=incident.pk,
        content=replace(SEEN, text="A <b>quokka</b> was seen"),
    )


@pytest.fixture
def page(client, commander):
    client.force_login(commander.user)

    def get(**query):
        return client.get("/search", query)

    return get


def test_a_passage_leads_to_its_very_place_with_the_words_marked(page, entry):
    text = page(q="quokka").content.decode()
    assert f"?entry={entry.pk}#entry-{entry.pk}" in text
    assert "&lt;b&gt;<mark>quokka</mark>&lt;/b&gt;" in text


def test_a_hit_without_a_heading_is_led_to_by_the_title_of_its_incident(page, entry, incident):
    text = page(q="quokka").content.decode()
    (link,) = re.findall(r'<a href="[^"]*#entry-\d+">(.*?)</a>', text, re.DOTALL)
    assert " ".join(link.split()) == incident.title


def test_a_reference_leads_straight_to_its_incident(page, incident):
    answer = page(q=f" {incident.reference.lower()} ")
    assert answer.url == f"/incidents/{incident.reference}"
    assert page(q="INC-1900-0001").status_code == 200


def test_a_question_that_is_refused_stays_in_its_field(page, db):
    answer = page(q="-alone")
    assert answer.status_code == 422
    assert 'value="-alone"' in answer.content.decode()


def test_more_of_a_kind_stands_on_pages_of_its_own(page, commander, incident):
    for number in range(23):
        plan = Plan(title=f"Feed quokka number {number}")
        add_action(actor=commander, incident_id=incident.pk, plan=plan)
    assert page(q="quokka").content.decode().count("#action-") == 5
    assert page(q="quokka", kind="action").content.decode().count("#action-") == 20
    assert page(q="quokka", kind="action", page=2).content.decode().count("#action-") == 3
    for odd in ("0", "99", "x", "1" * 30):
        assert page(q="quokka", kind="action", page=odd).status_code == 200


@pytest.mark.parametrize(
    "odd", [{"kind": "x"}, {"since": "soon"}, {"status": "x"}, {"severity": "\0"}]
)
def test_a_filter_that_cannot_be_read_filters_nothing(page, entry, odd):
    assert page(q="quokka", **odd).status_code == 200


def test_a_search_asks_the_database_at_most_twelve_times(page, entry):
    with CaptureQueriesContext(connection) as queries:
        page(q="quokka")
    assert len(queries) <= MOST_QUERIES
