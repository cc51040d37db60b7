"""What somebody searches for, and where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.log import DayInput
from incidents.models import Severity, Status
from search.selectors.kinds import Kind, Narrowed


class SearchForm(forms.Form):
    """The question and its filters; all of them stand in the address."""

    q = forms.CharField(label=_("Search"), required=False)
    kind = forms.ChoiceField(
        label=_("What"), choices=[("", _("Everything")), *Kind.choices], required=False
    )
    status = forms.MultipleChoiceField(
        label=_("Status"),
        choices=Status.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    severity = forms.MultipleChoiceField(
        label=_("Severity"),
        choices=Severity.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    since = forms.DateField(label=_("From the day"), widget=DayInput, required=False)
    until = forms.DateField(label=_("Up to and including the day"), widget=DayInput, required=False)

    def narrowed(self) -> Narrowed:
        """What the filters leave; one that cannot be read filters nothing."""
        said: dict[str, Any] = self.cleaned_data
        return Narrowed(
            kind=said.get("kind", ""),
            statuses=said.get("status", []),
            severities=said.get("severity", []),
            since=said.get("since"),
            until=said.get("until"),
        )
