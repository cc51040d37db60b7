import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alerts.models import Alert, Delivery
from alerts.services.alert_source import SetUp, add_alert_source
from alerts.services.delivery import MOST_OPENED, receive_delivery
from audit.actor import system
from core.markdown import to_html
from incidents.models import Incident, LinkKind, Milestone, TimelineEntry
from incidents.services.incident import change_access, change_status, declare_incident
from incidents.services.service import add_service

ACTOR = system("api")
BEGAN = "2026-11-04T15:59:00Z"


def listen(**changes):
    setup = {"slug": "prometheus", "name": "Prometheus", "kind": "alertmanager"}
    return add_alert_source(actor=ACTOR, setup=SetUp(**setup | changes))


@pytest.fixture
def source(db):
    return listen(severities={"Critical": "sev1"})


def alert(name="Down", status="firing", began=BEGAN, ended="0001-01-01T00:00:00Z", **labels):
    return {
        "status": status,
        "labels": {"alertname": name} | labels,
        "startsAt": began,
        "endsAt": ended,
    }


def send(source, *alerts, group="g"):
    content = {"version": "4", "groupKey": group, "alerts": alerts}
    return receive_delivery(actor=ACTOR, source_id=source.pk, body=json.dumps(content).encode())


def texts():
    return [entry.text for entry in TimelineEntry.objects.order_by("pk")]


def test_a_firing_alert_opens_an_incident_in_the_organisations_words(source):
    service = add_service(actor=ACTOR, name="Login")
    outcome = send(source, alert(severity="critical", service="login"))
    incident = outcome.opened
    assert (incident.title, incident.severity, incident.discovery) == ("Down", "sev1", "monitoring")
    assert list(incident.services.all()) == [service]
    entry = incident.timeline.get()
    assert entry.milestone == Milestone.DETECTED
    assert entry.occurred_at.isoformat() == "2026-11-04T15:59:00+00:00"
    assert entry.author is None


def test_the_same_told_again_adds_nothing(source):
    send(source, alert())
    for _each in range(3):
        assert send(source, alert()).news == 0
    assert (Incident.objects.count(), len(texts()), Delivery.objects.count()) == (1, 1, 1)


def test_what_changed_adds_one_entry(source):
    send(source, alert())
    send(source, alert() | {"annotations": {"summary": "Down everywhere"}} | {"fingerprint": ""})
    assert Incident.objects.count() == 1
    assert len(texts()) == 2


def test_a_value_that_moves_is_no_news(source):
    for value in ("97.2 %", "1,204.5", "8"):
        said = alert() | {"annotations": {"summary": f"Queue at {value.rstrip(' %')} now"}}
        send(source, said | {"fingerprint": "queue"})
    assert len(texts()) == 1


def test_a_resolved_alert_adds_an_entry_and_changes_no_status(source):
    incident = send(source, alert()).opened
    ended = (timezone.now() - timedelta(minutes=1)).isoformat()
    send(source, alert(status="resolved", ended=ended))
    send(source, alert(status="resolved", ended=ended))
    incident.refresh_from_db()
    assert incident.status == "investigating"
    assert [text.split(":")[0] for text in texts()] == ["Alert fires", "Alert is resolved"]
    assert TimelineEntry.objects.latest("pk").occurred_at.isoformat() == ended


def test_a_resolved_alert_that_nobody_was_told_of_says_nothing(source):
    assert send(source, alert(status="resolved")).news == 0
    assert not Incident.objects.exists()


def test_alerts_of_a_delivery_and_of_its_group_are_one_incident(source):
    send(source, alert("One"), alert("Two"))
    send(source, alert("Three"))
    assert Incident.objects.count() == 1
    assert [text.count("Alert fires") for text in texts()] == [2, 1]


def test_an_open_incident_of_the_service_is_joined(source, commander):
    service = add_service(actor=ACTOR, name="Login")
    incident = declare_incident(actor=commander, title="Logins fail", services=[service])
    outcome = send(source, alert(service="LOGIN"))
    assert (outcome.opened, outcome.incidents) == (None, (incident,))


def test_a_restricted_incident_is_not_joined_for_its_service_alone(source, commander):
    service = add_service(actor=ACTOR, name="Login")
    declare_incident(actor=commander, title="Secret", services=[service], is_restricted=True)
    assert send(source, alert(service="Login")).opened


def test_fired_anew_after_the_end_it_is_a_recurrence(source):
    first = send(source, alert()).opened
    change_status(actor=ACTOR, incident_id=first.pk, version=1, status="resolved")
    assert send(source, alert()).news == 0, "it never stopped: people said that it is over"
    second = send(source, alert(began="2026-11-05T10:00:00Z")).opened
    assert second != first
    link = second.links_out.get()
    assert (link.target, link.kind) == (first, LinkKind.RECURRENCE)


def test_a_source_that_only_joins_opens_nothing_and_joins_once_there_is_one(db, commander):
    source = listen(opens_incidents=False)
    service = add_service(actor=ACTOR, name="Login")
    assert send(source, alert(service="Login")).incidents == ()
    assert not Incident.objects.exists()
    incident = declare_incident(actor=commander, title="Logins fail", services=[service])
    assert send(source, alert(service="Login")).incidents == (incident,)
    assert send(source, alert(service="Login")).news == 0


def test_a_flood_opens_few_incidents_and_gathers_the_rest(source):
    for number in range(MOST_OPENED + 15):
        send(source, alert(f"Alert {number}"), group=f"group {number}")
    assert Incident.objects.count() == MOST_OPENED
    assert Alert.objects.count() == MOST_OPENED + 15


def test_ten_thousand_alerts_in_one_delivery_are_one_entry(source):
    send(source, *[alert(instance=str(number)) for number in range(10_000 // 4)])
    assert Incident.objects.count() == 1
    (text,) = texts()
    assert text.count("Alert fires") == 20
    assert "And 180 more" in text
    assert "2300 further alerts" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "[click](https://evil.example)",
        "![x](https://evil.example/x.png)",
        "https://evil.example",
        "www.evil.example",
        "<https://evil.example>",
        "<img src=x onerror=alert(1)>",
        "`](https://evil.example)`",
        "# Heading\n[a]: https://evil.example",
    ],
)
def test_words_of_an_alert_become_no_link_no_picture_no_heading(source, hostile):
    send(source, alert(hostile, label=hostile) | {"annotations": {"description": hostile}})
    html = to_html(TimelineEntry.objects.get().text)
    assert not any(tag in html for tag in ("<a", "<img", "<h"))
    assert "evil" in html or "onerror" in html


def test_a_time_that_cannot_be_true_is_told_and_not_taken(source):
    send(source, alert(began="2999-01-01T00:00:00Z"))
    entry = TimelineEntry.objects.get()
    assert abs(entry.occurred_at - timezone.now()) < timedelta(minutes=1)
    assert "cannot be true" in entry.text


def test_what_arrived_is_kept_byte_for_byte(source):
    body = json.dumps({"version": "4", "alerts": [alert()]}, indent=3).encode()
    receive_delivery(actor=ACTOR, source_id=source.pk, body=body)
    assert bytes(Delivery.objects.get().body) == body


def test_nobody_learns_of_a_restricted_incident_by_its_alert(source, commander):
    incident = send(source, alert()).opened
    change_access(
        actor=commander, incident_id=incident.pk, version=1, is_restricted=True, reason="Secret"
    )
    assert send(source, alert("Other")).incidents == (incident,)


@pytest.mark.django_db(transaction=True)
def test_deliveries_at_the_same_moment_open_one_incident():
    source = listen()

    def deliver(number):
        try:
            return send(source, alert(), group="").opened
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(deliver, range(8)))
    assert Incident.objects.count() == 1
    assert len([each for each in opened if each]) == 1
