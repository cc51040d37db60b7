"""What the pages of a section ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from postmortems.models import KeepingReason


class SectionForm(forms.Form):
    """What stands under one heading."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "Markdown: **bold**, lists with -, headings with ###. Write of conditions and roles,"
            " not of people."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        """Ask for a text in `language`, so that browsers and screen readers know."""
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["lang"] = language

    def clean_text(self) -> str:
        """The text with its lines ended as programs end them."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")


class RestoreForm(forms.Form):
    """Which earlier text is to stand again, and the version that stands now."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)


class KeepForm(forms.Form):
    """Why a wording stays."""

    reason = forms.ChoiceField(label=_("Why it stays"), choices=KeepingReason.choices)
    note = forms.CharField(label=_("Note"), required=False)
    words = forms.CharField(widget=forms.HiddenInput, strip=False)
    category = forms.CharField(widget=forms.HiddenInput)
    passage = forms.CharField(widget=forms.HiddenInput)
