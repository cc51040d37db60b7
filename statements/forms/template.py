"""Texts that statements start from."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import RecordForm
from statements.models import StatementTemplate


class TemplateForm(RecordForm):
    """A text to start from, and for what."""

    decided = ("language", "kind")

    class Meta:
        model = StatementTemplate
        fields: ClassVar[list[str]] = ["title", "language", "kind", "audience", "text"]
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 14})}
        help_texts: ClassVar[dict[str, Any]] = {
            "audience": _("Choose none for a text that suits everybody."),
            "text": _(
                "Markdown. Leave blanks in double brackets, such as [[what happened]]: a statement "
                "is not approved before they are filled in. Quote times by reference, such as "
                "{time:impact_started}."
            ),
        }


class ChangeTemplateForm(TemplateForm):
    """A text to start from, worded otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawTemplateForm(forms.Form):
    """Which version is not to be offered any more."""

    version = forms.IntegerField(widget=forms.HiddenInput)
