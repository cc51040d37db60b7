"""Each sentence ever released can be traced to its figures, their sources and its approvers."""

from dataclasses import replace

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from incidents.models import Incident, TimelineEntry
from incidents.services.timeline_entry import EntryContent, correct_entry
from statements.models import Release
from statements.selectors.grounds import Grounds
from statements.selectors.lineage import lineage_of
from tests.statements.said_record import TO_PRESS, TO_STAFF, account, said_record
from tests.test_pages import MOST_QUERIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(db):
    return said_record()


@pytest.fixture
def page(client, said):
    def opened(who=None):
        client.force_login((who or said.writer).user)
        answer = client.get(reverse("lineage", args=[said.incident.year, said.incident.number]))
        return lxml.html.document_fromstring(answer.content.decode())

    return opened


def article(opened, statement):
    return " ".join(opened.get_element_by_id(f"said-{statement.pk}").text_content().split())


def test_releases_of_all_channels_stand_in_the_order_of_time_and_drafts_do_not(said):
    first, second, third = said.draft(), said.draft(TO_PRESS), said.draft()
    said.draft()
    for statement in (third, first, second):
        said.approve(statement, said.approver, said.communications)
        said.release(statement)
    found = [each.read.statement.pk for each in lineage_of(said.incident)]
    assert found == [third.pk, first.pk, second.pk]


def test_a_sentence_is_traced_to_figures_sources_and_approvers_as_they_were_then(said):
    statement = said.said()
    said.recount()
    (told,) = lineage_of(said.incident)
    count, time = told.figures
    assert (count.quoted.words, count.quoted.source) == ("about 1.6 million", "The press chief")
    assert [ground.words for ground in count.grounds] == ["revision 1 of Recipients"]
    assert [ground.page for ground in time.grounds] == ["incident_detail"]
    assert [approval.approver for approval in told.read.approvals] == [
        said.approver.user,
        said.communications.user,
    ]
    assert told.read.void == []
    assert [(moved.then, moved.now) for moved in told.read.moved] == [
        ("about 1.6 million", "1.4 million")
    ]
    assert told.release.statement == statement


def test_what_a_correction_rests_on_is_the_entry_that_was_corrected_since(said):
    said.said()
    entry = TimelineEntry.objects.get(milestone="detected")
    corrected = correct_entry(
        actor=said.commander,
        **said.on,
        entry_id=entry.pk,
        content=EntryContent("Doubled at least", entry.occurred_at, milestone="detected"),
        reason="Counted",
    )
    (told,) = lineage_of(said.incident)
    (ground,) = told.figures[1].grounds
    assert ground.at == entry.recorded_at
    assert (ground.entry, ground.anchor) == (corrected.pk, f"entry-{corrected.pk}")


def test_corrections_are_linked_both_ways_and_only_once_they_are_released(said, page):
    statement = said.said()
    plan = replace(TO_STAFF, title="Fewer", kind="correction", corrects_id=statement.pk)
    correction = said.draft(plan)
    assert lineage_of(said.incident)[0].corrected_by == []
    said.approve(correction)
    said.release(correction)
    opened = page()
    assert "Put right by: Fewer" in article(opened, statement)
    assert "It puts right: To all of staff" in article(opened, correction)
    for link in opened.xpath("//article//a[starts-with(@href, '#said-')]"):
        assert opened.get_element_by_id(link.get("href")[1:]).tag == "article"


def test_the_page_tells_the_whole_of_it(said, page):
    statement = said.draft(replace(TO_PRESS, language="en", is_oral=True))
    said.approve(statement, said.communications)
    said.release(
        statement,
        urgent_reason="It prints at six",
        recipients="The newspaper",
        spokesperson="The press chief",
    )
    said.print(statement)
    said.recount()
    told = article(page(), statement)
    for part in (
        "Press · Answer to a question · English · to The newspaper · spoken by The press chief",
        "No longer right: Recipients was “about 1.6 million”",
        "The message went to about 1.6 million Android users",
        "1,600,000 (1,500,000-1,700,000)",
        "revision 1 of Recipients",
        "Vibeke Lundsgaard approved",
        "for communications",
        "Rasmus Toftegaard released it",
        "Rasmus Toftegaard wrote version 1",
        "Released in haste: It prints at six",
        "the review is open",
        "Everybody got it",
        "These are not the words that were said.",
    ):
        assert part in told, part


def test_every_ground_leads_to_where_it_stands(client, said, page):
    said.said(text="{count:recipients}, {share:recipients}, {time:detected}, {moment:declared}.")
    links = page().xpath("//article//span[@class='source']/a/@href")
    assert len(links) == 5
    for link in links:
        address, _hash, anchor = link.partition("#")
        there = client.get(address).content.decode()
        assert not anchor or f'id="{anchor}"' in there, link


def test_before_anything_went_out_the_page_says_so(said, page):
    said.draft()
    assert "Nothing has gone out yet." in page().text_content()


def test_it_asks_as_little_for_hundreds_of_statements_as_for_one(client, said):
    first = said.said()
    said.print(first)
    client.force_login(said.writer.user)
    asked = [queries(client, said)]
    for number in range(30):
        statement = said.said(replace(TO_STAFF, title=f"Number {number}"))
        said.print(statement)
    said.correct(first)
    asked.append(queries(client, said))
    assert asked[0] == asked[1] <= MOST_QUERIES


def queries(client, said) -> int:
    address = reverse("lineage", args=[said.incident.year, said.incident.number])
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_a_restricted_incident_tells_nothing_to_who_may_not_know_of_it(client, said):
    said.said()
    Incident.objects.update(is_restricted=True)
    client.force_login(account("viewer", "Viggo Lund", "viggo@example.org").user)
    place = [said.incident.year, said.incident.number]
    assert client.get(reverse("lineage", args=place)).status_code == 404


def test_what_a_basis_names_that_is_nowhere_is_told_by_its_name(said):
    with translation.override("en"):
        grounds = Grounds(said.incident, [], [])
        found = grounds.of(["impact_estimate:1", "incident:declared_at", "stone"], "en")
    assert [ground.words for ground in found] == [
        "impact_estimate:1",
        "declaration of the incident",
        "stone",
    ]


def test_by_program_the_list_of_statements_traces_each_release_the_same_way(program, said):
    statement = said.said()
    correction = said.correct(statement)
    said.recount()
    listed = program(said.writer.user).send(
        "GET", f"incidents/{said.incident.reference}/statements"
    )
    by_id = {each["id"]: each for each in listed.json()["results"]}
    told = by_id[statement.pk]
    assert [each["approver"] for each in told["approvals"]] == [
        said.approver.user.pk,
        said.communications.user.pk,
    ]
    release = Release.objects.get(statement=statement)
    assert told["release"]["figures"][0]["basis"] == release.figures[0]["basis"]
    assert told["release"]["figures"][0]["source"] == "The press chief"
    assert by_id[correction.pk]["corrects"] == statement.pk
    assert told["moved"]
