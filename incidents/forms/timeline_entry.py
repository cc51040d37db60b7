"""Writing and correcting the timeline."""

from datetime import timedelta
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import LinksField, MomentField
from incidents.forms.attachment import FilesField
from incidents.forms.fields import RecordForm, reason_field
from incidents.models import Kind, Milestone, Precision, TimelineEntry

LONGEST_WAIT = 366 * 24 * 60 * 60


class EntryForm(RecordForm):
    """What a timeline entry says."""

    decided = ("precision", "kind")
    occurred_at = MomentField(label=_("Happened at"), required=False)
    milestone = forms.ChoiceField(
        label=_("Milestone"),
        choices=[("", _("No milestone")), *Milestone.choices],
        required=False,
    )
    evidence_links = LinksField(
        label=_("Evidence links"), required=False, help_text=_("One web address a line.")
    )

    class Meta:
        model = TimelineEntry
        fields: ClassVar[list[str]] = [
            "text",
            "occurred_at",
            "precision",
            "kind",
            "milestone",
            "evidence_links",
        ]
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True


class NewEntryForm(EntryForm):
    """A new entry; the moment is now unless said otherwise."""

    occurred_at = MomentField(
        label=_("Happened at"), required=False, help_text=_("Left empty, it is now.")
    )
    file = FilesField(label=_("Attach files"), required=False)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    # Seconds since it was written, where it had to wait for a connection: clocks may differ.
    age = forms.IntegerField(
        required=False, min_value=0, max_value=LONGEST_WAIT, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("precision", Precision.MINUTE)
        self.initial.setdefault("kind", Kind.OBSERVATION)

    def clean(self) -> dict[str, Any] | None:
        """Nothing typed is when it was written, unless it was said that the time is not known."""
        said = super().clean() or {}
        if said.get("precision") in _TIMES and said.get("occurred_at", _UNREAD) is None:
            said["occurred_at"] = timezone.now() - timedelta(seconds=said.get("age") or 0)
        return said


_TIMES = set(Precision) - {Precision.UNKNOWN}
_UNREAD = object()


class CorrectForm(EntryForm):
    """A better entry in the place of an earlier one, and why."""

    reason = reason_field()
