"""What the tests of selectors write down."""

from datetime import UTC, datetime

from audit.actor import Actor
from incidents.models import Incident, TimelineEntry
from incidents.services.timeline_entry import EntryContent, add_entry

THREE = datetime(2026, 11, 4, 15, tzinfo=UTC)


def tell_entry(actor: Actor, incident: Incident, text: str) -> TimelineEntry:
    """An entry at three o'clock."""
    return add_entry(actor=actor, incident_id=incident.pk, content=EntryContent(text, THREE))
