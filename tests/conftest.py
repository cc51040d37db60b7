import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from audit.actor import Actor
from incidents.models import Incident
from incidents.services.incident import declare_incident


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    """A key of the test's own: what is signed in one test says nothing of another's log."""
    settings.AUDIT_KEY_FILE = tmp_path / "keys" / "checkpoint.pem"


@pytest.fixture
def person(db):
    """Make a person who holds a role."""

    def make(role: str, email: str = "") -> User:
        user = User.objects.create_user(email or f"{role}@example.org", full_name=role.title())
        user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def commander(person) -> Actor:
    return Actor(user=person("commander"), channel="web")


@pytest.fixture
def incident(commander) -> Incident:
    return declare_incident(actor=commander, title="Logins fail")
