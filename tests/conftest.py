import pytest
from django.conf import settings

from accounts.models import User
from accounts.services.account import Account, create_account
from audit.actor import Actor, system
from incidents.models import Incident
from incidents.services.incident import declare_incident


def pytest_configure():
    """Passwords are not what most tests are about; a slow hash would be most of their time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def person(db):
    """Make a person who holds a role."""

    def make(role: str, email: str = "") -> User:
        return create_account(
            actor=system("command"),
            account=Account(email or f"{role}@example.org", role.title(), roles=[role]),
        )

    return make


@pytest.fixture
def commander(person) -> Actor:
    return Actor(user=person("commander"), channel="web")


@pytest.fixture
def incident(commander) -> Incident:
    return declare_incident(actor=commander, title="Logins fail")
