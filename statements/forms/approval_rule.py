"""Setting how many must stand behind what is said to whom."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import RecordForm, reason_field
from statements.models import ApprovalRule


class ApprovalRuleForm(RecordForm):
    """How many must approve, and why that is changed."""

    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ApprovalRule
        fields: ClassVar[list[str]] = ["approvals", "needs_communications"]
        help_texts: ClassVar[dict[str, object]] = {
            "approvals": _(
                "From 1 to 5. At least one: nothing goes out that only its author read."
            ),
        }
