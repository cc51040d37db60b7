"""Bringing a file, saying what it shows, withdrawing it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.kind import ACCEPTED
from core.files.upload import MOST_FILES
from incidents.forms.fields import VersionedForm


class FilesInput(forms.FileInput):
    """A choice of several files."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPTED})


class FilesField(forms.FileField):
    """Several files, as they came; what they are is for `core.files.store` to judge."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        """The files.

        Raises:
            ValidationError: there is none, or there are more than ten.
        """
        uploads: list[UploadedFile[bytes]] = list(data or [])
        self.validate(uploads)
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(
                _("Attach at most %(limit)s files at once.") % {"limit": MOST_FILES}
            )
        return uploads


class AttachForm(forms.Form):
    """Files for an entry, or for the incident as a whole."""

    file = FilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy(
            "Pictures (PNG, JPEG, WebP, GIF), PDF and plain text, up to 25 MB each."
        ),
        error_messages={"required": gettext_lazy("Choose at least one file.")},
    )
    caption = forms.CharField(
        label=gettext_lazy("What it shows"),
        required=False,
        help_text=gettext_lazy("For whoever cannot see the picture, and for the report."),
    )
    entry = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class CaptionForm(VersionedForm):
    """What the file shows."""

    caption = forms.CharField(
        label=gettext_lazy("What it shows"),
        required=False,
        help_text=gettext_lazy("For whoever cannot see the picture, and for the report."),
    )


class ReportForm(VersionedForm):
    """Whether the report shows the picture, and what it shows."""

    in_report = forms.BooleanField(
        label=gettext_lazy("Show the picture in the report"),
        required=False,
        help_text=gettext_lazy(
            "Look at it first: names, faces and addresses in a picture are not found by Havari."
        ),
    )
    caption = forms.CharField(
        label=gettext_lazy("What it shows"),
        error_messages={
            "required": gettext_lazy(
                "Say what the picture shows: the report is also read by people who cannot see it."
            )
        },
        help_text=gettext_lazy("In words, for whoever cannot see the picture. No names."),
    )
