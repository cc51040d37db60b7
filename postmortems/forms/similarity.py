"""What the page of earlier incidents asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NotTheSameForm(forms.Form):
    """Why an earlier incident is something else."""

    reason = forms.CharField(
        label=_("Why it is something else"), widget=forms.Textarea(attrs={"rows": 3})
    )
