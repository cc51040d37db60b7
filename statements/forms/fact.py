"""Lines of the fact sheet."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import MomentField
from incidents.forms.fields import RecordForm, VersionedReasonForm
from statements.models import Fact

__all__ = ["ChangeFactForm", "FactForm", "WithdrawFactForm"]


class FactForm(RecordForm):
    """One line, who told it and when it was so."""

    decided = ("kind",)
    as_of = MomentField(label=_("As of"), required=False, help_text=_("Now, when left empty."))
    expected_at = MomentField(
        label=_("Answer expected at"),
        required=False,
        help_text=_("For what is not known yet."),
    )

    class Meta:
        model = Fact
        fields: ClassVar[list[str]] = ["kind", "text", "source", "as_of", "expected_at"]
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 3})}


class ChangeFactForm(FactForm):
    """The line, said otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawFactForm(VersionedReasonForm):
    """Why a line is taken off."""
