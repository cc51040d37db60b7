"""Until when a postmortem is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from postmortems.models import WorkCalendar


class DueRuleForm(forms.Form):
    """How many working days, and whose holidays."""

    working_days = forms.IntegerField(
        label=_("Working days after the incident is over"),
        required=False,
        help_text=_("Leave it empty to ask for no postmortem."),
    )
    calendar = forms.ChoiceField(label=_("Holidays of"), choices=WorkCalendar.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)
