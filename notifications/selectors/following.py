"""Who follows what."""

from typing import Any

from incidents.models import Incident
from notifications.models import Following


def is_followed(incident: Incident, person: Any) -> bool:
    """Whether the person follows the incident."""
    return Following.objects.filter(incident=incident, person=person, is_on=True).exists()
