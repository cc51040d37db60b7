"""What the postmortem's pages ask for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import VersionedReasonForm
from postmortems.models import PostmortemTemplate
from postmortems.services.note import NoteTo


class StartForm(forms.Form):
    """Which sections the report begins with, and the language its authors write in."""

    template = forms.TypedChoiceField(
        label=_("Sections"), required=False, coerce=int, empty_value=None
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args: Any, templates: Sequence[PostmortemTemplate], **kwargs: Any) -> None:
        """Offer the templates, the first of them chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["template"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [
                *((template.pk, template.name) for template in templates),
                ("", _("All that come with Havari")),
            ]
            field.initial = templates[0].pk if templates else ""


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
