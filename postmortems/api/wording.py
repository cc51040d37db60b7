"""Wordings that point at people instead of conditions."""

from typing import Any

from rest_framework import serializers

from accounts.api.endpoint import Endpoint, writes
from accounts.models import User
from audit.actor import require
from core.api.fields import ChoiceField, Said, WordsField
from core.checks import keepable
from core.markdown import LONGEST_PARSED
from incidents.models import Service
from incidents.models.incident import VIEW
from postmortems.wording.check import Finding, findings_in
from postmortems.wording.rules import CATEGORIES, LANGUAGES, LEVELS, PROFILES


class WordingCheckBody(Said):
    """A text, in Markdown or plain, and who is to read it."""

    text = WordsField(max_length=LONGEST_PARSED)
    language = ChoiceField(LANGUAGES)
    profile = ChoiceField(PROFILES, default="report")


class FindingAnswer(serializers.Serializer[Finding]):
    """A wording worth another look: where it stands, counted in characters, and what to write."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()
    category = serializers.ChoiceField(CATEGORIES)
    level = serializers.ChoiceField(LEVELS)
    reason = serializers.CharField()
    rewrite = serializers.CharField()


class WordingCheckAnswer(serializers.Serializer[dict[str, list[Finding]]]):
    """What was found, in the order of the text; possibly nothing."""

    findings = FindingAnswer(many=True)


class Wording(Endpoint):
    """The wording check. It keeps nothing and blocks nothing."""

    @writes(WordingCheckBody, WordingCheckAnswer, operation="wording_check")
    def post(self, said: dict[str, Any]) -> dict[str, list[Finding]]:
        """Say what in a text blames, judges or guesses, and what to write instead."""
        require(self.actor, VIEW)
        text = keepable(said["text"], "text", LONGEST_PARSED)
        services = Service.objects.values_list("name", flat=True)
        people = User.objects.values_list("full_name", flat=True)
        found = findings_in(
            text, said["language"], said["profile"], services=services, people=people
        )
        return {"findings": found}
