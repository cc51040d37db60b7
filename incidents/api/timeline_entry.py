"""The timeline: read it, add to it, correct it, take something back."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import creates, lists, reads, writes
from accounts.api.fields import PersonAnswer
from core.api.fields import (
    ChoiceField,
    FewField,
    MomentField,
    Said,
    WholeBody,
    WordsField,
)
from core.errors import NotFound
from incidents.api.fields import ReasonBody, ReasonField, TextField
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident, Kind, Milestone, Precision, TimelineEntry
from incidents.selectors.timeline_entry import ReadEntry, timeline_of
from incidents.services.timeline_entry import (
    LONGEST_ADDRESS,
    MOST_LINKS,
    EntryContent,
    add_entry,
    correct_entry,
    retract_entry,
)


class VersionOfEntry(serializers.Serializer[TimelineEntry]):
    """What an entry says or said."""

    id = serializers.IntegerField()
    occurred_at = MomentField(allow_null=True)
    precision = serializers.ChoiceField(Precision.choices)
    kind = serializers.ChoiceField(Kind.choices)
    milestone = serializers.ChoiceField(Milestone.choices, allow_blank=True)
    text = serializers.CharField()
    evidence_links = serializers.ListField(child=serializers.CharField())
    author = PersonAnswer(allow_null=True)
    recorded_at = MomentField()
    reason = serializers.CharField()
    is_retraction = serializers.BooleanField()


class EntryAnswer(serializers.Serializer[ReadEntry]):
    """A standing entry, and what it replaced, the newest first."""

    id = serializers.IntegerField(source="entry.pk")
    entry = VersionOfEntry()
    earlier = VersionOfEntry(many=True)
    is_late = serializers.BooleanField()


class EntryBody(Said):
    """What was seen, done, decided or said."""

    text = TextField()
    occurred_at = MomentField(allow_null=True)
    precision = ChoiceField(Precision.choices, default=Precision.MINUTE)
    kind = ChoiceField(Kind.choices, default=Kind.OBSERVATION)
    milestone = ChoiceField(Milestone.choices, default="", allow_blank=True)
    evidence_links = FewField(
        child=WordsField(max_length=LONGEST_ADDRESS),
        max_length=MOST_LINKS,
        default=list,
        help_text="Web addresses.",
    )


class CorrectBody(EntryBody, WholeBody):
    """A better entry in the place of an earlier one, as a whole, and why."""

    reason = ReasonField()


class Entries(IncidentEndpoint):
    """The timeline of an incident."""

    @lists(EntryAnswer, operation="entries_list")
    def get(self, incident: Incident) -> list[ReadEntry]:
        """The standing entries in the order things happened, each with what it replaced."""
        return timeline_of(incident)

    @creates(
        EntryBody,
        EntryAnswer,
        operation="entry_add",
        at=lambda read: address("api_entry", read.entry.incident, read.entry.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ReadEntry:
        """Write down one thing seen, done, decided or said."""
        entry = add_entry(actor=self.actor, incident_id=incident.pk, content=_content(said))
        return standing(incident, entry.pk)


class OneEntry(IncidentEndpoint):
    """One entry of the timeline."""

    @reads(EntryAnswer, operation="entry_read")
    def get(self, incident: Incident, entry_id: int) -> ReadEntry:
        """The entry; by the number of one that was replaced, the entry that stands for it now."""
        return standing(incident, entry_id)


class EntryCorrection(IncidentEndpoint):
    """A better entry in the place of another."""

    @writes(CorrectBody, EntryAnswer, operation="entry_correct")
    def post(self, incident: Incident, entry_id: int, said: dict[str, Any]) -> ReadEntry:
        """Replace the entry by a new one; the earlier stays readable."""
        reason = said.pop("reason")
        entry = correct_entry(
            actor=self.actor,
            incident_id=incident.pk,
            entry_id=entry_id,
            content=_content(said),
            reason=reason,
        )
        return standing(incident, entry.pk)


class EntryRetraction(IncidentEndpoint):
    """Taking an entry back."""

    @writes(ReasonBody, EntryAnswer, operation="entry_retract")
    def post(self, incident: Incident, entry_id: int, said: dict[str, Any]) -> ReadEntry:
        """Take the entry back; it stays readable as withdrawn."""
        entry = retract_entry(actor=self.actor, incident_id=incident.pk, entry_id=entry_id, **said)
        return standing(incident, entry.pk)


def standing(incident: Incident, entry_id: int) -> ReadEntry:
    """The entry that stands for this one now.

    Raises:
        NotFound: the incident never had an entry of that number.
    """
    for read in timeline_of(incident):
        if entry_id in {read.entry.pk, *(earlier.pk for earlier in read.earlier)}:
            return read
    raise NotFound(_("There is no such entry in this incident."))


def _content(said: dict[str, Any]) -> EntryContent:
    return EntryContent(**said | {"evidence_links": tuple(said["evidence_links"])})
