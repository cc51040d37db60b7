"""Who looks at a page."""

from typing import cast

from django.http import HttpRequest

from accounts.models import User
from audit.actor import Actor


def person_of(request: HttpRequest) -> User:
    """Who reads the page."""
    return cast(User, request.user)


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, acting through the web pages."""
    return Actor(user=person_of(request), channel="web")
