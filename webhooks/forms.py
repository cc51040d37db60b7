"""Adding and changing webhooks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MomentField
from incidents.forms.fields import reason_field
from webhooks.models import EventKind


class WebhookForm(forms.Form):
    """Where it goes and what it tells."""

    name = forms.CharField(label=_("Name of the program"))
    url = forms.CharField(
        label=_("Address"),
        help_text=_("It begins with https:// and lies in no private network."),
        widget=forms.URLInput(),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=EventKind.choices,
        widget=forms.CheckboxSelectMultiple(),
        initial=[EventKind.INCIDENT],
    )
    tells_restricted = forms.BooleanField(
        label=_("Restricted incidents too"),
        required=False,
        help_text=_("Only their reference and what kind of thing was recorded leave the house."),
    )


class ChangeWebhookForm(WebhookForm):
    """Elsewhere, or something else, and why."""

    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput())


class ReplayForm(forms.Form):
    """From when on everything is sent again, and why."""

    since = MomentField(label=_("Everything since"))
    reason = reason_field()
