"""Writing and correcting the timeline."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import LinksField
from incidents.forms.fields import MomentField, RecordForm, reason_field
from incidents.models import Kind, Precision, TimelineEntry


class EntryForm(RecordForm):
    """A timeline entry; the moment is now unless said otherwise."""

    occurred_at = MomentField(label=_("Happened at"), required=False)
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
        if not self.is_bound and "precision" not in self.initial:
            self.initial["occurred_at"] = timezone.localtime()
            self.initial["precision"] = Precision.MINUTE
            self.initial["kind"] = Kind.OBSERVATION


class CorrectForm(EntryForm):
    """A better entry in the place of an earlier one, and why."""

    reason = reason_field()
