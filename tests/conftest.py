import pytest
from django.conf import settings
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from accounts.models import User
from accounts.services.account import Account, create_account
from audit.actor import Actor, system
from incidents.models import Incident
from incidents.services.incident import declare_incident
from tests.browser.chromium import MISSING
from tests.program import Program

# How long an example takes says more of the machine than of the code.
hypothesis.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("any machine")


def pytest_terminal_summary(terminalreporter):
    """Say plainly what was not tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = sum(MISSING in str(report.longrepr) for report in skipped)
    if left_out:
        terminalreporter.section("Browser tests were left out", red=True)
        terminalreporter.write_line(
            f"{left_out} tests need a browser. {MISSING} Install chromium and test again."
        )


def pytest_collection_modifyitems(items):
    """The longest file goes first: as the last it would keep one core busy and the others idle."""
    items.sort(key=lambda item: item.path.name != "test_access.py")


@pytest.fixture(autouse=True)
def own_key(settings, tmp_path):
    """A key of the test's own: what is signed in one test says nothing of another's log."""
    settings.AUDIT_KEY_FILE = tmp_path / "keys" / "checkpoint.pem"


@pytest.fixture(autouse=True)
def own_language():
    """A request or an export leaves its language active; the next test begins in the default."""
    yield
    translation.deactivate()
    timezone.deactivate()


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
def program():
    """Make a program that asks with somebody's token, or with none."""
    return Program


@pytest.fixture
def api(program, commander) -> Program:
    return program(commander.user)


@pytest.fixture
def commander(person) -> Actor:
    return Actor(user=person("commander"), channel="web")


@pytest.fixture
def incident(commander) -> Incident:
    return declare_incident(actor=commander, title="Logins fail")
