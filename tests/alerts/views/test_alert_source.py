from pathlib import Path

import pytest
from django.conf import settings

from alerts.models import AlertSource
from alerts.reading.presets import PRESETS

PAYLOADS = Path(settings.BASE_DIR, "../shared/data/payloads")
SAID = {
    "name": "Watcher",
    "slug": "watcher",
    "kind": "mapped",
    "severities": "HIGH = sev2",
    "severity": "sev3",
    "category": "outage",
    "opens_incidents": "on",
    "is_active": "on",
}
ADD = "/alerts/sources/add"


@pytest.fixture
def browser(client, person):
    client.force_login(person("administrator"))
    return client


def test_a_known_tool_needs_no_mapping_written(browser):
    answer = browser.post(ADD, SAID | {"preset": "pingdom"})
    assert answer.status_code == 302
    source = AlertSource.objects.get()
    assert source.mapping == PRESETS["pingdom"]
    assert source.severities == {"high": "sev2"}


def test_a_body_is_tried_before_anything_is_saved(browser):
    sample = (PAYLOADS / "alerta__pingdom_down.json").read_text()
    said = SAID | {"preset": "pingdom", "sample": sample, "preview": "1"}
    page = browser.post(ADD, said).content.decode()
    assert "Alerta API on OpenShift" in page
    assert "SEV2" in page
    assert not AlertSource.objects.exists()


def test_what_cannot_be_read_of_the_body_is_said_and_what_was_typed_is_kept(browser):
    said = SAID | {"preset": "pingdom", "sample": "{", "preview": "1"}
    answer = browser.post(ADD, said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This is not JSON" in page
    assert 'value="Watcher"' in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mapping": "title: x"}, "Write one a line"),
        ({"mapping": "title = x["}, "Say where this stands"),
        ({"severities": "bad = worse"}, "Choose one of these"),
        ({"services": "a = No such"}, "The catalogue has no service"),
        ({"slug": "Not so"}, "Write small letters"),
    ],
)
def test_what_is_wrong_is_said(browser, changes, told):
    answer = browser.post(ADD, SAID | {"preset": ""} | changes)
    assert answer.status_code == 422
    if "mapping" in changes or told != "Say where this stands":
        assert "error" in answer.content.decode()


def test_a_token_is_shown_once(browser):
    browser.post(ADD, SAID | {"preset": "pingdom"})
    shown = browser.post("/alerts/sources/watcher/keys/add", {"proof": "token"})
    assert "Authorization: Bearer" in shown.content.decode()
    token = shown.context["token"]
    assert token not in browser.get("/alerts/sources/watcher/show").content.decode()
