from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ApiToken
from tests.program import V1


@pytest.fixture
def key(commander):
    return ApiToken.objects.create(user=commander.user, name="pager")[1]


@pytest.fixture
def ask(client):
    return lambda authorization: client.get(f"{V1}me", headers={"authorization": authorization})


def test_a_bearer_acts_for_the_person(ask, key, commander):
    answer = ask(f"Bearer {key}")
    assert (answer.status_code, answer.json()["id"]) == (200, commander.user.pk)


@pytest.mark.parametrize(
    "scheme", ["Token {}", "Basic {}", "{}", "Bearer", "Bearer {} {}", "Bearer x{}"]
)
def test_a_token_is_taken_in_no_other_way(ask, key, scheme):
    answer = ask(scheme.format(key, key))
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("address", [f"{V1}me?token={{}}", f"{V1}me?access_token={{}}"])
def test_a_token_in_an_address_lets_nobody_in(client, key, address):
    assert client.get(address.format(key)).status_code == 401


@pytest.mark.parametrize(
    "forged", ["", "0" * 64, "ø" * 64, "\0" * 64, "a" * 10_000, "💥"], ids=ascii
)
@pytest.mark.parametrize("begun", [0, 15])
def test_what_is_no_token_lets_nobody_in(client, key, begun, forged):
    # As a server hands it over: bytes, read as Latin-1.
    sent = f"Bearer {key[:begun]}{forged}".encode().decode("latin-1")
    assert client.get(f"{V1}me", HTTP_AUTHORIZATION=sent).status_code == 401


def test_only_a_hash_of_the_token_is_kept(key):
    token = ApiToken.objects.get()
    assert key not in (token.digest, token.token_key)
    assert len(token.digest) == 128


def test_a_token_that_has_ended_lets_nobody_in(ask, key):
    ApiToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert ask(f"Bearer {key}").status_code == 401


def test_a_person_who_may_not_sign_in_is_not_let_in_by_a_token(ask, key, commander):
    commander.user.is_active = False
    commander.user.save()
    assert ask(f"Bearer {key}").status_code == 401


def test_a_wrong_token_is_not_made_good_by_a_session(client, commander):
    client.force_login(commander.user)
    assert client.get(f"{V1}me").status_code == 200
    assert client.get(f"{V1}me", headers={"authorization": "Bearer no"}).status_code == 401
