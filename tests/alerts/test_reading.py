"""The bodies that tools send, as they were caught in the wild, and what is wrong with others."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from alerts.reading import read
from alerts.reading.mapped import check_expressions, read_mapped
from alerts.reading.presets import PRESETS
from core.errors import DomainError

PAYLOADS = Path(settings.BASE_DIR, "../shared/data/payloads")
ONE = {"fingerprint": "id", "title": "title", "is_firing": "firing"}

TAKEN = {
    "alerta__prometheus_v4_alert": ("alertmanager", "No things for over 10 minutes", True),
    "alerta__grafana_6": ("grafana", "Testing -> Battery Voltage alert", True),
    "alerta__grafana_alert_alerting": ("grafana", "Zeta CPU alert", True),
    "alerta__grafana_alert_ok": ("grafana", "Zeta CPU alert", False),
    "alerta__cloudwatch_notification": ("cloudwatch", "bucketbytesAlarm", True),
    "alerta__stackdriver_open": ("stackdriver", "Webserver Health", True),
    "alerta__stackdriver_closed": ("stackdriver", "Webserver Health", False),
    "alerta__pingdom_down": ("pingdom", "Alerta API on OpenShift", True),
    "alerta__pingdom_up": ("pingdom", "Alerta API on OpenShift", False),
    "alerta_contrib__new_metric_alert": ("azure", "StorageCheck", True),
    "alerta_contrib__payload_v9": ("sentry", "This is an example Python exception", True),
    "keep__uptimekuma__event": ("uptime-kuma", "Test", False),
}
REFUSED = {
    "alerta__prometheus_v3_alert": ("alertmanager", "version", "version 4"),
    "alerta__pagerduty_alert": ("pagerduty", "messages", "version 3"),
}


def body(name):
    return (PAYLOADS / f"{name}.json").read_bytes()


def read_as(kind, content):
    if kind in PRESETS:
        return read("mapped", content, PRESETS[kind])
    return read(kind, content, {})


def test_every_body_there_is_is_taken_or_refused():
    assert {path.stem for path in PAYLOADS.glob("*.json")} == {*TAKEN, *REFUSED}


@pytest.mark.parametrize("name", TAKEN)
def test_a_body_is_read(name):
    kind, title, is_firing = TAKEN[name]
    (alert,) = read_as(kind, body(name)).alerts
    assert (alert.title, alert.is_firing) == (title, is_firing)
    assert alert.fingerprint
    assert 0 < len(alert.title) <= 200


@pytest.mark.parametrize("name", REFUSED)
def test_a_body_of_an_old_version_is_refused_with_what_would_be_right(name):
    kind, field, advice = REFUSED[name]
    with pytest.raises(DomainError, match=advice) as refusal:
        read_as(kind, body(name))
    assert refusal.value.field == field


def test_what_fires_and_what_resolves_is_the_same_alert():
    for first, second in (
        ("alerta__grafana_alert_alerting", "alerta__grafana_alert_ok"),
        ("alerta__stackdriver_open", "alerta__stackdriver_closed"),
        ("alerta__pingdom_down", "alerta__pingdom_up"),
    ):
        both = [read_as(TAKEN[name][0], body(name)).alerts[0] for name in (first, second)]
        assert both[0].fingerprint == both[1].fingerprint


def test_times_are_read_in_every_form_the_tools_have():
    began = {
        name: read_as(TAKEN[name][0], body(name)).alerts[0].began_at
        for name in TAKEN
        if "grafana" not in name and "payload_v9" not in name
    }
    assert began["alerta__pingdom_down"].isoformat() == "2017-06-30T22:25:43+00:00"
    assert began["keep__uptimekuma__event"].isoformat() == "2022-08-26T01:02:24+00:00"
    assert began["alerta__prometheus_v4_alert"].isoformat() == "2017-08-03T15:17:37.804000-04:00"
    assert all(began.values())


def pagerduty(**changes):
    data = {
        "id": "PGR0VU2",
        "type": "incident",
        "title": "A little bump in the road",
        "status": "triggered",
        "created_at": "2020-10-02T18:45:22Z",
        "html_url": "https://acme.pagerduty.com/incidents/PGR0VU2",
        "service": {"id": "PF9KMXH", "type": "service_reference", "summary": "API Service"},
        "priority": {"summary": "P1"},
    }
    event = {"event_type": "incident.triggered", "occurred_at": "2020-10-02T18:46:00Z"}
    return json.dumps({"event": event | {"data": data | changes}}).encode()


def test_pagerduty_version_3_is_read():
    (alert,) = read("pagerduty", pagerduty(), {}).alerts
    assert (alert.fingerprint, alert.service, alert.severity) == ("PGR0VU2", "API Service", "P1")
    (resolved,) = read("pagerduty", pagerduty(status="resolved"), {}).alerts
    assert not resolved.is_firing
    assert resolved.ended_at.isoformat() == "2020-10-02T18:46:00+00:00"


def test_what_pagerduty_tells_besides_incidents_says_nothing():
    assert read("pagerduty", pagerduty(type="incident_note"), {}).alerts == ()


def group(count, **labels):
    alerts = [
        {"status": "firing", "labels": {"alertname": "Down", "instance": str(number)} | labels}
        for number in range(count)
    ]
    return json.dumps({"version": "4", "groupKey": "g", "alerts": alerts}).encode()


def test_of_a_flood_the_first_are_read_and_the_others_counted():
    reading = read("alertmanager", group(1_000), {})
    assert (len(reading.alerts), reading.unread) == (200, 800)
    assert len({alert.fingerprint for alert in reading.alerts}) == 200


def test_long_and_unreadable_words_are_cut_and_marked():
    (alert,) = read("alertmanager", group(1, alertname="x" * 5_000, nul="a\0b\n# c"), {}).alerts
    assert alert.title == "x" * 199 + "…"
    assert dict(alert.labels)["nul"] == "a\ufffdb # c"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"", "body"),
        (b"\xff", "body"),
        (b"[]", "body"),
        (b'{"version": "4"}', "alerts"),
        (b'{"version": "4", "alerts": [1]}', "alerts.0"),
        (b'{"version": "4", "alerts": [{"labels": {"alertname": "x"}}]}', "alerts.0.status"),
        (b'{"version": "4", "alerts": [{"status": "firing", "labels": {}}]}', "alerts.0.labels"),
        (b'{"version": "4", "version": "4"}', "body"),
        (b'{"version": "5", "alerts": []}', "version"),
        (b"[" * 5_000, "body"),
        (b'{"version": NaN}', "body"),
        (b" " * (1024 * 1024 + 1), "body"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(content, field):
    with pytest.raises(DomainError) as refusal:
        read("alertmanager", content, {})
    assert refusal.value.field == field


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["alerts", "labels", "status", "version", "event", "data", "ruleId", "state", "id"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(content=JSON, kind=st.sampled_from(["alertmanager", "grafana", "pagerduty", *PRESETS]))
def test_whatever_arrives_is_read_or_refused(content, kind):
    with suppress(DomainError):
        reading = read_as(kind, json.dumps(content).encode())
        assert all(alert.fingerprint and alert.title for alert in reading.alerts)


@pytest.mark.parametrize(
    "expression",
    [
        "|".join(["[@,@][]"] * 40),
        "|".join(["[@,@]"] * 80),
        "join('', " + "[id,id,id]" + ")" + "|" + "[@,@,@]|to_string(@)",
        "x" * 501,
        "a.b[",
        "(" * 240 + "a" + ")" * 240,
        "nothing(@)",
        "",
    ],
)
def test_an_expression_that_takes_too_much_or_is_none_is_refused(expression):
    with pytest.raises(DomainError) as refusal:
        expressions = ONE | {"title": expression}
        check_expressions(expressions)
        read_mapped({"id": "a" * 1_000, "title": "x", "firing": True}, expressions)
    assert refusal.value.field == "title"


def test_a_list_is_read_alert_by_alert_and_what_is_missing_is_named():
    told = {"all": [{"id": 1, "title": "One", "firing": True}, {"id": 2, "title": "Two"}]}
    with pytest.raises(DomainError) as refusal:
        read_mapped(told, ONE | {"alerts": "all"})
    assert refusal.value.field == "is_firing"
    told["all"][1]["firing"] = False
    reading = read_mapped(told, ONE | {"alerts": "all"})
    assert [(alert.fingerprint, alert.is_firing) for alert in reading.alerts] == [
        ("1", True),
        ("2", False),
    ]
