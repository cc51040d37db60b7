import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import LogEntry
from incidents.models import Incident, TimelineEntry
from incidents.services.impact import Group, add_group
from incidents.services.incident import change_incident, declare_incident
from incidents.services.timeline_entry import EntryContent, add_entries
from postmortems.services.postmortem import start_postmortem
from postmortems.services.section import write_section
from tests.full_record import keep_record


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


def page(incident, name="incident_detail"):
    return reverse(name, args=[incident.year, incident.number])


def test_one_field_is_enough_to_declare(browser):
    answer = browser.post(
        reverse("incident_declare"),
        {"title": "Logins fail", "severity": "sev3", "category": "outage"},
        follow=True,
    )
    assert "Logins fail" in answer.content.decode()
    assert Incident.objects.count() == 1


def test_each_section_of_an_incident_has_a_title_of_its_own(browser, incident):
    sections = ["detail", "actions", "similar", "statements"]
    names = [f"incident_{name}" for name in sections] + ["impact_detail", "postmortem_detail"]
    pages = [browser.get(page(incident, name)).content.decode() for name in names]
    titles = [re.search(r"<title>(.*?)</title>", each, re.DOTALL)[1].split() for each in pages]
    assert len({tuple(title) for title in titles}) == len(names)
    assert all(incident.reference in title for title in titles)


def test_what_was_typed_is_kept_when_the_entry_is_refused(browser, incident):
    typed = {
        "text": "Seen by many",
        "occurred_at": "yesterday",
        "precision": "minute",
        "kind": "note",
    }
    answer = browser.post(page(incident, "entry_add"), typed)
    assert answer.status_code == 422
    assert "Seen by many" in answer.content.decode()
    assert "yesterday" in answer.content.decode()
    assert not TimelineEntry.objects.exists()


def test_hostile_text_comes_out_as_text(browser, incident):
    browser.post(
        page(incident, "entry_add"),
        {
            "text": "<script>alert(1)</script>",
            "occurred_at": "2026-11-04T15:59:00",
            "precision": "minute",
            "kind": "note",
        },
    )
    assert "&lt;script&gt;alert(1)" in browser.get(page(incident)).content.decode()


def test_a_restricted_incident_is_404_and_unlisted_for_others(client, commander, person):
    hidden = declare_incident(actor=commander, title="Quiet", is_restricted=True)
    client.force_login(person("responder"))
    assert client.get(page(hidden)).status_code == 404
    assert "Quiet" not in client.get("/").content.decode()


@pytest.mark.parametrize("name", ["q", "before"])
@pytest.mark.parametrize("digits", [10, 5_000])
def test_a_reference_with_more_digits_than_any_has_is_looked_for_and_not_found(
    browser, incident, name, digits
):
    answer = browser.get("/", {name: f"INC-{incident.year}-{'9' * digits}"})
    assert answer.status_code == 200


def test_lines_ended_as_a_browser_ends_them_are_no_change(browser, commander, incident):
    ids = {"actor": commander, "incident_id": incident.pk}
    content = EntryContent("One\nTwo", datetime(2026, 11, 4, 15, tzinfo=UTC))
    (entry,) = add_entries(contents=[content], **ids)
    start_postmortem(**ids)
    write_section(key="summary", version=0, text="One\nTwo\n", **ids)
    change_incident(version=1, changes={"summary": "One\nTwo"}, **ids)
    before = LogEntry.objects.count()
    for name, more in (
        ("entry_correct", {"entry_id": entry.pk}),
        ("section_write", {"key": "summary"}),
        ("incident_change", {}),
    ):
        where = {"year": incident.year, "number": incident.number}
        address = reverse(name, kwargs=where | more)
        form = browser.get(address).context["form"]
        typed = {bound.name: bound.value() for bound in form if bound.value()} | {
            "reason": "Looked again"
        }
        if name == "entry_correct":
            typed["occurred_at"] = "2026-11-04T16:00:00"
        sent = {
            field: text.replace("\n", "\r\n") if isinstance(text, str) else text
            for field, text in typed.items()
        }
        answer = browser.post(address, sent)
        assert answer.status_code == 302, (name, answer.context["form"].errors)
        assert LogEntry.objects.count() == before, name


@pytest.mark.parametrize(
    "name",
    ["incident_change", "incident_access", "group_change", "estimate_revise", "action_change"],
)
def test_everything_that_could_be_overwritten_is_shown_to_who_was_too_late(
    browser, commander, person, name
):
    record = keep_record(commander, person("responder"))
    rows = {
        "group_change": {"group_id": record.group.pk},
        "estimate_revise": {"group_id": record.group.pk},
        "action_change": {"action_id": record.action.pk},
    }
    place = {"year": record.incident.year, "number": record.incident.number}
    address = reverse(name, kwargs=place | rows.get(name, {}))
    form = browser.get(address).context["form"]
    sent = {bound.name: bound.value() for bound in form if bound.value()}
    sent |= {"version": 999, "reason": "Too late"}
    sent |= {"as_of": "2026-11-04T16:00:00"} if name == "estimate_revise" else {}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    shown = {str(label) for label, _text in answer.context["standing"]}
    written = {bound.label for bound in form.visible_fields() if bound.name != "reason"}
    assert written <= shown


def test_somebody_who_left_stays_named_when_others_are_let_in(browser, commander, person):
    hidden = declare_incident(actor=commander, title="Quiet", is_restricted=True)
    left, other = person("responder"), person("viewer")
    hidden.people_with_access.add(left)
    User.objects.filter(pk=left.pk).update(is_active=False)
    form = browser.get(page(hidden, "incident_access")).context["form"]
    typed = {bound.name: bound.value() for bound in form if bound.value()}
    said = typed | {"people": [*typed["people"], other.pk], "reason": "To help"}
    assert browser.post(page(hidden, "incident_access"), said).status_code == 302
    assert set(hidden.people_with_access.all()) == {commander.user, left, other}
    free = declare_incident(actor=commander, title="Loud")
    people = browser.get(page(free, "incident_access")).context["form"].fields["people"].queryset
    assert left not in people


def test_pages_need_sign_in(client, incident):
    assert client.get(page(incident)).status_code == 302


def test_a_viewer_reads_and_is_refused_writing(client, incident, person):
    client.force_login(person("viewer"))
    assert client.get(page(incident)).status_code == 200
    typed = {
        "text": "x",
        "occurred_at": "2026-11-04T15:59:00",
        "precision": "minute",
        "kind": "note",
    }
    assert client.post(page(incident, "entry_add"), typed).status_code == 403


def test_the_incident_page_needs_few_queries(browser, incident, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        browser.get(page(incident))


def test_malice_without_a_basis_is_refused_in_words_at_its_field(browser, incident):
    said = {
        "title": incident.title,
        "severity": "sev3",
        "status": "investigating",
        "category": "outage",
        "malice": "yes",
        "version": incident.version,
    }
    answer = browser.post(page(incident, "incident_change"), said)
    assert answer.context["form"].errors["malice_basis"] == ["Say what the answer rests on."]


def test_a_long_timeline_is_read_page_by_page_and_a_new_entry_is_found(
    browser, commander, incident
):
    newest = datetime(2026, 11, 4, 15, tzinfo=UTC)
    contents = [EntryContent(f"Seen {n}", newest - timedelta(minutes=n)) for n in range(101)]
    add_entries(actor=commander, incident_id=incident.pk, contents=contents)
    pages = [browser.get(page(incident), {"page": number}) for number in (1, 2, 3)]
    said = [each.content.decode() for each in pages]
    assert [text.count('id="entry-') for text in said] == [50, 50, 1]
    assert "3 / 3" in said[2]
    late = {
        "text": "Seen long before",
        "occurred_at": "2026-11-01T15:59:00",
        "precision": "minute",
        "kind": "note",
    }
    answer = browser.post(page(incident, "entry_add"), late, follow=True)
    assert "Seen long before" in answer.content.decode()


def test_a_status_that_was_set_is_said_to_be_saved(browser, incident):
    said = {"status": "identified", "version": incident.version}
    answer = browser.post(page(incident, "incident_status"), said, follow=True)
    assert "Saved." in answer.content.decode()
    incident.refresh_from_db()
    assert incident.status == "identified"


def test_a_tracker_link_that_is_no_address_is_refused_with_what_to_write(browser, incident):
    said = {"title": "Split the tool", "kind": "prevent", "tracker_url": "javascript:alert(1)"}
    answer = browser.post(page(incident, "action_add"), said)
    assert answer.context["form"].errors["tracker_url"] == [
        "Give a whole address that begins with https:// or http://."
    ]


def test_what_was_counted_takes_one_number(browser, commander, incident):
    group = add_group(actor=commander, incident_id=incident.pk, value=Group(name="Recipients"))
    address = reverse("estimate_revise", args=[incident.year, incident.number, group.pk])
    said = {
        "best": "320",
        "low": "250",
        "is_actual": "on",
        "as_of": "2026-11-04T15:59:00",
        "source": "The database",
        "version": "0",
    }
    refused = browser.post(address, said)
    assert refused.context["form"].errors["is_actual"] == [
        "What was counted is one number. Leave at least and at most empty."
    ]
    browser.post(address, said | {"low": ""})
    estimate = group.estimates.get()
    assert (estimate.low, estimate.best, estimate.high) == (320, 320, 320)


def test_whoever_was_slower_sees_all_that_stands_now(browser, commander, incident):
    change_incident(
        actor=commander,
        incident_id=incident.pk,
        version=incident.version,
        reason="Somebody broke in",
        changes={"malice": "yes", "malice_basis": "A stolen key was used"},
    )
    said = {
        "title": "Something else",
        "severity": "sev3",
        "status": "investigating",
        "category": "outage",
        "malice": "unknown",
        "version": incident.version,
    }
    answer = browser.post(page(incident, "incident_change"), said)
    assert answer.status_code == 422
    assert "A stolen key was used" in answer.content.decode()


def test_a_form_that_does_not_say_who_discovered_it_leaves_it_as_it_stands(
    browser, commander, incident
):
    changes = {"discovery": "staff"}
    change_incident(actor=commander, incident_id=incident.pk, version=1, changes=changes)
    said = {
        "title": "Something else",
        "severity": "sev3",
        "status": "investigating",
        "category": "outage",
        "malice": "unknown",
        "version": 2,
    }
    assert browser.post(page(incident, "incident_change"), said).status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.discovery) == ("Something else", "staff")
    assert "Staff" in browser.get(page(incident)).content.decode()
