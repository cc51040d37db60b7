"""What the postmortem's pages ask for."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import VersionedReasonForm
from postmortems.services.note import NoteTo


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
    edition = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class NoteForm(forms.Form):
    """What is said in the meeting, and where it belongs."""

    text = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3, "data-key": "n"})
    )
    to = forms.ChoiceField(
        label=_("Where it belongs"), choices=NoteTo.choices, initial=NoteTo.SECTION
    )
