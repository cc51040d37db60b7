"""Where alerts come from."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, Nothing, creates, lists, reads, writes
from alerts.models import AlertKey, AlertSource, Proof, SourceKind
from alerts.models.alert_source import SET_UP_ALERTS
from alerts.selectors.alert_source import source_named
from alerts.services.alert_key import NewKey, end_alert_key, make_alert_key
from alerts.services.alert_source import SetUp, add_alert_source, change_alert_source
from audit.actor import require
from core.api.fields import MomentField, Said, VersionedBody, WholeBody, WordsField, YesNoField
from core.errors import NotFound
from incidents.api.fields import LineField
from incidents.models import Category, Service, Severity


class AlertSourceAnswer(serializers.Serializer[AlertSource]):
    """What is set up of a source. `service` is a number in the catalogue."""

    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(SourceKind.choices)
    mapping = serializers.DictField(child=serializers.CharField())
    severities = serializers.DictField(child=serializers.CharField())
    categories = serializers.DictField(child=serializers.CharField())
    services = serializers.DictField(child=serializers.CharField())
    severity = serializers.ChoiceField(Severity.choices)
    category = serializers.ChoiceField(Category.choices)
    service = serializers.IntegerField(source="service_id", allow_null=True)
    opens_incidents = serializers.BooleanField()
    is_active = serializers.BooleanField()
    version = serializers.IntegerField()


class AlertSourceBody(Said):
    """A new source."""

    slug = LineField(AlertSource, "slug")
    name = LineField(AlertSource, "name")
    kind = serializers.ChoiceField(SourceKind.choices)
    mapping = serializers.DictField(child=WordsField(), default=dict)
    severities = serializers.DictField(child=WordsField(), default=dict)
    categories = serializers.DictField(child=WordsField(), default=dict)
    services = serializers.DictField(child=WordsField(), default=dict)
    severity = serializers.ChoiceField(Severity.choices, default=Severity.SEV3)
    category = serializers.ChoiceField(Category.choices, default=Category.OUTAGE)
    service = serializers.PrimaryKeyRelatedField(
        queryset=Service.objects.all(), allow_null=True, default=None
    )
    opens_incidents = YesNoField(default=True)
    is_active = YesNoField(default=True)


class ChangeAlertSourceBody(AlertSourceBody, WholeBody, VersionedBody):
    """What is to be set up of the source as a whole."""


class AlertKeyBody(Said):
    """A new key: a token that Havari makes, or the secret that the tool signs with."""

    proof = serializers.ChoiceField(Proof.choices)
    secret = WordsField(default="")


class AlertKeyAnswer(serializers.Serializer[NewKey]):
    """The new key. A token is shown this once."""

    id = serializers.IntegerField(source="key.pk")
    proof = serializers.ChoiceField(Proof.choices, source="key.proof")
    created_at = MomentField(source="key.created_at")
    token = serializers.CharField()


class StandingKeyAnswer(serializers.Serializer[AlertKey]):
    """A key, which is never shown again; `ended_at` is null while it is good."""

    id = serializers.IntegerField()
    proof = serializers.ChoiceField(Proof.choices)
    created_at = MomentField()
    ended_at = MomentField(allow_null=True)


class AlertSources(Endpoint):
    """All sources."""

    @lists(AlertSourceAnswer, operation="alert_sources_list")
    def get(self) -> QuerySet[AlertSource]:
        """Every source, by name."""
        require(self.actor, SET_UP_ALERTS)
        return AlertSource.objects.all()

    @creates(
        AlertSourceBody,
        AlertSourceAnswer,
        operation="alert_source_add",
        at=lambda source: reverse("api_alert_source", args=[source.slug]),
    )
    def post(self, said: dict[str, Any]) -> AlertSource:
        """Listen to a tool."""
        return add_alert_source(actor=self.actor, setup=SetUp(**said))


class OneAlertSource(Endpoint):
    """One source."""

    def place(self, **address: Any) -> dict[str, Any]:
        """The source that the address names, for those who may set it up."""
        require(self.actor, SET_UP_ALERTS)
        source = source_named(address["source"])
        if source is None:
            raise NotFound(_("There is no such source of alerts."))
        return {"source": source}

    @reads(AlertSourceAnswer, operation="alert_source_read")
    def get(self, source: AlertSource) -> AlertSource:
        """What is set up of the source."""
        return source

    @writes(ChangeAlertSourceBody, AlertSourceAnswer, operation="alert_source_change")
    def put(self, source: AlertSource, said: dict[str, Any], version: int) -> AlertSource:
        """Set the source up anew."""
        return change_alert_source(
            actor=self.actor, source_id=source.pk, version=version, setup=SetUp(**said)
        )


class AlertKeys(OneAlertSource):
    """Keys of a source."""

    http_method_names = ["get", "head", "post"]

    @lists(StandingKeyAnswer, operation="alert_keys_list")
    def get(self, source: AlertSource) -> QuerySet[AlertKey]:
        """The keys that are good, the first made first."""
        return source.keys.filter(ended_at=None).order_by("pk")

    @writes(AlertKeyBody, AlertKeyAnswer, operation="alert_key_make", status=201)
    def post(self, source: AlertSource, said: dict[str, Any]) -> NewKey:
        """Make a key; an earlier one stays good until it is ended."""
        return make_alert_key(actor=self.actor, source_id=source.pk, **said)


class AlertKeyEnd(OneAlertSource):
    """The end of a key."""

    http_method_names = ["post"]

    def place(self, **address: Any) -> dict[str, Any]:
        """The source and the number of its key."""
        return super().place(**address) | {"key_id": address["key_id"]}

    @writes(Nothing, StandingKeyAnswer, operation="alert_key_end")
    def post(self, source: AlertSource, key_id: int, said: dict[str, Any]) -> AlertKey:
        """End a key at once; ending it again changes nothing."""
        return end_alert_key(actor=self.actor, source_id=source.pk, key_id=key_id)
