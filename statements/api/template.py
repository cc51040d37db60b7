"""The texts that statements start from."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, lists, reads, writes
from audit.actor import require
from core.api.fields import ChoiceField, Said, VersionedBody, WholeBody
from core.errors import NotFound
from incidents.api.fields import LineField
from statements.api.statement import StatementText
from statements.models import Audience, Language, StatementKind, StatementTemplate
from statements.selectors.template import ReadTemplate, read_template, template_named, templates
from statements.services.door import WRITE
from statements.services.template import (
    TemplateText,
    add_template,
    change_template,
    withdraw_template,
)


class TemplateAnswer(serializers.Serializer[ReadTemplate]):
    """A text to start from. Version 0 is as it came with Havari."""

    key = serializers.CharField()
    title = serializers.CharField()
    language = serializers.ChoiceField(Language.values)
    kind = serializers.ChoiceField(StatementKind.choices)
    audience = serializers.CharField(help_text="Empty for any.")
    text = serializers.CharField()
    is_withdrawn = serializers.BooleanField()
    version = serializers.IntegerField()


class TemplateBody(Said):
    """A text to start from, and for what."""

    title = LineField(StatementTemplate, "title")
    language = ChoiceField(Language.values)
    kind = ChoiceField(StatementKind.choices)
    audience = ChoiceField(Audience.choices, allow_blank=True, default="")
    text = StatementText()


class ChangeTemplateBody(TemplateBody, WholeBody, VersionedBody):
    """The text as a whole, worded otherwise."""


class WithdrawTemplateBody(VersionedBody):
    """The version that is not to be offered any more."""


class Templates(Endpoint):
    """The texts to start from."""

    @lists(TemplateAnswer, operation="templates_list")
    def get(self) -> list[ReadTemplate]:
        """Every template, those no longer offered too."""
        require(self.actor, WRITE)
        return templates()

    @creates(
        TemplateBody,
        TemplateAnswer,
        operation="template_add",
        at=lambda template: reverse("api_template", args=[template.key]),
    )
    def post(self, said: dict[str, Any]) -> ReadTemplate:
        """Make a text to start from."""
        return read_template(add_template(actor=self.actor, value=TemplateText(**said)))


class OneTemplate(Endpoint):
    """One of them."""

    @reads(TemplateAnswer, operation="template_read")
    def get(self, template: str) -> ReadTemplate:
        """The template as it stands."""
        require(self.actor, WRITE)
        return _known(template)

    @writes(ChangeTemplateBody, TemplateAnswer, operation="template_change")
    def put(self, template: str, said: dict[str, Any], version: int) -> ReadTemplate:
        """Word it otherwise; one that came with Havari too."""
        value = TemplateText(**said)
        change_template(actor=self.actor, key=template, version=version, value=value)
        return _known(template)


class TemplateWithdrawal(Endpoint):
    """Offering one no longer."""

    @writes(WithdrawTemplateBody, TemplateAnswer, operation="template_withdraw")
    def post(self, template: str, said: dict[str, Any], version: int) -> ReadTemplate:
        """Offer it no longer; changing it brings it back."""
        withdraw_template(actor=self.actor, key=template, version=version)
        return _known(template)


def _known(key: str) -> ReadTemplate:
    template = template_named(key)
    if template is None:
        raise NotFound(_("There is no such template."))
    return template
