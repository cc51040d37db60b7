"""Conditions that made an incident possible."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FactorForm(forms.Form):
    """A condition, in words."""

    text = forms.CharField(
        label=_("Condition"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What made this the easy thing to happen? A condition, never a person."),
    )


class RewordForm(FactorForm):
    """The condition said better."""

    version = forms.IntegerField(widget=forms.HiddenInput)
