"""How long nobody was told anything, and after how long somebody is reminded."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, lists, reads, writes
from audit.actor import require
from core.api.fields import LARGEST_INTEGER, MomentField, NumberField, VersionedBody, WholeBody
from incidents.api.place import IncidentEndpoint
from incidents.models import Incident
from incidents.models.incident import VIEW
from incidents.selectors.timeline_entry import timeline_of, times_of
from statements.models import Audience, SilenceLimits
from statements.selectors.silence import (
    Overdue,
    Promise,
    Silence,
    Spoken,
    clock_of,
    running_in,
    silence_limits,
)
from statements.services.silence import Limits, set_silence_limits


class SpokenAnswer(serializers.Serializer[Spoken]):
    """When an audience last heard something; null when it has heard nothing yet."""

    audience = serializers.ChoiceField(Audience.choices)
    last_at = MomentField(allow_null=True)


class PromiseAnswer(serializers.Serializer[Promise]):
    """An update that was promised and has not come yet."""

    statement = serializers.IntegerField(source="statement.pk")
    at = MomentField()


class OverdueAnswer(serializers.Serializer[Overdue]):
    """A clock that ran out; `statement` promised the update, null means the first words."""

    statement = serializers.IntegerField(source="statement.pk", allow_null=True)
    since = MomentField()


class SilenceAnswer(serializers.Serializer[Silence]):
    """The clocks of an incident as of `now`.

    `began_at` is when the impact started, else when it was detected or declared; `first_at` is the
    first statement, `first_due_at` when it is to be out by.
    """

    incident = serializers.CharField(source="incident.reference")
    now = MomentField()
    began_at = MomentField(source="began.moment", allow_null=True)
    first_at = MomentField(allow_null=True)
    first_due_at = MomentField(allow_null=True)
    spoken = SpokenAnswer(many=True)
    promised = PromiseAnswer(many=True)
    overdue = OverdueAnswer(many=True)


class LimitsAnswer(serializers.Serializer[SilenceLimits]):
    """Minutes to the first statement by severity; null means no limit."""

    sev1 = serializers.IntegerField(allow_null=True)
    sev2 = serializers.IntegerField(allow_null=True)
    sev3 = serializers.IntegerField(allow_null=True)
    sev4 = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()


def _minutes() -> NumberField:
    return NumberField(min_value=0, max_value=LARGEST_INTEGER, allow_null=True)


class LimitsBody(WholeBody, VersionedBody):
    """Minutes to the first statement by severity, whole; null for no limit."""

    sev1 = _minutes()
    sev2 = _minutes()
    sev3 = _minutes()
    sev4 = _minutes()


class Silences(Endpoint):
    """The clocks that run."""

    @lists(SilenceAnswer, operation="silences_list")
    def get(self) -> list[Silence]:
        """The clocks of every incident of which words are expected."""
        return running_in(Incident.objects.visible_to(self.person), timezone.now())


class OneSilence(IncidentEndpoint):
    """The clocks of one incident."""

    @reads(SilenceAnswer, operation="silence_read")
    def get(self, incident: Incident) -> Silence:
        """How long nobody was told anything."""
        times = times_of(incident, timeline_of(incident))
        return clock_of(
            incident, times, incident.statements.select_related("release"), timezone.now()
        )


class Limited(Endpoint):
    """After how long without words somebody is reminded."""

    @reads(LimitsAnswer, operation="silence_limits_read")
    def get(self) -> SilenceLimits:
        """The limits, by severity."""
        require(self.actor, VIEW)
        return silence_limits()

    @writes(LimitsBody, LimitsAnswer, operation="silence_limits_set")
    def put(self, said: dict[str, Any], version: int) -> SilenceLimits:
        """Set the limits."""
        return set_silence_limits(actor=self.actor, version=version, limits=Limits(**said))
