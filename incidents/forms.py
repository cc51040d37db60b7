"""What a page asks for. Forms only parse; services decide."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident, TimelineEntry


class DeclareForm(forms.ModelForm):  # type: ignore[type-arg] # not generic at run time
    """One field is enough: what happened."""

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = [
            "title",
            "severity",
            "category",
            "services",
            "summary",
            "is_restricted",
        ]
        widgets: ClassVar[dict[str, Any]] = {
            "severity": forms.RadioSelect,
            "services": forms.CheckboxSelectMultiple,
            "summary": forms.Textarea(attrs={"rows": 3}),
        }


class EntryForm(forms.ModelForm):  # type: ignore[type-arg] # not generic at run time
    """A timeline entry; the moment is now unless said otherwise."""

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
        widgets: ClassVar[dict[str, Any]] = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "occurred_at": forms.DateTimeInput(
                attrs={"type": "datetime-local", "step": 1}, format="%Y-%m-%dT%H:%M:%S"
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        if not self.is_bound and not self.initial.get("occurred_at"):
            self.initial["occurred_at"] = timezone.localtime()
            self.initial["precision"] = "minute"


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
