"""The newest entries of the timeline, where a page shows only these."""

from incidents.models import Incident
from incidents.selectors.timeline_entry import ReadEntry
from incidents.selectors.timeline_page import marked_of, numbers_of

SHOWN = 5


def newest_in(incident: Incident) -> tuple[list[ReadEntry], list[ReadEntry]]:
    """The newest entries, and with them all that tells the incident's times."""
    newest = numbers_of(incident)[:SHOWN]
    timeline = marked_of(incident, newest)
    read = {each.entry.pk: each for each in timeline}
    return [read[number] for number in newest if number in read], timeline
