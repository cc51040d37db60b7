import pytest

from accounts.models import User
from accounts.services.account import Account, create_account
from audit.actor import Actor, system
from incidents.models import Incident
from incidents.services.incident import declare_incident
from tests.browser.chromium import MISSING


def pytest_terminal_summary(terminalreporter):
    """Say plainly what was not tested."""
    skipped = terminalreporter.stats.get("skipped", [])
    left_out = sum(MISSING in str(report.longrepr) for report in skipped)
    if left_out:
        terminalreporter.section("Browser tests were left out", red=True)
        terminalreporter.write_line(
            f"{left_out} tests need a browser. {MISSING} Install chromium and test again."
        )


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
