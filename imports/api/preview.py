"""What a file would bring, told to a program, and what it chooses of it."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.fields import (
    ChoiceField,
    FewField,
    MomentField,
    NumberField,
    Said,
    WordsField,
    YesNoField,
)
from core.errors import DomainError
from core.markdown import visible
from imports.reading.found import Form, Unread
from imports.reading.placing import zone_of
from imports.selectors.authors import LEFT_OUT, treatments
from imports.selectors.draft import Choices, Draft, Pick, Row
from incidents.models import Kind, Milestone, Precision

MOST_UNREAD = 300
MOST_PARTS = 99_999


class BringBody(Said):
    """A file, as a form with a file sends it."""

    file = serializers.FileField(allow_empty_file=True, max_length=None)
    form = ChoiceField(
        Form.choices, default="", allow_blank=True, help_text="Left out, it is told by its content."
    )


class ChoicesBody(Said):
    """How the file is to be read; what is left out is guessed."""

    zone = WordsField(default="", help_text="Of times without one, such as Europe/Copenhagen.")
    day = serializers.DateField(default=None, allow_null=True, help_text="Of times without a date.")
    day_first = YesNoField(
        default=None, allow_null=True, help_text="Whether 04/05 is the fourth of May."
    )
    channel = WordsField(default="")
    part = NumberField(default=1, min_value=1, max_value=MOST_PARTS)
    people = serializers.DictField(
        child=WordsField(),
        default=dict,
        help_text="What each author becomes: participant, a role in the incident, person:7, left_out.",
    )


class PickBody(Said):
    """A row that is to come in. What is left out comes in as it was previewed."""

    number = NumberField(min_value=1, max_value=MOST_PARTS)
    occurred_at = MomentField(required=False, allow_null=True)
    milestone = ChoiceField(Milestone.choices, required=False, allow_blank=True)


class ImportBody(ChoicesBody):
    """The same choices as previewed, the mark that came with them, and the rows that come in."""

    mark = WordsField()
    rows = FewField(child=PickBody(), max_length=200)


class UnreadAnswer(serializers.Serializer[Unread]):
    """Words that became no entry."""

    line = serializers.IntegerField()
    text = serializers.CharField()


class RowAnswer(serializers.Serializer[Row]):
    """An entry that could come in; `is_chosen` says whether that is suggested."""

    number = serializers.IntegerField()
    line = serializers.IntegerField(source="found.line")
    author = serializers.CharField(source="found.author")
    channel = serializers.CharField(source="found.channel")
    text = serializers.CharField(source="content.text")
    occurred_at = MomentField(source="content.occurred_at", allow_null=True)
    precision = serializers.ChoiceField(Precision.choices, source="content.precision")
    kind = serializers.ChoiceField(Kind.choices, source="content.kind")
    milestone = serializers.ChoiceField(
        Milestone.choices, source="content.milestone", allow_blank=True
    )
    is_chosen = serializers.BooleanField()
    is_twin = serializers.BooleanField()
    is_next_day = serializers.BooleanField()
    is_day_guessed = serializers.BooleanField()


class DraftAnswer(serializers.Serializer[Draft]):
    """Everything a file would bring, with each guess, and the mark that names all of it."""

    mark = serializers.CharField()
    form = serializers.ChoiceField(Form.choices, source="reading.form")
    encoding = serializers.CharField(source="reading.encoding")
    zone = serializers.CharField(source="choices.zone")
    day = serializers.DateField(source="choices.day")
    day_first = serializers.BooleanField(source="reading.day_first", allow_null=True)
    channel = serializers.CharField(source="choices.channel")
    channels = serializers.ListField(child=serializers.CharField(), source="reading.channels")
    people = serializers.SerializerMethodField()
    part = serializers.IntegerField(source="choices.part")
    parts = serializers.IntegerField()
    count = serializers.IntegerField()
    rows = RowAnswer(many=True)
    unread_count = serializers.SerializerMethodField()
    unread = serializers.SerializerMethodField()

    def get_people(self, draft: Draft) -> dict[str, str]:
        """Every author and what they become."""
        return {
            author: draft.choices.people.get(author) or "participant"
            for author in draft.reading.authors()
        }

    def get_unread_count(self, draft: Draft) -> int:
        """How many lines became no entry."""
        return len(draft.reading.unread)

    def get_unread(self, draft: Draft) -> list[dict[str, Any]]:
        """The first three hundred of them."""
        first = draft.reading.unread[:MOST_UNREAD]
        return [{"line": each.line, "text": visible(each.text)} for each in first]


def choices_of(said: dict[str, Any]) -> Choices:
    """How a program wants a file to be read.

    Raises:
        DomainError: there is no such time zone, or an author is to become what nobody can.
    """
    if said["zone"] and zone_of(said["zone"]) is None:
        raise DomainError(_("There is no such time zone."), field="zone")
    roles = {LEFT_OUT, *(role for role, _label in treatments(()))}
    for becoming in said["people"].values():
        if becoming not in roles and not becoming.startswith("person:"):
            raise DomainError(
                _("Choose one of these: %(choices)s.") % {"choices": ", ".join(sorted(roles))},
                field="people",
            )
    names = ("zone", "day", "day_first", "channel", "part", "people")
    return Choices(**{name: said[name] for name in names})


def picks_of(draft: Draft, said: dict[str, Any]) -> list[Pick]:
    """What a program chose, where it said nothing as previewed."""
    read = {row.number: row.content for row in draft.rows}
    picks = []
    for row in said["rows"]:
        seen = read.get(row["number"])
        picks.append(
            Pick(
                row["number"],
                row.get("occurred_at", seen and seen.occurred_at),
                row.get("milestone", seen.milestone if seen else ""),
            )
        )
    return picks
