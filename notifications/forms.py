"""Choosing what to be told of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Kind, Pace, Way
from notifications.services.wish import Choice


def _quiet_field(label: Any, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, help_text=help_text)


class WishForm(forms.Form):
    """A way for each kind, and when mail may come."""

    serious = forms.ChoiceField(label=Kind.SERIOUS.label, choices=Way.choices)
    role = forms.ChoiceField(label=Kind.ROLE.label, choices=Way.choices)
    action = forms.ChoiceField(label=Kind.ACTION.label, choices=Way.choices)
    news = forms.ChoiceField(label=Kind.NEWS.label, choices=Way.choices)
    pace = forms.ChoiceField(
        label=_("Send mail"),
        choices=Pace.choices,
        help_text=_("What was gathered until then is one message."),
    )
    quiet_from = _quiet_field(_("Quiet from"), _("No mail is sent in quiet hours."))
    quiet_until = _quiet_field(_("Quiet until"), _("By the clock of your time zone."))
    urgent = forms.MultipleChoiceField(
        label=_("Send at once, also in quiet hours"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def choice_in(said: dict[str, Any]) -> Choice:
    """What the form says."""
    return Choice(
        ways={kind: said[kind] for kind in Kind.values},
        pace=said["pace"],
        urgent=said["urgent"],
        quiet_from=said["quiet_from"],
        quiet_until=said["quiet_until"],
    )
