"""Saved filters: a name for the query of a list's address."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, Nothing, creates, lists, reads, writes
from accounts.api.fields import PersonAnswer
from core.api.fields import ChoiceField, Said, VersionedBody, WholeBody, YesNoField
from core.errors import NotFound
from incidents.api.fields import LineField
from incidents.forms.saved_filter import query_taken
from incidents.models import FilteredList, SavedFilter
from incidents.selectors.saved_filter import filters_for
from incidents.services.saved_filter import Kept, change_filter, remove_filter, save_filter


class FilterAnswer(serializers.Serializer[SavedFilter]):
    """A filter, and the address of the list it narrows."""

    id = serializers.IntegerField()
    of_list = serializers.ChoiceField(FilteredList.choices)
    name = serializers.CharField()
    query = serializers.CharField()
    address = serializers.CharField()
    is_shared = serializers.BooleanField()
    person = PersonAnswer(allow_null=True)
    version = serializers.IntegerField()


class ChangeFilterBody(WholeBody, VersionedBody):
    """The filter as a whole; its list stays."""

    name = LineField(SavedFilter, "name")
    query = LineField(SavedFilter, "query")
    is_shared = YesNoField()


class FilterBody(Said):
    """A list, the query of its address, and what that is called."""

    of_list = ChoiceField(FilteredList.choices)
    name = LineField(SavedFilter, "name")
    query = LineField(
        SavedFilter, "query", help_text="As in the address of the list's page: status=resolved."
    )
    is_shared = YesNoField(default=False)


class Filters(Endpoint):
    """The filters one may use."""

    @lists(FilterAnswer, operation="filters_list")
    def get(self) -> QuerySet[SavedFilter]:
        """One's own, and those that are shared."""
        return filters_for(self.person)

    @creates(
        FilterBody,
        FilterAnswer,
        operation="filter_save",
        at=lambda kept: reverse("api_filter", args=[kept.pk]),
    )
    def post(self, said: dict[str, Any]) -> SavedFilter:
        """Keep a filter that the list takes, or share it."""
        said["query"] = query_taken(said["of_list"], said["query"])
        return save_filter(actor=self.actor, value=Kept(**said))


class OneFilter(Endpoint):
    """One filter."""

    @reads(FilterAnswer, operation="filter_read")
    def get(self, filter_id: int) -> SavedFilter:
        """What it is called and what it narrows."""
        return self._found(filter_id)

    @writes(ChangeFilterBody, FilterAnswer, operation="filter_change")
    def put(self, filter_id: int, said: dict[str, Any], version: int) -> SavedFilter:
        """Rename it, narrow it otherwise, share it or keep it for oneself."""
        said["query"] = query_taken(self._found(filter_id).of_list, said["query"])
        return change_filter(actor=self.actor, filter_id=filter_id, version=version, **said)

    def _found(self, filter_id: int) -> SavedFilter:
        kept = filters_for(self.person).filter(pk=filter_id).first()
        if kept is None:
            raise NotFound(_("There is no such filter."))
        return kept


class FilterRemoval(Endpoint):
    """Removing a filter."""

    @writes(Nothing, None, operation="filter_remove", status=204)
    def post(self, filter_id: int, said: dict[str, Any]) -> None:
        """Remove it; its address goes on working."""
        remove_filter(actor=self.actor, filter_id=filter_id)
