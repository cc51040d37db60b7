"""Files that open an incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts.api.endpoint import Endpoint, creates, uploads, writes
from audit.actor import require
from core.api.fields import ChoiceField, FewField, RowsField, WordsField, YesNoField
from core.api.parsers import StrictJSONParser
from core.errors import NotFound
from imports.api.preview import (
    BringBody,
    ChoicesBody,
    DraftAnswer,
    ImportBody,
    choices_of,
    picks_of,
)
from imports.api.timeline_import import ImportAnswer, content_of
from imports.models import TimelineImport
from imports.selectors.draft import Choices, Draft, draft_in, picked
from imports.selectors.opening import Opening, opening_of, sections_in
from imports.services.incident_import import import_incident
from imports.waiting import Brought, put_by, taken_up
from incidents.api.fields import LineField
from incidents.api.place import address
from incidents.models import Category, Incident, Service, Severity, Status
from postmortems.models import SectionKey

DECLARE = "incidents.declare_incident"
OPENING = ("title", "severity", "status", "category", "services", "is_restricted", "language")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits, and the incident it would open."""

    waiting: str
    draft: Draft
    opening: Opening
    sections: Mapping[SectionKey, str]


class OpeningAnswer(serializers.Serializer[Opening]):
    """What the record would be opened with, as guessed."""

    title = serializers.CharField()
    severity = serializers.ChoiceField(Severity.choices)
    status = serializers.ChoiceField(Status.choices)
    category = serializers.ChoiceField(Category.choices)
    services = serializers.SerializerMethodField()
    language = serializers.CharField()

    def get_services(self, opening: Opening) -> list[int]:
        """Numbers in the catalogue."""
        return [service.pk for service in opening.services]


class WaitingAnswer(serializers.Serializer[Waiting]):
    """What the file would bring. `waiting` names it for half a day."""

    waiting = serializers.CharField()
    opening = OpeningAnswer()
    sections = serializers.SerializerMethodField()
    draft = DraftAnswer()

    def get_sections(self, waiting: Waiting) -> dict[str, str]:
        """What a Markdown document says under its headings, by the names of ours."""
        return {key.value: text for key, text in waiting.sections.items()}


class OpenBody(ImportBody):
    """What the incident is opened with; what is left out is as it was previewed."""

    title = LineField(Incident, "title", required=False)
    severity = ChoiceField(Severity.choices, required=False)
    status = ChoiceField(Status.choices, required=False)
    category = ChoiceField(Category.choices, required=False)
    services = RowsField(Service.objects.all(), required=False)
    is_restricted = YesNoField(required=False)
    language = WordsField(required=False)
    sections = FewField(
        child=ChoiceField(SectionKey.choices), required=False, help_text="Left out: all there are."
    )


class Waitings(Endpoint):
    """Files for incidents that are not there yet."""

    parser_classes = [MultiPartParser, StrictJSONParser]
    http_method_names = ["post"]

    @uploads(
        BringBody,
        WaitingAnswer,
        operation="incident_bring",
        needs=DECLARE,
        at=lambda made: reverse("api_waiting_preview", args=[made.waiting]),
    )
    def post(self, said: dict[str, Any]) -> Waiting:
        """Bring a document. It is in no table; `waiting` names it for half a day."""
        brought = Brought(content_of(said["file"]), said["file"].name or "", said["form"])
        return _waiting(put_by(brought), brought, Choices())


class OneWaiting(Endpoint):
    """A file for an incident that is not there yet."""

    http_method_names = ["post"]

    def place(self, **address: Any) -> dict[str, Any]:
        """The file that the address names."""
        require(self.actor, DECLARE)
        brought = taken_up(address["waiting"])
        if brought is None:
            raise NotFound(_("This file waits no longer. Bring it again."))
        return {"waiting": address["waiting"], "brought": brought}


class WaitingPreview(OneWaiting):
    """What a file would bring."""

    @writes(ChoicesBody, WaitingAnswer, operation="incident_preview")
    def post(self, waiting: str, brought: Brought, said: dict[str, Any]) -> Waiting:
        """Read the file so, with every guess. Nothing is imported."""
        return _waiting(waiting, brought, choices_of(said))


class WaitingIncident(OneWaiting):
    """The incident that a file opens."""

    @creates(
        OpenBody,
        ImportAnswer,
        operation="incident_import",
        at=lambda made: address("api_import", made.incident, made.pk),
    )
    def post(self, waiting: str, brought: Brought, said: dict[str, Any]) -> TimelineImport:
        """Open an incident with what is chosen, if it is what was previewed: all, or nothing."""
        seen = _waiting(waiting, brought, choices_of(said))
        contents = picked(seen.draft, said["mark"], picks_of(seen.draft, said))
        guessed = {name: getattr(seen.opening, name) for name in OPENING}
        chosen = said.get("sections", list(seen.sections))
        return import_incident(
            actor=self.actor,
            brought=brought,
            opening=Opening(**{name: said.get(name, guessed[name]) for name in OPENING}),
            contents=contents,
            sections={key: text for key, text in seen.sections.items() if key in chosen},
        )


def _waiting(word: str, brought: Brought, choices: Choices) -> Waiting:
    draft = draft_in(None, brought, choices)
    return Waiting(word, draft, opening_of(draft, brought.name), sections_in(draft))
