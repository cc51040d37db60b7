"""Finding entries of the log."""

from datetime import date, datetime, time, timedelta
from typing import ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import LogEntry
from audit.verbs import known_verbs


class DayInput(forms.DateInput):
    """A day, picked from the browser's own calendar."""

    input_type = "date"

    def format_value(self, value: date | str | None) -> str | None:
        """As the browser reads it, in every language."""
        return value.isoformat() if isinstance(value, date) else value


class LogFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped
    """The filters above the log; all of them stand in the address."""

    verb = django_filters.ChoiceFilter(
        choices=known_verbs, label=_("What was done"), empty_label=_("Anything")
    )
    actor = django_filters.ModelChoiceFilter(
        queryset=User.objects.order_by("full_name", "email"),
        method="done_by",
        label=_("Who"),
        empty_label=_("Anybody"),
    )
    since = django_filters.DateFilter(method="from_day", label=_("From the day"), widget=DayInput)
    until = django_filters.DateFilter(
        method="to_day", label=_("Up to and including the day"), widget=DayInput
    )

    class Meta:
        model = LogEntry
        fields: ClassVar[list[str]] = ["verb", "actor", "since", "until"]

    def done_by(self, entries: QuerySet[LogEntry], name: str, person: User) -> QuerySet[LogEntry]:
        """What the person did."""
        return entries.filter(actor_id=person.pk)

    def from_day(self, entries: QuerySet[LogEntry], name: str, day: date) -> QuerySet[LogEntry]:
        """What was recorded on the day or later, as the reader's clock has it."""
        return entries.filter(recorded_at__gte=_midnight(day))

    def to_day(self, entries: QuerySet[LogEntry], name: str, day: date) -> QuerySet[LogEntry]:
        """What was recorded on the day or earlier, as the reader's clock has it."""
        if day == date.max:
            return entries
        return entries.filter(recorded_at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
