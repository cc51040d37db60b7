"""Everything that answers a question, grouped by kind."""

from typing import Any

from rest_framework import serializers

from accounts.api.endpoint import Endpoint, reads
from audit.actor import require
from core.api.fields import ChoiceField, FewField, MomentField, NumberField, Said
from incidents.models import Severity, Status
from incidents.models.incident import VIEW
from search.addresses import page_of
from search.selectors.kinds import CONSIDERED, Kind, Narrowed
from search.selectors.search import PAGE_SIZE, Answer, Group, Hit, search


class SearchQuery(Said):
    """What is searched for. A filter given twice means either."""

    q = serializers.CharField(
        required=False,
        trim_whitespace=False,
        help_text='Words; `"in a row"`; `-without` a word. Without it nothing is found.',
    )
    kind = ChoiceField(Kind.choices, required=False)
    status = FewField(child=ChoiceField(Status.choices), required=False)
    severity = FewField(child=ChoiceField(Severity.choices), required=False)
    since = serializers.DateField(required=False)
    until = serializers.DateField(required=False)
    page = NumberField(
        required=False,
        min_value=1,
        max_value=CONSIDERED // PAGE_SIZE,
        help_text="Of one kind: twenty a page.",
    )


class PieceAnswer(serializers.Serializer[Any]):
    """Characters in a row, and whether they were asked for."""

    text = serializers.CharField()
    is_found = serializers.BooleanField()


class HitAnswer(serializers.Serializer[Hit]):
    """A passage that was found; `page` is where it stands."""

    id = serializers.IntegerField(source="pk")
    incident = serializers.CharField(source="reference")
    title = PieceAnswer(many=True)
    heading = PieceAnswer(many=True)
    passage = PieceAnswer(many=True)
    at = MomentField(allow_null=True)
    page = serializers.SerializerMethodField()

    def get_page(self, hit: Hit) -> str:
        """The address of the very place."""
        return page_of(hit)


class FoundAnswer(serializers.Serializer[Group]):
    """What was found of a kind: the newest hundred at most, the best first."""

    kind = serializers.ChoiceField(Kind.choices)
    count = serializers.IntegerField()
    has_more = serializers.BooleanField()
    results = HitAnswer(many=True, source="hits")


class SearchAnswer(serializers.Serializer[Answer]):
    """What was found. `instead`: the words that were looked for in place of misspelled ones."""

    instead = serializers.CharField(allow_blank=True)
    is_too_common = serializers.BooleanField()
    groups = FoundAnswer(many=True)


class Search(Endpoint):
    """The search."""

    @reads(SearchAnswer, operation="search", query=SearchQuery)
    def get(self, asked: dict[str, Any]) -> Answer:
        """Five passages of each kind, or twenty of one; only of what whoever asks may read."""
        require(self.actor, VIEW)
        narrowed = Narrowed(
            kind=asked.get("kind", ""),
            statuses=asked.get("status", []),
            severities=asked.get("severity", []),
            since=asked.get("since"),
            until=asked.get("until"),
        )
        return search(self.person, asked.get("q", ""), narrowed, asked.get("page", 1))
