"""What a program reads and chooses for its person."""

import json

import pytest
from django.urls import reverse

from accounts.models import ApiToken
from audit.actor import Actor
from incidents.services.role import assign_role
from notifications.models import Kind, Notification, Wish
from notifications.services.following import follow_incident
from notifications.tasks import tell_people


@pytest.fixture
def responder(person, commander):
    there = person("responder")
    tell_people()
    return there


@pytest.fixture
def call(client, responder):
    _token, key = ApiToken.objects.create(user=responder, name="phone")

    def send(method, path, body=None):
        answer = getattr(client, method)(
            f"/api/v1/{path}",
            json.dumps(body) if body is not None else None,
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )
        return answer.status_code, json.loads(answer.content or "null")

    return send


def test_a_program_reads_what_its_person_was_told_and_says_what_was_read(
    call, responder, commander, incident, settings
):
    settings.ADDRESS = "https://havari.example.org"
    for role in ("expert", "scribe"):
        assign_role(actor=commander, incident_id=incident.pk, role=role, person=responder)
    tell_people()
    status, said = call("get", "notifications?limit=1")
    (told,) = said["results"]
    assert (status, told["kind"], told["incident"]) == (200, "role", incident.reference)
    assert told["text"] == f"You were given a role, Scribe: {incident}"
    page = reverse("incident_detail", args=[incident.year, incident.number])
    assert told["page"] == f"https://havari.example.org{page}"
    assert told["read_at"] is None
    assert "before=" in said["next"]
    assert call("post", "notifications/read", {"ids": [told["id"]]}) == (204, None)
    unread = Notification.objects.filter(person=responder, read_at=None)
    assert unread.count() == 1
    assert call("post", "notifications/read", {}) == (204, None)
    assert not unread.exists()


def test_a_program_chooses_for_its_person_and_what_cannot_be_is_refused_by_name(call, responder):
    status, standing = call("get", "notification-preferences")
    assert (status, set(standing["ways"])) == (200, set(Kind.values))
    wanted = standing | {"pace": "daily", "quiet_from": "22:00", "quiet_until": "07:00"}
    wanted["ways"]["news"] = "mail"
    assert call("put", "notification-preferences", wanted) == (200, wanted)
    assert Wish.objects.get(person=responder).ways["news"] == "mail"
    status, problem = call("put", "notification-preferences", wanted | {"quiet_until": None})
    assert status == 422
    assert "quiet_until" in json.dumps(problem)
    status, _problem = call(
        "put", "notification-preferences", wanted | {"ways": {"gossip": "page"}}
    )
    assert status == 422


def test_a_program_follows_an_incident_and_ceases_to(call, incident):
    path = f"incidents/{incident.reference}/following"
    assert call("get", path) == (200, {"is_on": False})
    assert call("put", path, {"is_on": True}) == (200, {"is_on": True})
    assert call("get", path) == (200, {"is_on": True})
    assert call("put", path, {"is_on": False}) == (200, {"is_on": False})


def test_nobody_sees_what_others_follow(call, commander, incident):
    follow_incident(actor=Actor(commander.user, "web"), incident_id=incident.pk, is_on=True)
    assert call("get", f"incidents/{incident.reference}/following") == (200, {"is_on": False})
