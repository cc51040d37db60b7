import pytest
from django.urls import reverse

from audit.actor import Actor
from audit.models import LogEntry
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.forms.saved_filter import query_taken
from incidents.models import SavedFilter
from incidents.services.action_item import Plan, add_action
from incidents.services.incident import declare_incident
from incidents.services.saved_filter import (
    MOST,
    Kept,
    change_filter,
    remove_filter,
    save_filter,
)

RESOLVED = Kept("incident_list", "Resolved ones", "status=resolved")


@pytest.fixture
def kept(commander):
    return save_filter(actor=commander, value=RESOLVED)


@pytest.fixture
def administrator(person):
    return Actor(person("administrator"), "web")


@pytest.fixture
def responder(person):
    return Actor(person("responder"), "web")


def changed(actor, kept, **said):
    now = {"name": kept.name, "query": kept.query, "is_shared": kept.is_shared}
    return change_filter(actor=actor, filter_id=kept.pk, version=kept.version, **(now | said))


def test_a_filter_is_kept_renamed_and_removed_and_the_log_tells(commander, kept):
    kept = changed(commander, kept, name="Over")
    assert (kept.name, kept.address) == ("Over", "/?status=resolved")
    remove_filter(actor=commander, filter_id=kept.pk)
    assert not SavedFilter.objects.exists()
    verbs = LogEntry.objects.filter(subject_type="saved_filter").values_list("verb", flat=True)
    assert list(verbs) == ["filter.saved", "filter.changed", "filter.removed"]


def test_what_somebody_keeps_for_themselves_is_nobody_elses(kept, responder):
    assert not SavedFilter.objects.visible_to(responder.user).exists()
    with pytest.raises(NotFound):
        changed(responder, kept, name="Mine now")
    with pytest.raises(NotFound):
        remove_filter(actor=responder, filter_id=kept.pk)


def test_only_those_who_keep_the_catalogue_share_and_change_what_is_shared(
    commander, kept, administrator, responder
):
    with pytest.raises(NotPermitted):
        changed(commander, kept, is_shared=True)
    shared = save_filter(
        actor=administrator, value=Kept("incident_list", "All", "severity=sev1", is_shared=True)
    )
    assert list(SavedFilter.objects.visible_to(responder.user)) == [shared]
    with pytest.raises(NotPermitted):
        remove_filter(actor=responder, filter_id=shared.pk)
    remove_filter(actor=administrator, filter_id=shared.pk)


def test_a_name_is_given_once_for_a_list(commander, kept):
    with pytest.raises(Conflict) as refusal:
        save_filter(actor=commander, value=RESOLVED)
    assert refusal.value.field == "name"
    save_filter(actor=commander, value=Kept("action_list", RESOLVED.name, "show=done"))


def test_a_filter_changed_meanwhile_is_not_overwritten(commander, kept):
    changed(commander, kept, name="Over")
    with pytest.raises(Conflict) as refusal:
        change_filter(
            actor=commander,
            filter_id=kept.pk,
            version=1,
            name="Else",
            query=kept.query,
            is_shared=False,
        )
    assert refusal.value.field == "version"


def test_nobody_keeps_more_than_can_be_found_again(commander):
    for number in range(MOST):
        save_filter(actor=commander, value=Kept("action_list", f"{number}", "show=done"))
    with pytest.raises(Conflict):
        save_filter(actor=commander, value=Kept("action_list", "One more", "show=done"))


@pytest.mark.parametrize(
    ("of_list", "query", "taken"),
    [
        ("incident_list", "?status=resolved&page=3&before=INC-2026-0001&x=1", "status=resolved"),
        ("incident_list", "q=push&status=&status=closed&status=closed", "q=push&status=closed"),
        (
            "action_list",
            "kind=learn&show=overdue&kind=detect",
            "show=overdue&kind=detect&kind=learn",
        ),
        ("log_list", "since=2026-11-04", "since=2026-11-04"),
    ],
)
def test_only_what_narrows_the_list_is_kept_each_once(db, of_list, query, taken):
    assert query_taken(of_list, query) == taken


@pytest.mark.parametrize(
    ("of_list", "query", "field"),
    [
        ("incident_list", "status=gone", "query"),
        ("incident_list", "service=4711", "query"),
        ("action_list", "show=forgotten", "query"),
        ("action_list", "owner=nobody", "query"),
        ("log_list", "since=soon", "query"),
        ("incident_list", "&".join(["status=closed"] * 200), "query"),
        ("wish_list", "status=closed", "of_list"),
    ],
)
def test_a_list_keeps_nothing_that_it_would_not_take(db, of_list, query, field):
    with pytest.raises(DomainError) as refusal:
        query_taken(of_list, query)
    assert refusal.value.field == field


# --- on pages ------------------------------------------------------------------------------------


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


def test_what_a_list_shows_is_saved_from_there_and_stands_above_it(browser):
    shown = browser.get(reverse("incident_list"), {"status": "resolved", "before": "x"}).text
    save = reverse("filter_save", args=["incident_list"])
    assert f"{save}?query=status%3Dresolved" in shown
    opened = browser.get(save, {"query": "status=resolved"})
    assert opened.context["form"]["query"].value() == "status=resolved"
    answer = browser.post(
        f"{save}?query=status%3Dresolved", {"name": "Over", "query": "status=resolved"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/?status=resolved")
    listed = browser.get(answer["Location"]).text
    assert 'aria-current="page">Over' in " ".join(listed.split())


def test_a_filter_that_the_list_does_not_take_keeps_what_was_typed(browser):
    answer = browser.post(
        reverse("filter_save", args=["incident_list"]), {"name": "Gone", "query": "status=gone"}
    )
    assert answer.status_code == 422
    assert "status=gone" in answer.text
    assert 'value="Gone"' in answer.text
    assert not SavedFilter.objects.exists()


def test_sharing_is_offered_to_those_who_may(browser, client, administrator):
    save = reverse("filter_save", args=["action_list"])
    assert "is_shared" not in browser.get(save).context["form"].fields
    client.force_login(administrator.user)
    client.post(save, {"name": "Late", "query": "show=overdue", "is_shared": "on"})
    assert SavedFilter.objects.get().is_shared


def test_an_owner_of_a_shared_filter_who_may_share_no_more_can_still_rename_it(
    client, administrator
):
    kept = save_filter(
        actor=administrator, value=Kept("action_list", "Late", "show=overdue", is_shared=True)
    )
    administrator.user.groups.clear()
    client.force_login(administrator.user)
    place = reverse("filter_change", args=[kept.pk])
    said = {"name": "Too late", "query": "show=overdue", "version": "1"}
    assert client.post(place, said).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.is_shared) == ("Too late", True)


def test_a_shared_filter_shows_each_reader_only_what_they_may_see(
    client, administrator, commander, responder
):
    hidden = declare_incident(actor=commander, title="Hidden away", is_restricted=True)
    save_filter(
        actor=administrator, value=Kept("incident_list", "New", "status=investigating", True)
    )
    client.force_login(responder.user)
    listed = client.get("/?status=investigating").text
    assert "New" in listed
    assert hidden.title not in listed


def test_actions_are_narrowed_by_kind_and_owner(browser, commander, incident):
    plans = [
        Plan("See it", kind="detect", owner=commander.user),
        Plan("Hear it", kind="detect"),
        Plan("Stop it", kind="prevent", owner=commander.user),
    ]
    for plan in plans:
        add_action(actor=commander, incident_id=incident.pk, plan=plan)
    listed = browser.get("/actions", {"kind": "detect", "owner": commander.user.pk}).text
    assert "See it" in listed
    assert "Hear it" not in listed
    assert "Stop it" not in listed


def test_the_log_keeps_filters_for_those_who_read_it(client, administrator):
    client.force_login(administrator.user)
    listed = client.get("/log", {"verb": "filter.saved"}).text
    assert f"{reverse('filter_save', args=['log_list'])}?query=verb%3Dfilter.saved" in listed


# --- by API --------------------------------------------------------------------------------------


def test_a_program_keeps_reads_changes_and_removes_a_filter(api):
    said = {"of_list": "action_list", "name": "Late", "query": "show=overdue&page=2"}
    made = api.send("POST", "/api/v1/filters", said)
    assert (made.status_code, made.json()["query"]) == (201, "show=overdue")
    assert made.json()["address"] == "/actions?show=overdue"
    place = made.headers["Location"]
    assert api.ask("/api/v1/filters").json()["results"] == [api.ask(place).json()]
    said = {"name": "Later", "query": "show=check", "is_shared": False, "version": 1}
    assert api.send("PUT", place, said).json()["name"] == "Later"
    assert api.send("POST", f"{place}/remove", {}).status_code == 204
    assert api.ask(place).status_code == 404


def test_a_program_is_told_what_the_list_does_not_take(api):
    said = {"of_list": "incident_list", "name": "Gone", "query": "status=gone"}
    answer = api.send("POST", "/api/v1/filters", said)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["query"]
