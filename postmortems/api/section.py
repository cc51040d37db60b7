"""What stands under the headings of a postmortem, what stood there, and what the check says."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Nothing, creates, lists, reads, writes
from core.api.fields import ChoiceField, MomentField, Said, VersionedBody, WordsField
from core.api.versions import HEADER
from core.checks import same_version
from core.errors import NotFound
from incidents.api.fields import TextField
from incidents.api.place import IncidentEndpoint, address
from incidents.models import Incident
from postmortems.models import KeepingReason, KeptWording, Postmortem, SectionText
from postmortems.selectors.finding import ReadFinding, findings_of
from postmortems.selectors.section import ReadSection, section_in, texts_of
from postmortems.services.kept_wording import Keeping, keep_wording, take_back_wording
from postmortems.services.section import Written, write_section
from postmortems.wording.rules import CATEGORIES, LEVELS


class SectionAnswer(serializers.Serializer[ReadSection]):
    """What stands under a heading, in Markdown."""

    key = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    version = serializers.IntegerField()


class SectionBody(VersionedBody):
    """What is to stand under the heading, in Markdown, and the version it began from."""

    text = TextField()


class TextAnswer(serializers.Serializer[SectionText]):
    """What stood under a heading as one version."""

    version = serializers.IntegerField(source="number")
    text = serializers.CharField()
    author = serializers.IntegerField(source="author_id", allow_null=True)
    written_at = MomentField()


class KeptAnswer(serializers.Serializer[KeptWording]):
    """A wording that stays in a passage, and why."""

    id = serializers.IntegerField()
    section = serializers.CharField(source="key")
    words = serializers.CharField()
    category = serializers.CharField()
    passage = serializers.CharField()
    reason = serializers.ChoiceField(KeepingReason.choices)
    note = serializers.CharField()
    kept_at = MomentField()
    taken_back_at = MomentField(allow_null=True)


class ReadFindingAnswer(serializers.Serializer[ReadFinding]):
    """A wording worth another look, the sentence it stands in, and why it was kept, if it was."""

    start = serializers.IntegerField(source="finding.start")
    end = serializers.IntegerField(source="finding.end")
    text = serializers.CharField(source="finding.text")
    category = serializers.ChoiceField(CATEGORIES, source="finding.category")
    level = serializers.ChoiceField(LEVELS, source="finding.level")
    reason = serializers.CharField(source="finding.reason")
    rewrite = serializers.CharField(source="finding.rewrite")
    passage = serializers.CharField()
    kept = KeptAnswer(allow_null=True)


class KeepBody(Said):
    """Which wording stays in which sentence, as the findings tell them, and why."""

    words = WordsField()
    category = ChoiceField(CATEGORIES)
    passage = WordsField()
    reason = ChoiceField(KeepingReason.values)
    note = WordsField(required=False)


class OneSection(IncidentEndpoint):
    """One section of the postmortem."""

    @reads(SectionAnswer, operation="section_read")
    def get(self, incident: Incident, key: str) -> ReadSection:
        """What stands under the heading; version 0 when nobody wrote there."""
        return _section(started(incident), key)

    @writes(SectionBody, SectionAnswer, operation="section_write")
    def put(self, incident: Incident, key: str, said: dict[str, Any], version: int) -> ReadSection:
        """Write what stands under the heading.

        What somebody else wrote since the version is merged word by word, and what stands then is
        answered; where both changed the same words, the answer is 409.
        """
        section = _section(started(incident), key)
        if HEADER in self.request.headers:
            # If-Match asks for exactly that version (RFC 9110, 13.1.1): nothing is merged then.
            same_version(version, section.version)
        written: Written = write_section(
            actor=self.actor, incident_id=incident.pk, key=key, version=version, **said
        )
        return ReadSection(section.outline, written.standing)


class SectionTexts(IncidentEndpoint):
    """Every text that stood under a heading."""

    @lists(TextAnswer, operation="section_texts_list")
    def get(self, incident: Incident, key: str) -> list[SectionText]:
        """Every text that stood there, the newest first."""
        postmortem = started(incident)
        return texts_of(postmortem, _section(postmortem, key).key)


class SectionFindings(IncidentEndpoint):
    """What the wording check points at in a section."""

    @lists(ReadFindingAnswer, operation="section_findings_list")
    def get(self, incident: Incident, key: str) -> list[ReadFinding]:
        """What is pointed at in what stands there, kept wordings too."""
        postmortem = started(incident)
        section = _section(postmortem, key)
        return findings_of(postmortem, {key: section.text})[key]


class KeptWordings(IncidentEndpoint):
    """The wordings that stay in a section."""

    @creates(
        KeepBody,
        KeptAnswer,
        operation="wording_keep",
        at=lambda kept: address("api_kept_wording", kept.postmortem.incident, kept.pk),
    )
    def post(self, incident: Incident, key: str, said: dict[str, Any]) -> KeptWording:
        """Let a wording stay that the check points at, and say why."""
        section = _section(started(incident), key)
        return keep_wording(
            actor=self.actor, incident_id=incident.pk, key=section.key, keeping=Keeping(**said)
        )


class OneKeptWording(IncidentEndpoint):
    """A wording that stays."""

    @reads(KeptAnswer, operation="kept_wording_read")
    def get(self, incident: Incident, kept_id: int) -> KeptWording:
        """Which wording stays where, and why."""
        kept = started(incident).kept.filter(pk=kept_id).first()
        if kept is None:
            raise NotFound(_("There is no such kept wording in this postmortem."))
        return kept


class KeptWordingTakingBack(IncidentEndpoint):
    """Asking about a wording again."""

    @writes(Nothing, KeptAnswer, operation="wording_take_back")
    def post(self, incident: Incident, kept_id: int, said: dict[str, Any]) -> KeptWording:
        """Have the check point at it again."""
        return take_back_wording(actor=self.actor, incident_id=incident.pk, kept_id=kept_id)


def started(incident: Incident) -> Postmortem:
    """The incident's postmortem.

    Raises:
        NotFound: it was not started.
    """
    postmortem = Postmortem.objects.select_related("incident").filter(incident=incident).first()
    if postmortem is None:
        raise NotFound(_("The postmortem of this incident was not started yet."))
    return postmortem


def _section(postmortem: Postmortem, key: str) -> ReadSection:
    section = section_in(postmortem, key)
    if section is None:
        raise NotFound(_("There is no such section."))
    return section
