from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services.account import Account, change_account
from accounts.services.api_token import LONGEST_LIFE, create_api_token, revoke_api_token
from audit.actor import Actor, system
from audit.models import LogEntry, LogPayload
from core.errors import DomainError, NotFound, NotPermitted
from tests.misfit import misfit


@pytest.fixture
def viewer(person) -> Actor:
    return Actor(user=person("viewer"), channel="web")


@pytest.fixture
def made(viewer) -> tuple[ApiToken, str]:
    return create_api_token(actor=viewer, person_id=viewer.user.pk, name="Status screen", days=30)


def asked_with(client, key: str):
    return client.get(reverse("api_me"), headers={"Authorization": f"Bearer {key}"})


def test_a_token_opens_for_its_person_and_is_kept_only_as_a_digest(made, client):
    token, key = made
    assert asked_with(client, key).json()["email"] == "viewer@example.org"
    assert key not in {str(value) for value in ApiToken.objects.values().get().values()}
    said = b"".join(bytes(payload.body) for payload in LogPayload.objects.all()).decode()
    assert key not in said
    assert token.digest not in said
    assert LogEntry.objects.last().verb == "api_token.created"
    assert misfit() is None


def test_the_day_of_the_last_use_is_noted(made, client):
    token, key = made
    assert token.last_used_on is None
    asked_with(client, key)
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


def expire(token: ApiToken, _viewer: Actor) -> None:
    ApiToken.objects.filter(pk=token.pk).update(expiry=timezone.now() - timedelta(seconds=1))


def revoke(token: ApiToken, viewer: Actor) -> None:
    revoke_api_token(actor=viewer, token_id=token.pk)


def deactivate(_token: ApiToken, viewer: Actor) -> None:
    change_account(
        actor=system(),
        person_id=viewer.user.pk,
        version=1,
        account=Account("viewer@example.org", "Viewer", is_active=False),
        reason="Left",
    )


@pytest.mark.parametrize("end", [expire, revoke, deactivate])
def test_a_token_that_ended_is_refused_as_a_problem(made, viewer, client, end):
    token, key = made
    end(token, viewer)
    answer = asked_with(client, key)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:havari:problem:sign-in-needed"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("key", ["", "x", "Bearer", "ø" * 64, "0" * 64])
def test_what_is_no_token_is_refused_as_a_problem(made, client, key):
    assert asked_with(client, key).status_code == 401


def test_using_an_ended_token_leaves_it_in_its_owners_list(made, viewer, client):
    token, key = made
    expire(token, viewer)
    asked_with(client, key)
    assert ApiToken.objects.filter(pk=token.pk).exists()


def test_a_token_exchanged_by_sql_is_found(made, viewer):
    _other, _key = create_api_token(actor=viewer, person_id=viewer.user.pk, name="Other")
    token, _key = made
    ApiToken.objects.filter(pk=token.pk).update(digest="f" * 128)
    assert "SHA-512 of the key" in misfit()


def test_nobody_makes_a_token_for_somebody_else_or_revokes_theirs(made, person):
    token, _key = made
    administrator = Actor(user=person("administrator"), channel="web")
    with pytest.raises(NotPermitted):
        create_api_token(actor=administrator, person_id=token.user_id, name="Spy")
    responder = Actor(user=person("responder"), channel="web")
    with pytest.raises(NotFound):
        revoke_api_token(actor=responder, token_id=token.pk)
    revoke_api_token(actor=administrator, token_id=token.pk, reason="Lost laptop")
    assert LogEntry.objects.last().verb == "api_token.revoked"
    assert misfit() is None


@pytest.mark.parametrize(
    ("field", "name", "days"),
    [
        ("name", " ", 30),
        ("name", "Status screen", 30),
        ("name", "x" * 101, 30),
        ("days", "New", 0),
        ("days", "New", LONGEST_LIFE + 1),
    ],
)
def test_a_token_that_cannot_be_is_refused_with_the_field_named(made, viewer, field, name, days):
    with pytest.raises(DomainError) as refusal:
        create_api_token(actor=viewer, person_id=viewer.user.pk, name=name, days=days)
    assert refusal.value.field == field
    assert ApiToken.objects.count() == 1


def test_the_command_prints_a_token_that_opens(viewer, client, capsys):
    call_command("create_api_token", "Viewer@example.org", name="Import", days=7)
    key = capsys.readouterr().out.strip()
    assert asked_with(client, key).status_code == 200


def test_the_command_says_who_is_not_there(db):
    with pytest.raises(CommandError, match=r"Nobody has an account.*nobody@example\.org"):
        call_command("create_api_token", "nobody@example.org", name="Import")


def test_the_command_says_that_an_address_cannot_be_read(db):
    with pytest.raises(CommandError, match="not a readable character"):
        call_command("create_api_token", "\udcff@example.org", name="Import")


def test_a_token_is_made_in_the_page_after_the_password_and_shown_once(viewer, client):
    person = User.objects.get(pk=viewer.user.pk)
    person.set_password("a long enough password")
    person.save()
    client.force_login(person)
    add = reverse("token_add")
    door = client.get(add)
    assert door.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(door.headers["Location"], {"password": "a long enough password"})
    made = client.post(add, {"name": "Status screen", "days": "30"})
    key = made.context["key"]
    assert key in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]
    assert asked_with(client, key).status_code == 200
    listed = client.get(reverse("token_list")).content.decode()
    assert "Status screen" in listed
    assert key not in listed
    client.post(reverse("token_revoke", args=[ApiToken.objects.get().pk]))
    client.logout()
    assert asked_with(client, key).status_code == 401
