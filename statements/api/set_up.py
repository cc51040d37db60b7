"""Setting up the press desk: who must approve, and what mass messages rest on."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, lists, reads, writes
from audit.actor import require
from core.api.fields import MomentField, VersionedBody, WholeBody, YesNoField
from core.errors import NotFound
from incidents.api.fields import CountField, LineField, ReasonField
from incidents.models.incident import VIEW
from statements.load import LARGEST_AUDIENCE
from statements.models import ApprovalRule, Premise
from statements.models.approval_rule import FEWEST_APPROVALS, MOST_APPROVALS
from statements.selectors.set_up import approval_rules, premises
from statements.services.approval_rule import change_approval_rule
from statements.services.premise import Told, state_premise


class ApprovalRuleAnswer(serializers.Serializer[ApprovalRule]):
    """How many must approve what is for an audience, or reaches a mass audience."""

    name = serializers.CharField()
    approvals = serializers.IntegerField()
    needs_communications = serializers.BooleanField()
    version = serializers.IntegerField()


class PremiseAnswer(serializers.Serializer[Premise]):
    """A figure that the load of mass messages rests on; null is unknown."""

    name = serializers.CharField()
    value = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment] # the API's word; Field has an attribute of that name
    as_of = MomentField(allow_null=True)
    version = serializers.IntegerField()


class ChangeApprovalRuleBody(WholeBody, VersionedBody):
    """What the rule is to ask for, and why."""

    approvals = CountField(min_value=FEWEST_APPROVALS, max_value=MOST_APPROVALS)
    needs_communications = YesNoField()
    reason = ReasonField()


class StatePremiseBody(WholeBody, VersionedBody):
    """A figure with its source and moment; null when nobody knows it any more."""

    value = CountField(max_value=LARGEST_AUDIENCE, allow_null=True)
    source = LineField(Premise, "source")  # type: ignore[assignment] # as above
    as_of = MomentField(allow_null=True)


class ApprovalRules(Endpoint):
    """The rules of approval."""

    @lists(ApprovalRuleAnswer, operation="approval_rules_list")
    def get(self) -> list[ApprovalRule]:
        """The rule for each audience, and for what reaches a mass audience."""
        require(self.actor, VIEW)
        return list(approval_rules().values())


class OneApprovalRule(Endpoint):
    """One rule of approval."""

    @reads(ApprovalRuleAnswer, operation="approval_rule_read")
    def get(self, rule_name: str) -> ApprovalRule:
        """What the rule asks for."""
        require(self.actor, VIEW)
        rule = approval_rules().get(rule_name)
        if rule is None:
            raise NotFound(_("There is no such rule."))
        return rule

    @writes(ChangeApprovalRuleBody, ApprovalRuleAnswer, operation="approval_rule_change")
    def put(self, rule_name: str, said: dict[str, Any], version: int) -> ApprovalRule:
        """Set what the rule asks for; it counts at once for what is not released yet."""
        return change_approval_rule(actor=self.actor, name=rule_name, version=version, **said)


class Premises(Endpoint):
    """The figures that the load of mass messages rests on."""

    @lists(PremiseAnswer, operation="premises_list")
    def get(self) -> list[Premise]:
        """Every figure there is to be known."""
        require(self.actor, VIEW)
        return list(premises().values())


class OnePremise(Endpoint):
    """One such figure."""

    @reads(PremiseAnswer, operation="premise_read")
    def get(self, premise_name: str) -> Premise:
        """What is known of it."""
        require(self.actor, VIEW)
        premise = premises().get(premise_name)
        if premise is None:
            raise NotFound(_("There is no such figure."))
        return premise

    @writes(StatePremiseBody, PremiseAnswer, operation="premise_state")
    def put(self, premise_name: str, said: dict[str, Any], version: int) -> Premise:
        """State it, with who says so and as of when."""
        return state_premise(
            actor=self.actor, name=premise_name, version=version, told=Told(**said)
        )
