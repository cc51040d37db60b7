"""Choosing what to be told of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import Kind, Pace, Way
from notifications.models.wish import GROUPS
from notifications.services.wish import Choice


def _quiet_field(label: Any, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, help_text=help_text)


class WishForm(forms.Form):
    """A way for each kind, and when mail may come."""

    template_name = "notifications/_choices.html"

    pace = forms.ChoiceField(
        label=_("Send mail"),
        choices=Pace.choices,
        help_text=_("What was gathered until then is one message."),
    )
    quiet_from = _quiet_field(_("Quiet from"), _("No mail is sent in quiet hours."))
    quiet_until = _quiet_field(_("Quiet until"), _("By the clock of your time zone."))
    urgent = forms.MultipleChoiceField(
        label=_("Send at once, also in quiet hours"),
        choices=[(group, [(kind, kind.label) for kind in kinds]) for group, kinds in GROUPS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = {
            kind.value: forms.ChoiceField(label=kind.label, choices=Way.choices) for kind in Kind
        }
        self.fields = ways | self.fields

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The kinds, by what they are about."""
        return [(group, [self[kind] for kind in kinds]) for group, kinds in GROUPS]


def choice_in(said: dict[str, Any]) -> Choice:
    """What the form says."""
    return Choice(
        ways={kind: said[kind] for kind in Kind.values},
        pace=said["pace"],
        urgent=said["urgent"],
        quiet_from=said["quiet_from"],
        quiet_until=said["quiet_until"],
    )
