"""Conditions that made an incident possible."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import VersionedReasonForm
from incidents.models import FactorKind
from incidents.selectors.cause_picture import told_at
from incidents.selectors.timeline_entry import ReadEntry

LETTERS = 140


class FactorForm(forms.Form):
    """A condition, what it is about, and what in the timeline shows it."""

    text = forms.CharField(
        label=_("Condition"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What made this the easy thing to happen? A condition, never a person."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=FactorKind.choices, initial=FactorKind.UNSORTED
    )
    evidence = forms.TypedMultipleChoiceField(
        label=_("What in the timeline shows it"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, timeline: Iterable[ReadEntry], **kwargs: Any) -> None:
        """Offer the entries that stand, in the order of time."""
        super().__init__(*args, **kwargs)
        evidence = self.fields["evidence"]
        if isinstance(evidence, forms.TypedMultipleChoiceField):
            evidence.choices = [
                (read.entry.pk, _told(read)) for read in timeline if not read.entry.is_retraction
            ]


def _told(read: ReadEntry) -> str:
    said = " ".join(read.entry.text.split())
    short = said if len(said) <= LETTERS else f"{said[:LETTERS]}…"
    moment = read.entry.occurred_at
    return f"{told_at(moment, read.entry.precision)} {short}" if moment else short


class ChangeFactorForm(FactorForm):
    """The condition said better."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class AcceptForm(VersionedReasonForm):
    """Why nothing is done about it."""
