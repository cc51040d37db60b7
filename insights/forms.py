"""Which incidents the figures are of."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from incidents.forms.log import DayInput
from incidents.models import Category, Incident, Service, Severity
from insights.selectors.selection import Period


class InsightsFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped
    """The filters above the figures; all of them stand in the address.

    When an incident began follows from its timeline, so the days are not asked of its row.
    """

    since = django_filters.DateFilter(
        method="as_it_is", label=_("Began on the day or later"), widget=DayInput
    )
    until = django_filters.DateFilter(
        method="as_it_is", label=_("Began on the day or earlier"), widget=DayInput
    )
    category = django_filters.MultipleChoiceFilter(
        choices=Category.choices,
        label=_("Category"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    severity = django_filters.MultipleChoiceFilter(
        choices=Severity.choices,
        label=_("Severity"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    service = django_filters.ModelChoiceFilter(
        field_name="services",
        queryset=Service.objects.all(),
        label=_("Service"),
        empty_label=_("All services"),
    )

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = ["since", "until", "category", "severity", "service"]

    def as_it_is(self, incidents: QuerySet[Incident], name: str, day: date) -> QuerySet[Incident]:
        """Nothing is asked of the row."""
        return incidents

    @property
    def period(self) -> Period:
        """The days that were given and can be read."""
        said: dict[str, Any] = self.form.cleaned_data if self.form.is_bound else {}
        return Period(said.get("since"), said.get("until"))
