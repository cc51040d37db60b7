import base64
import hmac
import json
import time
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle

from alerts.services.alert_key import end_alert_key, make_alert_key
from alerts.services.alert_source import SetUp, add_alert_source, change_alert_source
from audit.actor import system
from audit.models import LogEntry
from incidents.models import Incident
from tests.program import wrong

PAYLOADS = Path(settings.BASE_DIR, "../shared/data/payloads")
V4 = (PAYLOADS / "alerta__prometheus_v4_alert.json").read_bytes()
SECRET = "a secret that both sides know"


@pytest.fixture
def source(db):
    return add_alert_source(actor=system(), setup=SetUp("prometheus", "Prometheus", "alertmanager"))


@pytest.fixture
def token(source):
    return make_alert_key(actor=system(), source_id=source.pk, proof="token").token


def deliver(client, body=V4, source="prometheus", kind="application/json", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic("POST", f"/api/v1/alerts/{source}", body, kind, headers=named)


def test_a_token_opens_and_the_system_is_who_wrote(client, token):
    answer = deliver(client, Authorization=f"Bearer {token}")
    incident = Incident.objects.get()
    assert answer.json() == {
        "told": 1,
        "news": 1,
        "opened": incident.reference,
        "incidents": [incident.reference],
    }
    declared = LogEntry.objects.get(verb="incident.declared")
    assert (declared.actor_id, declared.channel) == (None, "api")


def test_the_token_is_taken_as_a_password_too(client, token):
    name = base64.b64encode(f"havari:{token}".encode()).decode()
    assert deliver(client, Authorization=f"Basic {name}").status_code == 200


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer wrong", "Basic ?", "Basic d3Jvbmc=", "Bearer \xe6"]
)
def test_without_proof_nothing_is_taken_and_no_source_is_betrayed(client, token, header):
    for source in ("prometheus", "no-such-one"):
        answer = deliver(client, source=source, **({"Authorization": header} if header else {}))
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
    assert not Incident.objects.exists()


def test_while_keys_change_both_are_good_and_an_ended_one_is_none(client, source, token):
    other = make_alert_key(actor=system(), source_id=source.pk, proof="token").token
    for each in (token, other):
        assert deliver(client, Authorization=f"Bearer {each}").status_code == 200
    end_alert_key(actor=system(), source_id=source.pk, key_id=source.keys.first().pk)
    assert deliver(client, Authorization=f"Bearer {token}").status_code == 401
    assert deliver(client, Authorization=f"Bearer {other}").status_code == 200


def signed(secret=SECRET, body=V4, before=b""):
    return hmac.new(secret.encode(), before + body, sha256).hexdigest()


@pytest.fixture
def signing(source):
    make_alert_key(actor=system(), source_id=source.pk, proof="signature", secret=SECRET)


@pytest.mark.usefixtures("signing")
def test_the_signatures_of_pagerduty_and_grafana_are_known(client):
    now = str(int(time.time()))
    for headers in (
        {"X_PagerDuty_Signature": f"v1={signed()}"},
        {"X_PagerDuty_Signature": f"v1={signed('an older secret')},v1={signed()}"},
        {"X_Grafana_Alerting_Signature": signed()},
        {
            "X_Grafana_Alerting_Signature": signed(before=f"{now}:".encode()),
            "X_Grafana_Alerting_Signature_Timestamp": now,
        },
    ):
        assert deliver(client, **headers).status_code == 200, headers


@pytest.mark.usefixtures("signing")
def test_what_was_signed_otherwise_or_long_ago_is_refused(client):
    old = str(int(time.time()) - 3_600)
    for headers in (
        {"X_PagerDuty_Signature": signed()},
        {"X_PagerDuty_Signature": f"v0={signed()}"},
        {"X_PagerDuty_Signature": f"v1={signed(body=V4 + b' ')}"},
        {"X_PagerDuty_Signature": "v1=\xe6"},
        {"X_Grafana_Alerting_Signature": signed(secret="another")},
        {
            "X_Grafana_Alerting_Signature": signed(before=f"{old}:".encode()),
            "X_Grafana_Alerting_Signature_Timestamp": old,
        },
        {
            "X_Grafana_Alerting_Signature": signed(),
            "X_Grafana_Alerting_Signature_Timestamp": "now",
        },
    ):
        assert deliver(client, **headers).status_code == 401, headers


def test_what_is_refused_says_where_and_what_would_be_right(client, token):
    v3 = (PAYLOADS / "alerta__prometheus_v3_alert.json").read_bytes()
    answer = deliver(client, v3, Authorization=f"Bearer {token}")
    assert answer.status_code == 422
    assert "version 4" in wrong(answer)["version"]


def test_a_body_that_is_too_large_is_refused(client, token):
    answer = deliver(client, b" " * (1024 * 1024 + 1), Authorization=f"Bearer {token}")
    assert answer.status_code == 413


def test_a_flood_of_requests_is_told_to_wait(client, token, monkeypatch):
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "alerts", "3/min")
    answers = [deliver(client, Authorization=f"Bearer {token}") for _each in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_whatever_the_tool_calls_its_json_it_is_read(client, token):
    answer = deliver(client, kind="text/plain; charset=UTF-8", Authorization=f"Bearer {token}")
    assert answer.status_code == 200


def test_a_source_that_is_switched_off_takes_nothing(client, source, token):
    setup = SetUp("prometheus", "Prometheus", "alertmanager", is_active=False)
    change_alert_source(actor=system(), source_id=source.pk, version=1, setup=setup)
    assert deliver(client, Authorization=f"Bearer {token}").status_code == 409


def test_no_secret_is_in_the_log_or_in_an_answer(client, program, person, source, token):
    administrator = program(person("administrator"))
    said = {"proof": "signature", "secret": SECRET}
    made = administrator.send("POST", "alert-sources/prometheus/keys", said)
    assert made.status_code == 201
    told = administrator.ask("alert-sources/prometheus").content + made.content
    logged = json.dumps([entry.payload.content for entry in LogEntry.objects.all()])
    kept = [key.sealed for key in source.keys.all()]
    assert not any(
        secret in each for secret in (SECRET, token) for each in (told.decode(), logged, *kept)
    )


def test_a_program_changes_keys_without_a_gap(program, person, source):
    administrator = program(person("administrator"))
    made = [
        administrator.send("POST", "alert-sources/prometheus/keys", {"proof": "token"}).json()
        for _each in range(2)
    ]
    keys = "alert-sources/prometheus/keys"
    assert [key["id"] for key in administrator.ask(keys).json()["results"]] == [
        each["id"] for each in made
    ]
    for _twice in range(2):
        ended = administrator.send("POST", f"{keys}/{made[0]['id']}/end", {})
        assert ended.json()["ended_at"]
    assert [key["id"] for key in administrator.ask(keys).json()["results"]] == [made[1]["id"]]
    assert "token" not in administrator.ask(keys).content.decode().replace('"proof":"token"', "")
