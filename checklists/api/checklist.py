"""The organisation's checklists and their versions."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, lists, reads, writes
from accounts.api.fields import PersonAnswer
from audit.actor import require
from checklists.models import Checklist
from checklists.selectors.checklist import versions_of
from checklists.services.checklist import (
    ChecklistText,
    add_checklist,
    change_checklist,
    withdraw_checklist,
)
from checklists.steps import LONGEST_STEP, MOST_MINUTES, MOST_STEPS, Step, as_read
from core.api.fields import (
    ChoiceField,
    FewField,
    MomentField,
    NumberField,
    Said,
    VersionedBody,
    WholeBody,
    WordsField,
)
from core.errors import NotFound
from incidents.api.fields import LineField, VersionedReasonBody
from incidents.models import Category, Role, Severity
from incidents.models.incident import VIEW
from statements.models import Language


class StepAnswer(serializers.Serializer[Step]):
    """One thing to do, whose it is, and within how many minutes of the declaration."""

    words = serializers.CharField()
    role = serializers.ChoiceField(Role.choices, allow_blank=True)
    within = serializers.IntegerField(allow_null=True)


class ChecklistAnswer(serializers.Serializer[Checklist]):
    """A version of a checklist: its steps, where it is offered, and who wrote it."""

    slug = serializers.CharField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    language = serializers.ChoiceField(Language.values)
    severities = serializers.ListField(child=serializers.ChoiceField(Severity.choices))
    categories = serializers.ListField(child=serializers.ChoiceField(Category.choices))
    steps = serializers.SerializerMethodField()
    author = PersonAnswer(allow_null=True)
    written_at = MomentField(allow_null=True)
    withdrawn_at = MomentField(allow_null=True)
    withdrawn_reason = serializers.CharField()

    @extend_schema_field(StepAnswer(many=True))
    def get_steps(self, checklist: Checklist) -> Any:
        """In their order."""
        return [StepAnswer(step).data for step in as_read(checklist.steps)]


class StepBody(Said):
    """One thing to do. Limits are judged by the service."""

    words = WordsField(max_length=LONGEST_STEP)
    role = ChoiceField(Role.choices, default="", allow_blank=True)
    within = NumberField(
        min_value=1,
        max_value=MOST_MINUTES,
        default=None,
        allow_null=True,
        help_text="Minutes after the declaration.",
    )


class ChecklistBody(Said):
    """What it is called, its steps, and where it is offered; nowhere named means everywhere."""

    name = LineField(Checklist, "name")
    language = ChoiceField(Language.values)
    steps = FewField(child=StepBody(), max_length=MOST_STEPS)
    severities = FewField(child=ChoiceField(Severity.choices), default=list)
    categories = FewField(child=ChoiceField(Category.choices), default=list)


class ChangeChecklistBody(ChecklistBody, WholeBody, VersionedBody):
    """The same as a whole, said otherwise."""


class Checklists(Endpoint):
    """The checklists of the organisation."""

    @lists(ChecklistAnswer, operation="checklists_list")
    def get(self) -> QuerySet[Checklist]:
        """Each as it stands, withdrawn ones too."""
        require(self.actor, VIEW)
        return Checklist.objects.newest().select_related("author")

    @creates(
        ChecklistBody,
        ChecklistAnswer,
        operation="checklist_add",
        at=lambda checklist: reverse("api_checklist", args=[checklist.slug]),
    )
    def post(self, said: dict[str, Any]) -> Checklist:
        """Write a new one."""
        return add_checklist(actor=self.actor, value=_text(said))


class OneChecklist(Endpoint):
    """A checklist."""

    @reads(ChecklistAnswer, operation="checklist_read")
    def get(self, slug: str) -> Checklist:
        """The version that stands."""
        require(self.actor, VIEW)
        return _found(versions_of(slug))

    @writes(ChangeChecklistBody, ChecklistAnswer, operation="checklist_change")
    def put(self, slug: str, said: dict[str, Any], version: int) -> Checklist:
        """Say it otherwise, as a new version; what was begun goes on with its own."""
        return change_checklist(actor=self.actor, slug=slug, version=version, value=_text(said))


class ChecklistVersions(Endpoint):
    """What a checklist said, version by version."""

    @lists(ChecklistAnswer, operation="checklist_versions_list")
    def get(self, slug: str) -> QuerySet[Checklist]:
        """Every version, the newest first."""
        require(self.actor, VIEW)
        _found(versions_of(slug))
        return versions_of(slug)


class ChecklistWithdrawal(Endpoint):
    """Offering a checklist no longer."""

    @writes(VersionedReasonBody, ChecklistAnswer, operation="checklist_withdraw")
    def post(self, slug: str, said: dict[str, Any], version: int) -> Checklist:
        """Offer it no longer; it stays readable, and what was begun of it can be finished."""
        return withdraw_checklist(actor=self.actor, slug=slug, version=version, **said)


def _found(versions: QuerySet[Checklist]) -> Checklist:
    checklist = versions.first()
    if checklist is None:
        raise NotFound(_("There is no such checklist."))
    return checklist


def _text(said: dict[str, Any]) -> ChecklistText:
    return ChecklistText(**said | {"steps": [Step(**step) for step in said["steps"]]})
