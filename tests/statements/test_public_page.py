"""What strangers read: what was said in public, in both languages, and nothing that was not."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from statuspage_prometheus_exporter import service_checker

from accounts.models import User
from audit.actor import system
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Status
from incidents.services.incident import (
    change_access,
    change_incident,
    change_status,
    declare_incident,
)
from incidents.services.link import link_incidents
from incidents.services.service import add_service
from incidents.services.timeline_entry import EntryContent, add_entry
from statements import shelf
from statements.models import Audience, Channel, PublicComponent, PublicPage
from statements.selectors.public_page import (
    Component,
    Impact,
    PublicIncident,
    PublicRecord,
    PublicStatement,
    Said,
    public_record,
)
from statements.selectors.statement import statement_in
from statements.services.approval import approve_statement
from statements.services.public_page import (
    Naming,
    add_component,
    change_component,
    switch_public_page,
)
from statements.services.release import Delivery, release_statement
from statements.services.statement import Plan, draft_statement
from statements.urls import PUBLIC

SYSTEM = system("command")
TOLD = Plan("Payments are slow", "customers", "website", "en")
DANISH = replace(TOLD, title="Betalinger er langsomme", language="da")
NAMES = [pattern.name for pattern in PUBLIC]
INTERNAL = "Database 7 of the eastern cluster fell over"


@pytest.fixture
def page(db):
    return switch_public_page(actor=SYSTEM, version=0, is_on=True, name="Fleet Payments")


@pytest.fixture
def card(db):
    return add_service(actor=SYSTEM, name="cardgw-east-7")


@pytest.fixture
def component(page, card):
    return add_component(actor=SYSTEM, service_id=card.pk, naming=Naming("Kort", "Cards"))


@pytest.fixture
def trouble(card, commander):
    return declare_incident(actor=commander, title=INTERNAL, severity="sev2", services=[card])


@pytest.fixture
def say(commander, person):
    """Draft, approve and release a statement."""
    second = replace(commander, user=person("communications"))

    def let_out(incident, plan=TOLD, text="We are **on** it.", **more):
        statement = draft_statement(actor=SYSTEM, incident_id=incident.pk, plan=plan, text=text)
        on = {"incident_id": incident.pk, "statement_id": statement.pk}
        on["digest"] = statement_in(incident, statement.pk).digest
        for who in (commander, second):
            approve_statement(actor=who, **on)
        release_statement(actor=second, **on, delivery=Delivery("Everybody on the list", **more))
        return statement

    return let_out


def read(name, language="en", **headers):
    """What a stranger is answered."""
    return Client().get(reverse(name), {"lang": language}, headers=headers)


def told(name, language="en"):
    return read(name, language).json()


def everything(language="en"):
    """All that strangers can read at all, as one text."""
    return "\n".join(read(name, language).content.decode() for name in NAMES)


# --- off and on ---------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("was_on", [False, True])
def test_while_it_is_off_there_is_nothing_at_any_of_its_addresses(say, trouble, was_on):
    if was_on:
        on = switch_public_page(actor=SYSTEM, version=0, is_on=True, name="Fleet")
        assert read("public_page").status_code == 200
        switch_public_page(actor=SYSTEM, version=on.version, is_on=False, name="Fleet")
    say(trouble)
    nowhere = {
        "/status/": Client().get("/nowhere"),
        "/api/v2/": Client().get("/api/v2/nowhere.json"),
    }
    for name in NAMES:
        ordinary = nowhere["/api/v2/" if "api" in reverse(name) else "/status/"]
        for answer in (Client().get(reverse(name)), Client().head(reverse(name))):
            assert answer.status_code == ordinary.status_code == 404
            assert answer.headers["Content-Type"] == ordinary.headers["Content-Type"]
            assert "ETag" not in answer.headers
        assert Client().post(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_and_not_written(page, name):
    answer = Client().post(reverse(name))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_only_who_sets_up_the_press_desk_switches_it_and_only_as_it_was_seen(page, commander):
    with pytest.raises(NotPermitted):
        switch_public_page(actor=commander, version=1, is_on=False, name="Fleet")
    with pytest.raises(Conflict):
        switch_public_page(actor=SYSTEM, version=0, is_on=False, name="Fleet")
    with pytest.raises(DomainError) as refusal:
        switch_public_page(actor=SYSTEM, version=1, is_on=True, name=" ")
    assert refusal.value.field == "name"
    again = switch_public_page(actor=SYSTEM, version=1, is_on=True, name="Fleet Payments")
    assert (again.version, PublicPage.objects.count()) == (1, 1)


def test_a_service_is_named_once_and_taken_off_without_being_forgotten(component, card):
    naming = Naming("Kortbetaling", "Card payments", position=3)
    with pytest.raises(DomainError) as refusal:
        add_component(actor=SYSTEM, service_id=card.pk, naming=naming)
    assert refusal.value.field == "service"
    with pytest.raises(NotFound):
        add_component(actor=SYSTEM, service_id=0, naming=naming)
    with pytest.raises(DomainError) as refusal:
        change_component(
            actor=SYSTEM, component_id=component.pk, version=1, naming=replace(naming, position=0)
        )
    assert refusal.value.field == "position"
    change_component(
        actor=SYSTEM,
        component_id=component.pk,
        version=1,
        naming=replace(naming, is_shown=False),
    )
    assert told("public_components")["components"] == []
    assert PublicComponent.objects.get().name_en == "Card payments"


def test_it_is_set_up_by_hand(client, person, card):
    client.force_login(person("administrator"))
    switch, added = reverse("public_page_switch"), reverse("component_add")
    refused = client.post(switch, {"name": "", "is_on": "on", "version": 0})
    assert refused.status_code == 422
    assert client.post(switch, {"name": "Fleet", "is_on": "on", "version": 0}).status_code == 302
    late = client.post(switch, {"name": "Other", "version": 0})
    assert late.status_code == 422
    assert b"Other" in late.content
    naming = {"service": card.pk, "name_da": "Kort", "name_en": "Cards", "position": 1}
    assert client.post(added, naming | {"is_shown": "on"}).status_code == 302
    shown = client.get(reverse("public_page_set_up")).content.decode()
    assert "Everybody can read it as Fleet" in shown
    assert "Cards" in read("public_page").content.decode()


# --- what is on it ------------------------------------------------------------------------------


def test_without_trouble_it_says_so_in_words(component):
    assert "Nothing is wrong that we know of." in read("public_page").content.decode()
    assert "Vi kender ikke til noget, der er galt." in read("public_page", "da").content.decode()
    assert told("public_status")["status"] == {
        "indicator": "none",
        "description": "All Systems Operational",
    }
    assert told("public_status", "da")["status"]["description"] == "Alle systemer virker"
    (shown,) = told("public_summary")["components"]
    assert (shown["name"], shown["status"]) == ("Cards", "operational")
    assert feedparser.parse(read("public_feed").content).entries == []


def test_what_happened_is_called_by_what_was_said_and_never_by_its_title_inside(
    component, say, trouble, card
):
    assert told("public_incidents")["incidents"] == []
    say(trouble)
    say(trouble, DANISH, "Vi arbejder på det.")
    (incident,) = told("public_incidents")["incidents"]
    assert (incident["name"], incident["status"]) == ("Payments are slow", "investigating")
    assert told("public_incidents", "da")["incidents"][0]["name"] == "Betalinger er langsomme"
    assert told("public_summary")["components"][0]["status"] == "partial_outage"
    assert told("public_status")["status"]["indicator"] == "major"
    for language in ("da", "en"):
        text = everything(language)
        for inside in (INTERNAL, card.name, trouble.reference, "Everybody on the list"):
            assert inside not in text


def test_of_all_audiences_and_ways_only_what_anybody_can_read_is_public(page, say, trouble):
    audiences, ways = list(Audience), list(Channel)
    for audience, way in product(audiences, ways):
        plan = replace(TOLD, title=f"To {audience} by {way}.", audience=audience, channel=way)
        if way.is_mass:
            say(trouble, replace(plan, audience_size=1000), typed_size=1000)
        else:
            say(trouble, plan)
    public = {
        f"To {audience} by {way}."
        for audience, way in product(("press", "customers"), ("website", "press_release", "social"))
    }
    shown = read("public_page").content.decode()
    for audience, way in product(audiences, ways):
        title = f"To {audience} by {way}."
        assert (title in shown) is (title in public)
    entries = feedparser.parse(read("public_feed").content).entries
    assert {each.title for each in entries} == public
    assert len(told("public_incidents")["incidents"][0]["incident_updates"]) == len(public)


def test_a_draft_and_an_approved_text_are_not_public(page, commander, trouble):
    statement = draft_statement(
        actor=SYSTEM, incident_id=trouble.pk, plan=TOLD, text="Not yet said."
    )
    approve_statement(
        actor=commander,
        incident_id=trouble.pk,
        statement_id=statement.pk,
        digest=statement_in(trouble, statement.pk).digest,
    )
    assert "Not yet said" not in everything()
    assert told("public_incidents")["incidents"] == []


def test_a_status_is_that_of_the_moment_it_was_said_in_and_that_of_now(page, say, trouble):
    say(trouble)
    version = trouble.version
    for status in ("monitoring", "closed"):
        version = change_status(
            actor=SYSTEM, incident_id=trouble.pk, version=version, status=status
        ).version
        say(trouble, replace(TOLD, title=f"It is {status}", kind="update"))
    (incident,) = told("public_incidents")["incidents"]
    updates = incident["incident_updates"]
    assert [each["status"] for each in updates] == ["resolved", "monitoring", "investigating"]
    assert incident["status"] == "resolved"
    assert incident["resolved_at"] == updates[0]["display_at"]
    assert incident["monitoring_at"] == updates[1]["display_at"]
    assert incident["started_at"] == incident["created_at"] == updates[2]["display_at"]
    assert told("public_incidents_unresolved")["incidents"] == []
    assert told("public_summary")["incidents"] == []
    assert told("public_status")["status"]["indicator"] == "none"


def test_what_is_written_down_later_has_the_status_of_when_it_was_said(page, say, trouble):
    at = timezone.now()
    change_status(
        actor=SYSTEM, incident_id=trouble.pk, version=trouble.version, status="monitoring"
    )
    trouble.refresh_from_db()
    change_status(actor=SYSTEM, incident_id=trouble.pk, version=trouble.version, status="resolved")
    say(trouble, released_at=at)
    (incident,) = told("public_incidents")["incidents"]
    assert [each["status"] for each in incident["incident_updates"]] == ["investigating"]
    assert (incident["status"], incident["resolved_at"]) == ("resolved", None)


def test_what_was_said_before_anything_was_recorded_has_the_status_of_now(page, say, trouble):
    change_status(
        actor=SYSTEM, incident_id=trouble.pk, version=trouble.version, status="monitoring"
    )
    say(trouble, released_at=trouble.declared_at - timedelta(days=1))
    (incident,) = told("public_incidents")["incidents"]
    assert [each["status"] for each in incident["incident_updates"]] == ["monitoring"]


def test_what_has_no_other_half_is_shown_in_both_languages_and_marked(page, say, trouble):
    english = say(trouble)
    danish = say(trouble, replace(DANISH, counterpart_id=english.pk), "Vi arbejder på det.")
    alone = say(trouble, replace(DANISH, title="Kun på dansk"), "Kun her.")
    shown = read("public_page", "en").content.decode()
    assert danish.title not in shown
    assert re.search(f'<h4 lang="da"\\s*>{alone.title}</h4>', shown)
    assert re.search(f'<h4 lang="en"\\s*>{english.title}</h4>', shown)
    titles = {each.title for each in feedparser.parse(read("public_feed", "da").content).entries}
    assert titles == {danish.title, alone.title}


def test_a_correction_shows_what_it_puts_right_and_the_other_that_it_was(page, say, trouble):
    first = say(trouble, text="It hit 1.6 million.")
    plan = replace(TOLD, title="Fewer were hit", kind="correction", corrects_id=first.pk)
    say(trouble, plan, "It was 1.4 million: devices had been counted.")
    shown = read("public_page").content.decode()
    for words in ("Corrected on", "Fewer were hit", "This corrects what was said on"):
        assert words in shown
    assert shown.count("It hit 1.6 million.") == 2
    assert shown.count("devices had been counted") == 1
    later, earlier = told("public_incidents")["incidents"][0]["incident_updates"]
    assert earlier["body"].startswith("Corrected on ")
    assert "It hit 1.6 million." in later["body"]
    assert earlier["updated_at"] == later["display_at"] > earlier["created_at"]
    newest, oldest = feedparser.parse(read("public_feed").content).entries
    assert "It hit 1.6 million." in newest.content[0].value
    assert oldest.updated > oldest.published
    assert told("public_incidents")["incidents"][0]["name"] == "Payments are slow"


def test_a_correction_in_one_language_marks_the_other_half_until_that_has_one_of_its_own(
    page, say, trouble
):
    def marks(language):
        return read("public_page", language).content.decode().count('class="stale"')

    english = say(trouble)
    danish = say(trouble, replace(DANISH, counterpart_id=english.pk))
    plan = replace(DANISH, title="Rettelse", kind="correction", corrects_id=danish.pk)
    danish_correction = say(trouble, plan)
    assert (marks("da"), marks("en")) == (1, 1)
    plan = replace(TOLD, title="Correction", kind="correction", corrects_id=english.pk)
    say(trouble, replace(plan, counterpart_id=danish_correction.pk))
    assert (marks("da"), marks("en")) == (1, 1)
    assert "Rettelse" not in read("public_page", "en").content.decode()


def test_every_place_that_is_linked_to_is_on_the_page_in_either_language(page, say, trouble):
    english = say(trouble)
    danish = say(trouble, replace(DANISH, counterpart_id=english.pk))
    say(trouble, replace(DANISH, title="Rettelse", kind="correction", corrects_id=danish.pk))
    for language in ("da", "en"):
        shown = read("public_page", language).content.decode()
        linked = set(re.findall(r'href="#(\w+)"', shown))
        assert linked
        assert linked <= set(re.findall(r'id="(\w+)"', shown))


def test_what_was_withdrawn_says_so_and_no_longer_names_what_happened(page, say, trouble):
    first = say(trouble, text="Somebody broke in.")
    say(trouble, replace(TOLD, title="Payments are slow today", kind="update"))
    plan = replace(TOLD, title="Nobody broke in", kind="withdrawal", corrects_id=first.pk)
    say(trouble, plan, "That was wrong.")
    shown = read("public_page").content.decode()
    assert "Withdrawn on" in shown
    assert "This takes back what was said on" in shown
    assert told("public_incidents")["incidents"][0]["name"] == "Payments are slow today"


def test_a_correction_of_what_was_said_inside_does_not_repeat_it(page, say, trouble):
    inside = say(trouble, replace(TOLD, audience="staff", channel="intranet"), "Cluster 7 fell.")
    asked = say(trouble, replace(TOLD, audience="press", channel="answer"), "About a million.")
    for corrected, title in ((inside, "First"), (asked, "Second")):
        plan = replace(TOLD, title=title, kind="correction", corrects_id=corrected.pk)
        say(trouble, plan, "It was otherwise.")
    text = everything()
    assert "Cluster 7 fell." not in text
    assert "About a million." in text


def test_words_stay_those_that_were_said(page, say, trouble, commander):
    say(trouble, text="It is dark.")
    before = everything()
    add_entry(
        actor=commander,
        incident_id=trouble.pk,
        content=EntryContent("Light again", timezone.now()),
    )
    assert everything() == before


# --- what is never on it ------------------------------------------------------------------------


def test_of_a_restricted_incident_nothing_is_left_as_soon_as_it_is_restricted(
    component, say, trouble, commander
):
    say(trouble, text="Secret words.")
    open_one = declare_incident(actor=commander, title="Another")
    link_incidents(actor=commander, incident_id=open_one.pk, target_id=trouble.pk, kind="triggered")
    say(open_one, replace(TOLD, title="Something else"))
    place = told("public_incidents_unresolved")["incidents"][-1]["id"]
    assert "Secret words." in everything()
    change_access(
        actor=commander,
        incident_id=trouble.pk,
        version=1,
        is_restricted=True,
        people=[],
        groups=[],
        reason="The police asked",
    )
    text = everything() + everything("da")
    for secret in ("Secret words.", TOLD.title, place):
        assert secret not in text
    assert told("public_summary")["components"][0]["status"] == "operational"
    assert "Something else" in text


def test_nobody_is_named(page, say, trouble):
    say(trouble, replace(TOLD, is_oral=True), spokesperson="Press chief Nina Nørgaard")
    User.objects.update(full_name="Nina Nørgaard")
    assert "Nina" not in everything()


HOSTILE = """# <script>alert(1)</script>

<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![x](https://evil.example/x.png)
</textarea><svg/onload=alert(1)> ]]> {count:recipients
"""


def test_hostile_words_are_inert_on_page_feed_and_json(page, say, trouble):
    say(
        trouble,
        replace(TOLD, title="<script>alert(2)</script> & \x0b more"),
        HOSTILE.rpartition("{")[0],
    )
    for name in NAMES:
        text = read(name).content.decode()
        assert not any(each in text for each in ("<script", "<img", "<svg", 'href="javascript'))
    parsed = feedparser.parse(read("public_feed").content)
    assert not parsed.bozo
    assert "alert(2)" in parsed.entries[0].title
    (update,) = told("public_incidents")["incidents"][0]["incident_updates"]
    assert "<" not in update["body"]
    assert "alert(1)" in update["body"]


def test_its_identifiers_tell_nobody_how_much_there_is(component, say, trouble):
    say(trouble)
    summary = told("public_summary")
    incident = summary["incidents"][0]
    ids = [
        summary["page"]["id"],
        incident["id"],
        incident["incident_updates"][0]["id"],
        summary["components"][0]["id"],
    ]
    assert all(len(each) == 12 and each.isalnum() for each in ids)
    assert len(set(ids)) == 4
    assert told("public_summary") == summary


# --- how it is served ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_an_unchanged_answer_is_304_for_the_price_of_one_row(page, say, trouble, name, commander):
    say(trouble)
    first = read(name)
    for tag in (first["ETag"], f"W/{first['ETag']}", f'"other", {first["ETag"]}'):
        with CaptureQueriesContext(connection) as queries:
            again = read(name, **{"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert [query["sql"] for query in queries] == [
            "SELECT index, leaf_hash FROM audit_entry ORDER BY index DESC LIMIT 1"
        ]
    assert read(name, **{"If-None-Match": '"other"'}).status_code == 200


def test_a_change_that_says_nothing_new_outside_keeps_the_tag_and_one_that_does_changes_it(
    page, say, trouble, commander
):
    say(trouble)
    tags = {name: read(name)["ETag"] for name in NAMES}
    content = EntryContent("Seen", timezone.now())
    add_entry(actor=commander, incident_id=trouble.pk, content=content)
    assert {name: read(name)["ETag"] for name in NAMES} == tags
    change_incident(
        actor=commander, incident_id=trouble.pk, version=1, changes={"severity": "sev1"}
    )
    changed = {name for name in NAMES if read(name)["ETag"] != tags[name]}
    assert {"public_page", "public_summary", "public_status", "public_incidents"} <= changed
    assert "public_feed" not in changed


def test_anybody_may_keep_it_but_asks_again_each_time(page):
    for name in NAMES:
        answer = read(name)
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert "Cookie" not in answer["Vary"]
        assert not answer.cookies
        json_only = "*" if "api" in reverse(name) else None
        assert answer.headers.get("Access-Control-Allow-Origin") == json_only


def test_who_asks_makes_no_difference(page, person, client):
    member = person("administrator")
    member.language = "da"
    member.save()
    client.force_login(member)
    with CaptureQueriesContext(connection) as queries:
        answers = [client.get(reverse(name)) for name in NAMES]
    assert not [query["sql"] for query in queries if "session" in query["sql"]]
    assert [each.content for each in answers] == [
        Client().get(reverse(name)).content for name in NAMES
    ]


def test_the_page_speaks_the_language_that_the_browser_asks_for_unless_the_address_names_one(page):
    def language(query="", accept=""):
        answer = Client().get(f"/status/{query}", headers={"Accept-Language": accept})
        return answer["Content-Language"], "Accept-Language" in answer["Vary"]

    assert language() == ("en", True)
    assert language(accept="da-DK,en;q=0.5") == ("da", True)
    assert language(accept="fr, da;q=0.3") == ("da", True)
    assert language("?lang=da", "en") == ("da", False)
    assert language("?lang=tlh", "da") == ("da", True)
    assert (
        Client().get("/api/v2/status.json", headers={"Accept-Language": "da"})["Content-Language"]
        == "en"
    )


def test_head_and_packed_answers_say_what_a_get_would(page):
    plain = Client().get("/status/")
    head = Client().head("/status/")
    assert (head.content, head["ETag"]) == (b"", plain["ETag"])
    assert int(head["Content-Length"]) == len(plain.content)
    packed = Client().get("/status/", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] == f"W/{plain['ETag']}"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content)
    for refusing in ("gzip;q=0", "br, gzip; q=0.0, identity"):
        answer = Client().get("/status/", headers={"Accept-Encoding": refusing})
        assert not answer.has_header("Content-Encoding")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_cut_is_made_anew(page):
    assert read("public_page").status_code == 200
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
    assert read("public_page").status_code == 200
    assert connection.connection.info.backend_pid != pid


def test_what_is_kept_in_a_process_does_not_grow(page, say, trouble, commander):
    for number in range(3):
        say(trouble, replace(TOLD, title=f"Update {number}"))
        everything()
        everything("da")
        assert len(shelf._standing.answers) == 2 * len(NAMES)


def test_many_incidents_are_told_of_with_few_questions(page, say, commander):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            public_record()
        return len(queries)

    def tell():
        say(declare_incident(actor=commander, title=INTERNAL, severity="sev3"))

    tell()
    few = asked()
    for _turn in range(3):
        tell()
    assert asked() == few <= 12


# --- what real programs make of it --------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_statuspage_client_reads_it_over_http(
    live_server, tmp_path, monkeypatch, component, say, trouble
):
    monkeypatch.chdir(tmp_path)  # it keeps what it read where it runs
    address = {"url": f"{live_server.url}/api/v2/summary.json"}
    calm = service_checker.check_service_status("calm", address)
    assert (calm["success"], calm["status"], calm["raw_status"]) == (True, 1, "none")
    assert calm["component_metadata"] == [
        {"name": "Cards", "status": "operational", "status_value": 1}
    ]
    say(trouble)
    hit = service_checker.check_service_status("hit", address)
    assert (hit["success"], hit["status"], hit["raw_status"]) == (True, 0, "major")
    assert hit["component_metadata"][0]["status"] == "partial_outage"
    (incident,) = hit["incident_metadata"]
    assert (incident["name"], incident["impact"]) == ("Payments are slow", "major")
    assert incident["affected_components"] == ["Cards"]
    assert "#" in incident["shortlink"]


@pytest.mark.django_db(transaction=True)
def test_a_feed_reader_reads_it_over_http_and_only_once(live_server, page, say, trouble):
    english = say(trouble)
    say(trouble, replace(DANISH, counterpart_id=english.pk), "Vi arbejder på det.")
    address = f"{live_server.url}/status/feed.atom?lang=da"
    feed = feedparser.parse(address)
    assert (feed.bozo, feed.version, feed.status) == (False, "atom10", 200)
    assert (feed.feed.title, feed.feed.language) == ("Fleet Payments", "da")
    (entry,) = feed.entries
    assert entry.title == DANISH.title
    assert entry.content[0].type == "text/html"
    assert entry.content[0].language == "da"
    assert "Vi arbejder på det." in entry.content[0].value
    assert entry.id.startswith("tag:")
    assert feedparser.parse(address, etag=feed.etag).status == 304


# --- whatever is said ---------------------------------------------------------------------------

KEYS = st.integers(0, 10**6).map(lambda number: f"k{number:07}")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 10**7).map(lambda passed: NEW_YEAR + timedelta(seconds=passed))
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@st.composite
def records(draw):
    """A public record of a few incidents, with any words."""
    keys = iter(draw(st.lists(KEYS, min_size=14, max_size=14, unique=True)))
    incidents = tuple(
        PublicIncident(
            key=next(keys),
            status=draw(st.sampled_from(list(Status)[:4])),
            impact=draw(st.sampled_from(list(Impact)[1:])),
            components=(),
            statements=tuple(_pairs(draw, keys)),
        )
        for _number in range(draw(st.integers(0, 3)))
    )
    service = Component(next(keys), draw(TEXTS), draw(TEXTS), 1, draw(MOMENTS), Impact.NONE)
    return PublicRecord(next(keys), draw(TEXTS), draw(MOMENTS), (service,), incidents)


def _pairs(draw, keys):
    """Statements alone or in both languages, the newest first."""
    languages = draw(st.sampled_from([["da"], ["en"], ["da", "en"], ["en", "da"]]))
    places = [next(keys) for _language in languages]
    for place, language in zip(places, languages, strict=True):
        words, at = draw(TEXTS), draw(MOMENTS)
        said = Said(place, draw(TEXTS), language, "update", words, at)
        others = [each for each in places if each != place]
        later = (replace(said, key="", at=at + timedelta(hours=1)),) * draw(st.integers(0, 1))
        yield PublicStatement(
            said, draw(st.sampled_from(list(Status)[:4])), None, "".join(others), None, later
        )


@given(records())
def test_every_public_statement_is_in_the_page_the_feed_and_the_json_of_its_language(record):
    for incident in record.incidents:
        for statement in incident.statements:
            language, place = statement.said.language, statement.said.key
            page = shelf._write(record, "page", language).body.decode()
            assert page.count(f'id="{place}"') == 1
            feed = feedparser.parse(shelf._write(record, "feed", language).body)
            assert not feed.bozo
            ids = [each.id for each in feed.entries]
            assert [each.endswith(f"2026:{place}") for each in ids].count(True) == 1
            told = json.loads(shelf._write(record, "incidents", language).body)
            updates = [each["id"] for one in told["incidents"] for each in one["incident_updates"]]
            assert updates.count(place) == 1


@given(records(), st.sampled_from(["da", "en"]))
def test_nothing_is_shown_twice_and_nothing_is_left_out_of_a_language(record, language):
    for incident in record.incidents:
        shown = incident.in_language(language)
        assert len({each.said.key for each in shown}) == len(shown)
        hidden = [each for each in incident.statements if each not in shown]
        shown_keys = {each.said.key for each in shown}
        assert all(each.counterpart in shown_keys for each in hidden)
        assert incident.named_by(language) in {each.said for each in incident.statements}
