"""Making an address for a calendar."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calendars.models import Scope


class CalendarForm(forms.Form):
    """What it is called, and what it holds."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Such as: my phone. So you know which to end.")
    )
    scope = forms.ChoiceField(
        label=_("What it holds"),
        choices=Scope.choices,
        initial=Scope.MINE,
        widget=forms.RadioSelect,
    )
