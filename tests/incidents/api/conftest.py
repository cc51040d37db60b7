import pytest

from incidents.models import Incident
from incidents.services.incident import declare_incident
from tests.program import Program


@pytest.fixture
def here(incident) -> str:
    return f"incidents/{incident.reference}"


@pytest.fixture
def viewer(program, person) -> Program:
    return program(person("viewer"))


@pytest.fixture
def responder(program, person) -> Program:
    return program(person("responder"))


@pytest.fixture
def hidden(commander) -> Incident:
    """An incident that only the commander may know of."""
    return declare_incident(actor=commander, title="Quiet", is_restricted=True)
