"""The organisation's own lists of sections."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, lists, reads, writes
from audit.actor import require
from core.api.fields import (
    ChoiceField,
    FewField,
    IdField,
    MomentField,
    Said,
    VersionedBody,
    WordsField,
)
from core.errors import NotFound
from incidents.api.fields import TextField
from incidents.api.place import IncidentEndpoint
from incidents.models import Category, Incident, Severity
from postmortems.api.postmortem import PostmortemAnswer
from postmortems.models import Postmortem, PostmortemTemplate
from postmortems.outline import as_read, as_text
from postmortems.services.door import SET_UP
from postmortems.services.template import (
    TemplateText,
    add_template,
    change_template,
    take_over_template,
    withdraw_template,
)


class PostmortemTemplateAnswer(serializers.Serializer[PostmortemTemplate]):
    """A list of sections, as it is edited, and where it is offered first."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    severities = serializers.ListField(child=serializers.ChoiceField(Severity.choices))
    categories = serializers.ListField(child=serializers.ChoiceField(Category.choices))
    sections = serializers.SerializerMethodField()
    withdrawn_at = MomentField(allow_null=True)
    version = serializers.IntegerField()

    @extend_schema_field(serializers.CharField())
    def get_sections(self, template: PostmortemTemplate) -> str:
        """A line each: `# summary`, `# Dansk | English`, `? Dansk | English`."""
        return as_text(as_read(template.sections))


class PostmortemTemplateBody(Said):
    """A list of sections, and where it is offered first."""

    name = WordsField()
    sections = TextField()
    severities = FewField(child=ChoiceField(Severity.choices), required=False)
    categories = FewField(child=ChoiceField(Category.choices), required=False)


class ChangePostmortemTemplateBody(VersionedBody):
    """The same as a whole, said otherwise."""

    name = WordsField()
    sections = TextField()
    severities = FewField(child=ChoiceField(Severity.choices), required=False)
    categories = FewField(child=ChoiceField(Category.choices), required=False)


class TakeSectionsBody(VersionedBody):
    """The template whose sections the report is to have."""

    template = IdField()


class PostmortemTemplates(Endpoint):
    """The templates of postmortems."""

    @lists(PostmortemTemplateAnswer, operation="postmortem_templates_list")
    def get(self) -> QuerySet[PostmortemTemplate]:
        """Every template, withdrawn ones too."""
        require(self.actor, SET_UP)
        return PostmortemTemplate.objects.all()

    @creates(
        PostmortemTemplateBody,
        PostmortemTemplateAnswer,
        operation="postmortem_template_add",
        at=lambda template: reverse("api_postmortem_template", args=[template.pk]),
    )
    def post(self, said: dict[str, Any]) -> PostmortemTemplate:
        """Add a list of sections that reports can begin from."""
        return add_template(actor=self.actor, value=_text(said))


class OnePostmortemTemplate(Endpoint):
    """A template of postmortems."""

    @reads(PostmortemTemplateAnswer, operation="postmortem_template_read")
    def get(self, template_id: int) -> PostmortemTemplate:
        """Its sections, and where it is offered first."""
        require(self.actor, SET_UP)
        template = PostmortemTemplate.objects.filter(pk=template_id).first()
        if template is None:
            raise NotFound(_("There is no such template."))
        return template

    @writes(
        ChangePostmortemTemplateBody,
        PostmortemTemplateAnswer,
        operation="postmortem_template_change",
    )
    def put(self, template_id: int, said: dict[str, Any], version: int) -> PostmortemTemplate:
        """Say it otherwise; reports that began from it stay as they are."""
        return change_template(
            actor=self.actor, template_id=template_id, version=version, value=_text(said)
        )


class PostmortemTemplateWithdrawal(Endpoint):
    """Offering a template no longer."""

    @writes(VersionedBody, PostmortemTemplateAnswer, operation="postmortem_template_withdraw")
    def post(self, template_id: int, said: dict[str, Any], version: int) -> PostmortemTemplate:
        """Offer it no longer; reports that began from it stay as they are."""
        return withdraw_template(actor=self.actor, template_id=template_id, version=version)


class TemplateTakingOver(IncidentEndpoint):
    """Giving a report the sections of a template."""

    @writes(TakeSectionsBody, PostmortemAnswer, operation="postmortem_take_over_template")
    def post(self, incident: Incident, said: dict[str, Any], version: int) -> Postmortem:
        """Take the sections of a template; what has words in it stays."""
        return take_over_template(
            actor=self.actor,
            incident_id=incident.pk,
            version=version,
            template_id=said["template"],
        )


def _text(said: dict[str, Any]) -> TemplateText:
    return TemplateText(
        said["name"],
        said["sections"],
        tuple(said.get("severities", ())),
        tuple(said.get("categories", ())),
    )
