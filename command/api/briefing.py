"""What to know in one minute, for a program that tells it elsewhere."""

from rest_framework import serializers

from accounts.api.endpoint import reads
from command.selectors.briefing import Briefing, Section, briefing_of
from core.api.fields import MomentField
from incidents.api.place import IncidentEndpoint
from incidents.models import Incident


class BriefingSectionAnswer(serializers.Serializer[Section]):
    """What is to be known of one matter."""

    key = serializers.CharField()
    heading = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField(), source="words")


class BriefingAnswer(serializers.Serializer[Briefing]):
    """How the incident stands, in the language that was asked for; holders of roles by role.

    `text` is the whole as plain words, ready to be sent.
    """

    reference = serializers.CharField(source="incident.reference")
    title = serializers.CharField(source="incident.title")
    as_of = MomentField()
    sections = BriefingSectionAnswer(many=True)
    text = serializers.CharField()


class BriefingEndpoint(IncidentEndpoint):
    """The briefing of an incident."""

    @reads(BriefingAnswer, operation="briefing_read")
    def get(self, incident: Incident) -> Briefing:
        """What somebody needs to know in one minute, as of now."""
        return briefing_of(incident)
