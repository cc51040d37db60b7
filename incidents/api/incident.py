"""Finding, declaring and changing incidents, and saying who may know of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, pages, reads, writes
from accounts.api.fields import PeopleField, PersonAnswer
from audit.actor import require
from core.api.fields import (
    ChoiceField,
    FewField,
    MomentField,
    NumberField,
    RowsField,
    Said,
    VersionedBody,
    WholeBody,
    YesNoField,
)
from core.api.pagination import PageQuery
from core.checks import longest
from incidents.api.fields import LineField, ReasonField, ServiceField, ServicesField, TextField
from incidents.api.place import IncidentEndpoint, ReferenceField, address
from incidents.models import (
    Category,
    Discovery,
    Incident,
    Malice,
    Milestone,
    Precision,
    Severity,
    Status,
)
from incidents.selectors.incident import matching
from incidents.selectors.timeline_entry import (
    Time,
    contradictions_in,
    duration_between,
    timeline_of,
    times_of,
)
from incidents.services.door import LEAD_INCIDENT
from incidents.services.incident import (
    change_access,
    change_incident,
    change_status,
    declare_incident,
    take_over_incident,
)

DURATIONS = [
    (Milestone.IMPACT_STARTED, Milestone.DETECTED),
    (Milestone.DETECTED, Milestone.MITIGATED),
    (Milestone.IMPACT_STARTED, Milestone.MITIGATED),
    (Milestone.IMPACT_STARTED, Milestone.RECOVERED),
    (Milestone.IMPACT_STARTED, Milestone.RESOLVED),
]


@dataclass(frozen=True, slots=True)
class Duration:
    """How long it took from one milestone to another."""

    start: Milestone
    end: Milestone
    lasted: timedelta | None

    @property
    def seconds(self) -> int | None:
        """Whole seconds; None when either end is unknown or they contradict."""
        return None if self.lasted is None else int(self.lasted.total_seconds())


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from the timeline."""

    times: list[Time]
    contradictions: list[dict[str, Milestone]]
    durations: list[Duration]


def derived_from(incident: Incident) -> Derived:
    """The incident's times, where they contradict each other, and how long things took."""
    times = times_of(incident, timeline_of(incident))
    return Derived(
        times=list(times.values()),
        contradictions=[
            {"earlier": earlier, "later": later} for earlier, later in contradictions_in(times)
        ],
        durations=[
            Duration(start, end, duration_between(times, start, end)) for start, end in DURATIONS
        ],
    )


class ServiceNamed(serializers.Serializer[Any]):
    """A service, by its name in the catalogue."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class IncidentListed(serializers.Serializer[Incident]):
    """An incident in a list."""

    reference = serializers.CharField()
    title = serializers.CharField()
    severity = serializers.ChoiceField(Severity.choices)
    status = serializers.ChoiceField(Status.choices)
    category = serializers.ChoiceField(Category.choices)
    services = ServiceNamed(many=True)
    is_restricted = serializers.BooleanField()
    declared_at = MomentField(allow_null=True)
    version = serializers.IntegerField()


class TimeAnswer(serializers.Serializer[Time]):
    """One of the incident's times, and how exactly it is known."""

    milestone = serializers.ChoiceField(Milestone.choices)
    moment = MomentField()
    precision = serializers.ChoiceField(Precision.choices)


class ContradictionAnswer(serializers.Serializer[Any]):
    """Two milestones told in the wrong order."""

    earlier = serializers.ChoiceField(Milestone.choices)
    later = serializers.ChoiceField(Milestone.choices)


class DurationAnswer(serializers.Serializer[Duration]):
    """How long it took, in whole seconds; null when it is not known."""

    start = serializers.ChoiceField(Milestone.choices)
    end = serializers.ChoiceField(Milestone.choices)
    seconds = serializers.IntegerField(allow_null=True)


class DerivedAnswer(serializers.Serializer[Incident]):
    """What follows from the timeline; nobody types it."""

    times = TimeAnswer(many=True)
    contradictions = ContradictionAnswer(many=True)
    durations = DurationAnswer(many=True)

    def to_representation(self, instance: Incident) -> dict[str, Any]:
        """The facts, read from the timeline once."""
        return super().to_representation(derived_from(instance))  # type: ignore[arg-type]


class IncidentAnswer(IncidentListed):
    """An incident, with the facts that follow from its timeline."""

    summary = serializers.CharField()
    malice = serializers.ChoiceField(Malice.choices)
    malice_basis = serializers.CharField()
    discovery = serializers.ChoiceField(Discovery.choices)
    derived = DerivedAnswer(source="*")


class AccessAnswer(serializers.Serializer[Incident]):
    """Who may know of an incident."""

    is_restricted = serializers.BooleanField()
    people = PersonAnswer(many=True, source="people_with_access")
    groups = serializers.SerializerMethodField()
    version = serializers.IntegerField()

    def get_groups(self, incident: Incident) -> list[str]:
        """The names of the groups."""
        return sorted(group.name for group in incident.groups_with_access.all())


class IncidentQuery(PageQuery):
    """Which incidents are asked for. A filter given twice means either."""

    status = FewField(child=ChoiceField(Status.choices), required=False)
    severity = FewField(child=ChoiceField(Severity.choices), required=False)
    service = ServiceField(required=False)
    text = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Stands in the reference, title, summary or timeline.",
    )
    before = ReferenceField(  # type: ignore[assignment] # a place in this list is a reference
        required=False, help_text="Only incidents older than this reference."
    )


class DeclareBody(Said):
    """A new incident; a title is enough."""

    title = LineField(Incident, "title")
    summary = TextField(required=False)
    severity = ChoiceField(Severity.choices, default=Severity.SEV3)
    category = ChoiceField(Category.choices, default=Category.OUTAGE)
    services = ServicesField(required=False)
    is_restricted = YesNoField(default=False)


class TakeOverBody(Said):
    """An incident that another system kept."""

    year = NumberField()
    title = LineField(Incident, "title")
    summary = TextField(required=False)
    severity = ChoiceField(Severity.choices)
    status = ChoiceField(Status.choices)
    category = ChoiceField(Category.choices, default=Category.OUTAGE)
    services = ServicesField(required=False)


class IncidentBody(VersionedBody):
    """What is to be changed; what is left out stays as it is."""

    title = LineField(Incident, "title", required=False)
    summary = TextField(required=False)
    severity = ChoiceField(Severity.choices, required=False)
    status = ChoiceField(Status.choices, required=False)
    category = ChoiceField(Category.choices, required=False)
    malice = ChoiceField(Malice.choices, required=False)
    malice_basis = TextField(required=False)
    discovery = ChoiceField(Discovery.choices, required=False)
    services = ServicesField(required=False)
    reason = ReasonField(required=False)


class StatusBody(VersionedBody):
    """Where the work stands now."""

    status = ChoiceField(Status.choices)
    reason = ReasonField(required=False)


class AccessBody(WholeBody, VersionedBody):
    """Who may know of the incident from now on."""

    is_restricted = YesNoField()
    people = PeopleField()
    groups = RowsField(
        Group.objects.all(),
        by="name",
        child=serializers.CharField(max_length=longest(Group, "name")),
        help_text="Names of groups, such as communications.",
    )
    reason = ReasonField()


class Incidents(Endpoint):
    """Every incident that whoever asks may know of."""

    @pages(IncidentListed, operation="incidents_list", query=IncidentQuery, by=("year", "number"))
    def get(self, asked: dict[str, Any]) -> QuerySet[Incident]:
        """Incidents, the newest first."""
        visible = Incident.objects.visible_to(self.person)
        incidents: QuerySet[Incident] = visible.prefetch_related("services")
        if text := asked.get("text"):
            incidents = matching(incidents, text)
        if statuses := asked.get("status"):
            incidents = incidents.filter(status__in=statuses)
        if severities := asked.get("severity"):
            incidents = incidents.filter(severity__in=severities)
        if service := asked.get("service"):
            incidents = incidents.filter(services=service)
        return incidents

    @creates(
        DeclareBody,
        IncidentAnswer,
        operation="incident_declare",
        at=lambda incident: address("api_incident", incident),
    )
    def post(self, said: dict[str, Any]) -> Incident:
        """Open the record of something that went wrong."""
        return declare_incident(actor=self.actor, **said)


class IncidentsTakenOver(Endpoint):
    """Incidents that another system kept."""

    @creates(
        TakeOverBody,
        IncidentAnswer,
        operation="incident_take_over",
        at=lambda incident: address("api_incident", incident),
    )
    def post(self, said: dict[str, Any]) -> Incident:
        """Open the record of an incident that another system kept, in the year it happened."""
        return take_over_incident(actor=self.actor, **said)


class OneIncident(IncidentEndpoint):
    """One incident."""

    @reads(IncidentAnswer, operation="incident_read")
    def get(self, incident: Incident) -> Incident:
        """The incident as a whole, with its times."""
        return incident

    @writes(IncidentBody, IncidentAnswer, operation="incident_change")
    def patch(self, incident: Incident, said: dict[str, Any], version: int) -> Incident:
        """Change what is said of the incident as a whole."""
        return change_incident(
            actor=self.actor,
            incident_id=incident.pk,
            version=version,
            reason=said.pop("reason", ""),
            changes=said,
        )


class IncidentStatus(IncidentEndpoint):
    """Where the work stands."""

    @writes(StatusBody, IncidentAnswer, operation="incident_change_status")
    def put(self, incident: Incident, said: dict[str, Any], version: int) -> Incident:
        """Say where the work stands now."""
        return change_status(actor=self.actor, incident_id=incident.pk, version=version, **said)


class IncidentAccess(IncidentEndpoint):
    """Who may know of the incident."""

    @reads(AccessAnswer, operation="incident_access_read")
    def get(self, incident: Incident) -> Incident:
        """Who may know of the incident, for those who may change it."""
        require(self.actor, LEAD_INCIDENT)
        return incident

    @writes(AccessBody, AccessAnswer, operation="incident_change_access")
    def put(self, incident: Incident, said: dict[str, Any], version: int) -> Incident:
        """Say who may know of the incident. Nobody locks themselves out."""
        return change_access(actor=self.actor, incident_id=incident.pk, version=version, **said)
