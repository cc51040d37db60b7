"""Going through checklists in an incident."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import Nothing, creates, lists, reads, writes
from accounts.api.fields import PersonAnswer
from checklists.api.checklist import ChecklistAnswer
from checklists.models import Checklist
from checklists.selectors.begun_checklist import ReadChecklist, ReadStep, begun_in
from checklists.selectors.checklist import offered_in
from checklists.services.begun_checklist import (
    begin_checklist,
    leave_step_out,
    set_checklist_aside,
    tick_step,
)
from core.api.fields import LARGEST_INTEGER, MomentField, NumberField, Said
from core.errors import NotFound
from incidents.api.fields import LineField, ReasonBody
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident, Role
from incidents.services.line import undo_line


class ReadStepAnswer(serializers.Serializer[ReadStep]):
    """A step, until when it should be done, and the entry of the timeline that settles it."""

    number = serializers.IntegerField()
    words = serializers.CharField(source="step.words")
    role = serializers.ChoiceField(Role.choices, source="step.role", allow_blank=True)
    within = serializers.IntegerField(source="step.within", allow_null=True)
    due_at = MomentField(allow_null=True)
    is_done = serializers.BooleanField()
    entry = serializers.SerializerMethodField()

    @extend_schema_field({"type": "integer", "nullable": True})
    def get_entry(self, step: ReadStep) -> int | None:
        """The number of the entry; none while the step waits."""
        return step.settled.pk if step.settled else None


class BegunChecklistAnswer(serializers.Serializer[ReadChecklist]):
    """A checklist as it is gone through, in the version it was begun with.

    `newest` is the version that stands, where that is another.
    """

    id = serializers.IntegerField(source="begun.pk")
    checklist = serializers.CharField(source="begun.checklist.slug")
    version = serializers.IntegerField(source="begun.checklist.version")
    newest = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(source="begun.checklist.name")
    begun_by = PersonAnswer(source="begun.begun_by", allow_null=True)
    begun_at = MomentField(source="begun.begun_at")
    set_aside_at = MomentField(source="begun.set_aside_at", allow_null=True)
    set_aside_reason = serializers.CharField(source="begun.set_aside_reason")
    settled = serializers.IntegerField()
    steps = ReadStepAnswer(many=True)


class BeginBody(Said):
    """Which checklist, in the version you read."""

    checklist = LineField(Checklist, "slug")
    version = NumberField(min_value=1, max_value=LARGEST_INTEGER)


class BegunChecklists(IncidentEndpoint):
    """What is gone through in an incident."""

    @lists(BegunChecklistAnswer, operation="begun_checklists_list")
    def get(self, incident: Incident) -> list[ReadChecklist]:
        """Every checklist that was begun, those that were set aside last."""
        return begun_in(incident)

    @creates(
        BeginBody,
        BegunChecklistAnswer,
        operation="checklist_begin",
        at=lambda read: address("api_begun_checklist", read.begun.incident, read.begun.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ReadChecklist:
        """Begin to go through one; one that is gone through already is answered as it is."""
        begun = begin_checklist(
            actor=self.actor,
            incident_id=incident.pk,
            slug=said["checklist"],
            version=said["version"],
        )
        return _found(incident, begun.pk)


class OfferedChecklists(IncidentEndpoint):
    """The checklists that fit an incident."""

    @lists(ChecklistAnswer, operation="offered_checklists_list")
    def get(self, incident: Incident) -> list[Checklist]:
        """By its severity and category, without those that are gone through."""
        return offered_in(incident)


class OneBegunChecklist(IncidentEndpoint):
    """A checklist as it is gone through."""

    @reads(BegunChecklistAnswer, operation="begun_checklist_read")
    def get(self, incident: Incident, begun_id: int) -> ReadChecklist:
        """Its steps, and which of them wait."""
        return _found(incident, begun_id)


class StepTick(IncidentEndpoint):
    """Ticking a step."""

    @writes(Nothing, BegunChecklistAnswer, operation="step_tick")
    def post(
        self, incident: Incident, begun_id: int, step: int, said: dict[str, Any]
    ) -> ReadChecklist:
        """Say that it is done, which makes an entry of the timeline, once."""
        tick_step(actor=self.actor, incident_id=incident.pk, begun_id=begun_id, step=step)
        return _found(incident, begun_id)


class StepLeavingOut(IncidentEndpoint):
    """Leaving a step out."""

    @writes(ReasonBody, BegunChecklistAnswer, operation="step_leave_out")
    def post(
        self, incident: Incident, begun_id: int, step: int, said: dict[str, Any]
    ) -> ReadChecklist:
        """Say that it does not apply, and why; that is an entry too."""
        leave_step_out(
            actor=self.actor,
            incident_id=incident.pk,
            begun_id=begun_id,
            step=step,
            why=said["reason"],
        )
        return _found(incident, begun_id)


class StepUnticking(IncidentEndpoint):
    """Letting a step wait again."""

    @writes(ReasonBody, BegunChecklistAnswer, operation="step_untick")
    def post(
        self, incident: Incident, begun_id: int, step: int, said: dict[str, Any]
    ) -> ReadChecklist:
        """Take back the entry that settles it; that stays readable."""
        settled = [each.settled for each in _found(incident, begun_id).steps if each.number == step]
        # Without a settled step the service finds nothing to undo, and says so.
        entry_id = settled[0].pk if settled and settled[0] else 0
        undo_line(actor=self.actor, incident_id=incident.pk, entry_id=entry_id, **said)
        return _found(incident, begun_id)


class ChecklistSettingAside(IncidentEndpoint):
    """Going through a checklist no longer."""

    @writes(ReasonBody, BegunChecklistAnswer, operation="checklist_set_aside")
    def post(self, incident: Incident, begun_id: int, said: dict[str, Any]) -> ReadChecklist:
        """Set it aside; what was ticked stays in the timeline."""
        set_checklist_aside(actor=self.actor, incident_id=incident.pk, begun_id=begun_id, **said)
        return _found(incident, begun_id)


def _found(incident: Incident, begun_id: int) -> ReadChecklist:
    for read in begun_in(incident):
        if read.begun.pk == begun_id:
            return read
    raise NotFound(_("There is no such checklist in this incident."))
