"""Whether whoever asks follows an incident."""

from typing import Any

from rest_framework import serializers

from accounts.api.endpoint import reads, writes
from core.api.fields import Said, YesNoField
from incidents.api.place import IncidentEndpoint
from incidents.models import Incident
from notifications.models import Following
from notifications.selectors.following import is_followed
from notifications.services.following import follow_incident


class FollowingAnswer(serializers.Serializer[Following]):
    """Whether it is followed."""

    is_on = serializers.BooleanField()


class FollowingBody(Said):
    """Whether it is followed from now on."""

    is_on = YesNoField()


class Followed(IncidentEndpoint):
    """One's following of an incident."""

    @reads(FollowingAnswer, operation="following_read")
    def get(self, incident: Incident) -> Following:
        """Whether whoever asks follows the incident."""
        return Following(is_on=is_followed(incident, self.person))

    @writes(FollowingBody, FollowingAnswer, operation="following_choose")
    def put(self, incident: Incident, said: dict[str, Any]) -> Following:
        """Be told how the incident moves on, or no longer."""
        return follow_incident(actor=self.actor, incident_id=incident.pk, **said)
