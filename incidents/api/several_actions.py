"""Doing the same with several actions: with all of them, or with none."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from accounts.api.endpoint import Endpoint, writes
from accounts.api.fields import PersonField
from accounts.models import User
from core.api.fields import ChoiceField, IdField, Said, YesNoField
from incidents.api.action_item import ActionAnswer
from incidents.api.fields import ReasonField, TextField
from incidents.models import ActionItem
from incidents.services.several_actions import (
    OF_A_PLAN,
    Act,
    Acted,
    Asked,
    Chosen,
    NotYetShown,
    change_actions,
)


class ChosenBody(Said):
    """An action, and the version of it that you read."""

    id = IdField()
    version = serializers.IntegerField(min_value=1)


class TogetherBody(Said):
    """Which actions, and what is to be done with each of them."""

    actions = ChosenBody(many=True)
    act = ChoiceField(
        Act.choices,
        help_text="To plan anew takes an owner, a day or both; to complete, evidence; to withdraw "
        "or reopen, a reason.",
    )
    owner = PersonField(User.objects.all(), required=False, allow_null=True)
    due_on = serializers.DateField(required=False, allow_null=True)
    evidence = TextField(default="")
    check_due_on = serializers.DateField(default=None, allow_null=True)
    reason = ReasonField(default="")
    dry_run = YesNoField(
        default=False, help_text="Only say what the actions would be; nothing is done."
    )


class TogetherAnswer(serializers.Serializer[Any]):
    """The actions as they are after it."""

    results = ActionAnswer(many=True)


class ActionsTogether(Endpoint):
    """Several actions at once."""

    @writes(TogetherBody, TogetherAnswer, operation="actions_together")
    def post(self, said: dict[str, Any]) -> dict[str, list[ActionItem]]:
        """Plan anew, complete, withdraw or reopen all of them, or none when one is refused."""
        is_dry = said.pop("dry_run")
        chosen = [Chosen(each["id"], each["version"]) for each in said.pop("actions")]
        plan = {name: said.pop(name) for name in OF_A_PLAN & said.keys()}
        try:
            acted = change_actions(
                actor=self.actor,
                chosen=chosen,
                asked=Asked(plan=plan, **said),
                shown="" if is_dry else None,
            )
        except NotYetShown as unseen:
            return _told(unseen.would)
        return _told(acted)


def _told(acted: Sequence[Acted]) -> dict[str, list[ActionItem]]:
    return {"results": [each.after for each in acted]}
