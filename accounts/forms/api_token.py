"""Making a key for a program."""

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("1 year")), (1825, _("5 years"))]


class TokenForm(forms.Form):
    """A name to know it by, and how long it opens."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("The program that will use it.")
    )
    days = forms.TypedChoiceField(label=_("Good for"), choices=DAYS, coerce=int, initial=90)
