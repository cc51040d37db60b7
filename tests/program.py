"""A program that uses the API: it sends JSON with a token, and keeps no session."""

import json
from typing import Any

from django.test import Client

from accounts.models import ApiToken, User

V1 = "/api/v1/"


class Program(Client):
    def __init__(self, person: User | None) -> None:
        super().__init__(enforce_csrf_checks=True)
        if person:
            name = f"program {person.auth_token_set.count()}"
            _token, key = ApiToken.objects.create(user=person, name=name)
            self.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"

    def ask(self, address: str, query: Any = None, **headers: str) -> Any:
        return self.get(_whole(address), query, headers=_named(headers))

    def send(self, method: str, address: str, body: Any = None, **headers: str) -> Any:
        """A `str` or `bytes` is sent as it is, anything else as JSON."""
        content = (
            body if isinstance(body, str | bytes) else json.dumps({} if body is None else body)
        )
        return self.generic(
            method, _whole(address), content, "application/json", headers=_named(headers)
        )


def _whole(address: str) -> str:
    return address if address.startswith(("/", "http")) else V1 + address


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def wrong(answer: Any) -> dict[str, str]:
    """What a refusal says of each field."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content
    return {error["field"]: error["detail"] for error in answer.json().get("errors", [])}
