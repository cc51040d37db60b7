"""Who follows what."""

from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from incidents.models import Incident
from notifications.models import Following

FOLLOWED = "is_followed"


def is_followed(incident: Incident, person: Any) -> bool:
    """Whether the person follows the incident; asked for where it came without."""
    if hasattr(incident, FOLLOWED):
        return bool(getattr(incident, FOLLOWED))
    return Following.objects.filter(incident=incident, person=person, is_on=True).exists()


def following_columns(reader: User) -> dict[str, Any]:
    """What comes with an incident, so that its pages need not ask whether their reader follows it."""
    theirs = Following.objects.filter(incident=OuterRef("pk"), person=reader, is_on=True)
    return {FOLLOWED: Exists(theirs)}
