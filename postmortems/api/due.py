"""Which postmortems are due when, and until when they are asked for."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, lists, writes
from audit.actor import require
from core.api.fields import ChoiceField, NumberField, VersionedBody
from core.errors import NotFound
from incidents.models import Severity
from incidents.models.incident import VIEW
from postmortems.models import DueRule, WorkCalendar
from postmortems.selectors.due import Due, due_of, due_rules
from postmortems.services.due_rule import Deadline, set_due_rule


class DueAnswer(serializers.Serializer[Due]):
    """An incident that is over or has a report begun, and when that is due."""

    incident = serializers.CharField(source="incident.reference")
    is_started = serializers.BooleanField(source="postmortem")
    is_finished = serializers.BooleanField()
    due_on = serializers.DateField(allow_null=True)
    is_overdue = serializers.BooleanField()


class DueRuleAnswer(serializers.Serializer[DueRule]):
    """How many working days after its end a postmortem is due; null: none is asked for."""

    severity = serializers.ChoiceField(Severity.choices)
    working_days = serializers.IntegerField(allow_null=True)
    calendar = serializers.ChoiceField(WorkCalendar.choices)
    version = serializers.IntegerField()


class DueRuleBody(VersionedBody):
    """So many working days, by a calendar; null: none is asked for."""

    working_days = NumberField(allow_null=True)
    calendar = ChoiceField(WorkCalendar.choices)


class Dues(Endpoint):
    """When postmortems are due."""

    @lists(DueAnswer, operation="postmortems_due_list")
    def get(self) -> list[Due]:
        """The incidents that are over or have a report begun: what is late first."""
        require(self.actor, VIEW)
        return due_of(self.person)


class DueRules(Endpoint):
    """Until when postmortems are asked for."""

    @lists(DueRuleAnswer, operation="due_rules_list")
    def get(self) -> list[DueRule]:
        """The rule of each severity."""
        require(self.actor, VIEW)
        return due_rules()


class OneDueRule(Endpoint):
    """The rule of one severity."""

    @writes(DueRuleBody, DueRuleAnswer, operation="due_rule_set")
    def put(self, severity: str, said: dict[str, Any], version: int) -> DueRule:
        """Set until when a postmortem is asked for."""
        if severity not in Severity.values:
            raise NotFound(_("There is no such severity."))
        return set_due_rule(
            actor=self.actor, severity=severity, version=version, deadline=Deadline(**said)
        )
