"""Stating what the load of a mass message is worked out from."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.checks import longest
from core.forms import CountField, MomentField
from statements.models import Premise


class PremiseForm(forms.Form):
    """A figure, who says so, and as of when."""

    value = CountField(
        label=_("Value"),
        required=False,
        help_text=_("A whole number. Leave it empty when nobody knows."),
    )
    source = forms.CharField(
        label=_("Source"),
        required=False,
        max_length=longest(Premise, "source"),
        help_text=_("Such as a report, a measurement, or who says so by role."),
    )
    as_of = MomentField(label=_("As of"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
