import pytest
from django.contrib.auth.models import Group

from audit.actor import system
from audit.models import LogEntry
from incidents.models import Incident
from incidents.services.incident import declare_incident
from incidents.services.service import add_service
from tests.program import wrong


def test_a_title_is_enough_to_declare(api):
    answer = api.send("POST", "incidents", {"title": " Logins\n fail "})
    told = answer.json()
    incident = Incident.objects.get()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"http://testserver/api/v1/incidents/{incident.reference}"
    assert (told["reference"], told["title"]) == (incident.reference, "Logins fail")
    assert (told["severity"], told["status"]) == ("sev3", "investigating")
    assert api.ask(answer.headers["Location"]).content == answer.content


def test_what_is_done_by_api_is_logged_as_such(api, commander):
    api.send("POST", "incidents", {"title": "Logins fail"})
    entry = LogEntry.objects.get(verb="incident.declared")
    assert (entry.channel, entry.actor_id) == ("api", commander.user.pk)


def test_an_incident_is_declared_with_all_that_is_known(api):
    service = add_service(actor=system(), name="Sign-in")
    said = {
        "title": "Logins fail",
        "summary": "Many cannot sign in.",
        "severity": "sev1",
        "category": "degradation",
        "services": [service.pk, service.pk],
        "is_restricted": True,
    }
    told = api.send("POST", "incidents", said).json()
    assert told["services"] == [{"id": service.pk, "name": "Sign-in"}]
    assert {name: told[name] for name in said if name != "services"} == {
        name: value for name, value in said.items() if name != "services"
    }


def test_who_may_only_read_declares_nothing(viewer):
    answer = viewer.send("POST", "incidents", {"title": "Logins fail"})
    assert answer.status_code == 403
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "title"),
        ({"title": ""}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"title": "a", "summary": "a" * 1_000_001}, "summary"),
        ({"title": "a", "services": [4711]}, "services"),
        ({"title": "a", "severity": None}, "severity"),
        ({"title": "a", "status": "closed"}, "status"),
    ],
)
def test_what_cannot_be_declared_is_named(api, said, field):
    answer = api.send("POST", "incidents", said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert not Incident.objects.exists()


def test_an_incident_of_another_system_is_taken_over_in_its_year(api):
    said = {"year": 2019, "title": "The message", "severity": "sev1", "status": "closed"}
    answer = api.send("POST", "incidents/take-over", said)
    assert answer.status_code == 201
    assert answer.json()["reference"] == "INC-2019-0001"
    assert answer.json()["declared_at"] is None
    assert answer.headers["Location"].endswith("/api/v1/incidents/INC-2019-0001")


@pytest.mark.parametrize("year", [1969, 2999, 10**400])
def test_no_incident_is_taken_over_into_a_year_that_cannot_be(api, year):
    said = {"year": year, "title": "The message", "severity": "sev1", "status": "closed"}
    assert list(wrong(api.send("POST", "incidents/take-over", said))) == ["year"]


def test_only_what_is_named_is_changed(api, here):
    answer = api.send("PATCH", here, {"severity": "sev1", "version": 1})
    assert (answer.json()["severity"], answer.json()["title"]) == ("sev1", "Logins fail")
    assert api.ask(here).json() == answer.json()


def test_malice_is_not_stated_without_a_basis(api, here):
    answer = api.send("PATCH", here, {"malice": "no", "version": 1})
    assert (answer.status_code, list(wrong(answer))) == (422, ["malice_basis"])


def test_who_does_not_lead_changes_nothing(responder, here):
    assert responder.send("PATCH", here, {"severity": "sev1", "version": 1}).status_code == 403


def test_the_status_is_said(api, here):
    answer = api.send("PUT", f"{here}/status", {"status": "resolved", "version": 1, "reason": "Ok"})
    assert (answer.json()["status"], answer.json()["version"]) == ("resolved", 2)
    assert api.send("PUT", f"{here}/status", {"status": "closed", "version": 1}).status_code == 409
    assert api.send("PUT", f"{here}/status", {"status": "closed"}).status_code == 428


def test_times_follow_from_the_timeline(api, here):
    for milestone, moment in (("impact_started", "13:00"), ("detected", "13:40")):
        said = {"text": "Seen", "occurred_at": f"2026-02-04T{moment}:00Z", "milestone": milestone}
        api.send("POST", f"{here}/entries", said)
    derived = api.ask(here).json()["derived"]
    assert [time["milestone"] for time in derived["times"]][:2] == ["impact_started", "detected"]
    assert derived["durations"][0] == {
        "start": "impact_started",
        "end": "detected",
        "seconds": 2400,
    }
    assert derived["durations"][1]["seconds"] is None


def test_incidents_are_found_by_status_severity_service_and_words(api, commander):
    service = add_service(actor=system(), name="Sign-in")
    first = declare_incident(actor=commander, title="Logins fail", services=[service])
    declare_incident(actor=commander, title="Payments fail", severity="sev1")

    def found(query):
        return [incident["title"] for incident in api.ask(f"incidents?{query}").json()["results"]]

    assert found("") == ["Payments fail", "Logins fail"]
    assert found("severity=sev1&severity=sev2") == ["Payments fail"]
    assert found("status=closed") == []
    assert found("status=closed&status=investigating&text=LOGINS") == ["Logins fail"]
    assert found(f"service={service.pk}") == ["Logins fail"]
    assert found(f"text={first.reference}") == ["Logins fail"]


@pytest.mark.parametrize(
    "query", ["status=open", "severity=", "service=0", "service=4711", "service=x", "text=%00"]
)
def test_a_filter_that_means_nothing_is_named(api, query):
    answer = api.ask(f"incidents?{query}")
    assert answer.status_code == 422
    assert next(iter(wrong(answer))).split(".")[0] == query.split("=")[0]


def test_fifty_incidents_are_listed_with_few_queries(api, commander, django_assert_max_num_queries):
    made = Incident.objects.bulk_create(
        Incident(year=2026, number=n, title=f"Number {n}", severity="sev3", category="data")
        for n in range(1, 51)
    )
    add_service(actor=system(), name="Sign-in").incident_set.set(made)
    with django_assert_max_num_queries(7):
        answer = api.ask("incidents")
    assert [len(each["services"]) for each in answer.json()["results"]] == [1] * 50


def test_one_incident_is_read_with_few_queries(api, here, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        api.ask(here)


def test_access_is_changed_by_who_leads_and_nobody_locks_themselves_out(
    api, here, commander, person, program
):
    colleague = person("viewer", "colleague@example.org")
    said = {
        "is_restricted": True,
        "people": [colleague.pk],
        "groups": ["communications"],
        "reason": "Until it is public",
        "version": 1,
    }
    answer = api.send("PUT", f"{here}/access", said)
    assert answer.json()["people"] == [
        {"id": commander.user.pk, "name": "Commander"},
        {"id": colleague.pk, "name": "Viewer"},
    ]
    assert answer.json()["groups"] == ["communications"]
    assert api.ask(f"{here}/access").json() == answer.json()
    assert program(colleague).ask(here).status_code == 200
    assert program(person("responder")).ask(here).status_code == 404


def test_access_is_read_and_changed_by_nobody_else(responder, here):
    said = {"is_restricted": True, "people": [], "groups": [], "reason": "x", "version": 1}
    assert responder.ask(f"{here}/access").status_code == 403
    assert responder.send("PUT", f"{here}/access", said).status_code == 403


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"groups": ["nobody"]}, "groups"),
        ({"groups": [None]}, "groups.0"),
        ({"groups": ["\ud800"]}, "groups.0"),
        ({"people": [4711]}, "people"),
        ({"people": [None]}, "people.0"),
        ({"people": "1"}, "people"),
        ({"reason": " "}, "reason"),
    ],
)
def test_who_cannot_be_given_access_is_named(api, here, said, field):
    whole = {"is_restricted": True, "people": [], "groups": [], "reason": "x", "version": 1}
    answer = api.send("PUT", f"{here}/access", whole | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert not Incident.objects.get().is_restricted


def test_an_account_that_is_not_in_use_is_given_nothing(api, here, person):
    gone = person("viewer")
    gone.is_active = False
    gone.save()
    said = {"is_restricted": True, "groups": [], "reason": "x", "version": 1}
    answer = api.send("PUT", f"{here}/access", said | {"people": [gone.pk]})
    assert wrong(answer) == {"people": f"There is no person with number {gone.pk}."}
    assert Group.objects.count() == 7
