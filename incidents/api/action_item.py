"""Follow-up work: across incidents and within one, planned, done, checked, withdrawn, taken up again."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, lists, pages, reads, writes
from accounts.api.fields import PersonAnswer, PersonField
from accounts.models import User
from core.api.fields import (
    ChoiceField,
    IdField,
    MomentField,
    Said,
    VersionedBody,
    WholeBody,
    YesNoField,
)
from core.api.pagination import PageQuery
from core.errors import NotFound
from incidents.api.fields import LineField, TextField, VersionedReasonBody
from incidents.api.place import IncidentEndpoint, IncidentField, address
from incidents.models import ActionItem, ActionKind, Incident
from incidents.selectors.action_item import actions_for
from incidents.services.action_item import (
    Plan,
    add_action,
    change_action,
    check_action,
    complete_action,
    reopen_action,
    withdraw_action,
)


class ActionAnswer(serializers.Serializer[ActionItem]):
    """Work that somebody owns, and what became of it."""

    id = serializers.IntegerField()
    incident = serializers.CharField(source="incident.reference")
    title = serializers.CharField()
    kind = serializers.ChoiceField(ActionKind.choices)
    owner = PersonAnswer(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    factor = serializers.IntegerField(source="factor_id", allow_null=True)
    tracker_url = serializers.CharField()
    completed_at = MomentField(allow_null=True)
    evidence = serializers.CharField()
    worked = serializers.BooleanField(allow_null=True)
    worked_basis = serializers.CharField()
    check_due_on = serializers.DateField(allow_null=True)
    checked_by = PersonAnswer(allow_null=True)
    checked_at = MomentField(allow_null=True)
    withdrawn_at = MomentField(allow_null=True)
    withdrawn_reason = serializers.CharField()
    version = serializers.IntegerField()


class ActionQuery(PageQuery):
    """Which actions are asked for."""

    state = ChoiceField(
        ["open", "done", "overdue", "to_be_checked", "withdrawn"],
        required=False,
        help_text="Open is neither done nor withdrawn. Overdue is open work whose day has passed; to be checked is done work of which "
        "nobody has said yet whether it worked.",
    )
    owner = PersonField(required=False)
    incident = IncidentField(required=False)


class ActionBody(Said):
    """What is to be done, by whom, until when, and the condition it answers."""

    title = LineField(ActionItem, "title")
    kind = ChoiceField(ActionKind.choices, default=ActionKind.PREVENT)
    owner = PersonField(default=None, allow_null=True)
    due_on = serializers.DateField(default=None, allow_null=True)
    factor = IdField(default=None, allow_null=True)
    tracker_url = LineField(ActionItem, "tracker_url", default="")


class ChangeActionBody(ActionBody, WholeBody, VersionedBody):
    """The work planned anew as a whole; an owner who left may stay."""

    owner = PersonField(User.objects.all(), allow_null=True)


class EvidenceBody(VersionedBody):
    """Proof that the work is done; its effect is checked six weeks later if no day is given."""

    evidence = TextField()
    check_due_on = serializers.DateField(default=None, allow_null=True)


class CheckBody(VersionedBody):
    """Whether it worked, and how we know."""

    worked = YesNoField()
    basis = TextField()


class Actions(Endpoint):
    """Follow-up work across incidents."""

    @pages(ActionAnswer, operation="actions_list", query=ActionQuery, by=("pk",))
    def get(self, asked: dict[str, Any]) -> QuerySet[ActionItem]:
        """The actions whoever asks may see, the newest first."""
        actions = actions_for(self.person)
        if owner := asked.get("owner"):
            actions = actions.filter(owner=owner)
        if incident := asked.get("incident"):
            actions = actions.filter(incident=incident)
        match asked.get("state"):
            case "open":
                return actions.open()
            case "done":
                return actions.done()
            case "withdrawn":
                return actions.withdrawn()
            case "overdue":
                return actions.overdue(timezone.localdate())
            case "to_be_checked":
                return actions.to_be_checked()
        return actions


class IncidentActions(IncidentEndpoint):
    """Follow-up work of an incident."""

    @lists(ActionAnswer, operation="incident_actions_list")
    def get(self, incident: Incident) -> QuerySet[ActionItem]:
        """The incident's actions, open ones first, the longest due on top."""
        return actions_for(self.person).filter(incident=incident)

    @creates(
        ActionBody,
        ActionAnswer,
        operation="action_add",
        at=lambda action: address("api_action", action.incident, action.pk),
    )
    def post(self, incident: Incident, said: dict[str, Any]) -> ActionItem:
        """Plan follow-up work."""
        return add_action(actor=self.actor, incident_id=incident.pk, plan=_plan(said))


class OneAction(IncidentEndpoint):
    """One action."""

    @reads(ActionAnswer, operation="action_read")
    def get(self, incident: Incident, action_id: int) -> ActionItem:
        """The work, and what became of it."""
        action = actions_for(self.person).filter(incident=incident, pk=action_id).first()
        if action is None:
            raise NotFound(_("There is no such action in this incident."))
        return action

    @writes(ChangeActionBody, ActionAnswer, operation="action_change")
    def put(
        self, incident: Incident, action_id: int, said: dict[str, Any], version: int
    ) -> ActionItem:
        """Plan the work anew: another owner, another day."""
        return change_action(
            actor=self.actor,
            incident_id=incident.pk,
            action_id=action_id,
            version=version,
            plan=_plan(said),
        )


class ActionCompletion(IncidentEndpoint):
    """Finishing the work."""

    @writes(EvidenceBody, ActionAnswer, operation="action_complete")
    def post(
        self, incident: Incident, action_id: int, said: dict[str, Any], version: int
    ) -> ActionItem:
        """Finish the work, with proof that it is done."""
        return complete_action(
            actor=self.actor,
            incident_id=incident.pk,
            action_id=action_id,
            version=version,
            **said,
        )


class ActionCheck(IncidentEndpoint):
    """Saying whether it worked."""

    @writes(CheckBody, ActionAnswer, operation="action_check")
    def post(
        self, incident: Incident, action_id: int, said: dict[str, Any], version: int
    ) -> ActionItem:
        """Say, some time later, whether it worked."""
        return check_action(
            actor=self.actor,
            incident_id=incident.pk,
            action_id=action_id,
            version=version,
            **said,
        )


class ActionWithdrawal(IncidentEndpoint):
    """Saying that the work is not to be done after all."""

    @writes(VersionedReasonBody, ActionAnswer, operation="action_withdraw")
    def post(
        self, incident: Incident, action_id: int, said: dict[str, Any], version: int
    ) -> ActionItem:
        """Withdraw the work, with the reason; it may be taken up again."""
        return withdraw_action(
            actor=self.actor,
            incident_id=incident.pk,
            action_id=action_id,
            version=version,
            **said,
        )


class ActionReopening(IncidentEndpoint):
    """Taking the work up again."""

    @writes(VersionedReasonBody, ActionAnswer, operation="action_reopen")
    def post(
        self, incident: Incident, action_id: int, said: dict[str, Any], version: int
    ) -> ActionItem:
        """Take done or withdrawn work up again; what was said of it stays in the log."""
        return reopen_action(
            actor=self.actor,
            incident_id=incident.pk,
            action_id=action_id,
            version=version,
            **said,
        )


def _plan(said: dict[str, Any]) -> Plan:
    factor = said.pop("factor")
    return Plan(**said, factor_id=factor)
