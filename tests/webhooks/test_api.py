"""What a program that may manage webhooks does."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook as Checker

from accounts.models import ApiToken
from incidents.services.incident import declare_incident
from tests.webhooks.receiver import receiving
from webhooks.delivering import deliver_due, make_deliveries


@pytest.fixture
def call(client, person):
    def as_role(role):
        _token, key = ApiToken.objects.create(user=person(role), name="setup")

        def send(method, path, body=None):
            answer = getattr(client, method)(
                f"/api/v1/{path}",
                json.dumps(body) if body is not None else None,
                content_type="application/json",
                headers={"Authorization": f"Bearer {key}"},
            )
            return answer.status_code, json.loads(answer.content or "null")

        return send

    return as_role


def test_a_webhook_is_added_told_read_replayed_changed_and_ended(call, commander, settings):
    settings.WEBHOOKS_TO_PRIVATE = True
    send = call("administrator")
    with receiving(200) as (url, received):
        body = {"name": "Pager", "url": url, "kinds": ["incident"]}
        status, made = send("post", "webhooks", body)
        assert status == 201
        one = f"webhooks/{made['id']}"
        declare_incident(actor=commander, title="Logins fail")
        make_deliveries(timezone.now())
        deliver_due(timezone.now())
        headers, words = received[0]
        assert Checker(made["secret"]).verify(words, headers)
        _status, told = send("get", f"{one}/deliveries")
        assert [each["status"] for each in told["results"][0]["attempts"]] == [200]
        assert told["results"][0]["message_id"] == headers["webhook-id"]
        since = (timezone.now() - timedelta(hours=1)).isoformat()
        again = send("post", f"{one}/replay", {"since": since, "reason": "It was down"})
        assert again == (200, {"count": 1})
    _status, standing = send("get", one)
    assert "secret" not in standing
    changed = body | {"name": "Screen", "tells_restricted": False, "reason": "A new name"}
    status, now = send("put", one, changed | {"version": standing["version"]})
    assert (status, now["name"]) == (200, "Screen")
    assert send("put", one, changed | {"version": 1})[0] == 409
    status, renewed = send("post", f"{one}/secret", {"reason": "It leaked"})
    assert status == 201
    assert renewed["secret"] != made["secret"]
    status, ended = send("post", f"{one}/stop", {"reason": "Nobody listens"})
    assert (status, ended["is_active"]) == (200, False)
    assert [each["name"] for each in send("get", "webhooks")[1]["results"]] == ["Screen"]


def test_who_may_not_manage_webhooks_is_told_of_none(call):
    send = call("commander")
    assert send("get", "webhooks")[0] == 403
    assert send("get", "webhooks/1")[0] == 403
