"""What the postmortem's pages ask for."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import VersionedReasonForm


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

    def clean_text(self) -> str:
        """The text with its lines ended as programs end them."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")


class CompleteForm(forms.Form):
    """The version of the report that is finished."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(VersionedReasonForm):
    """Why the report is taken up again."""


class ExportForm(forms.Form):
    """Which file, and in which language."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[
            ("pdf", "PDF"),
            ("docx", "Word (DOCX)"),
            ("html", "HTML"),
            ("markdown", "Markdown"),
            ("json", "JSON"),
        ],
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
