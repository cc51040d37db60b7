"""Setting up the public page."""

from typing import ClassVar

from django import forms

from incidents.forms.fields import RecordForm
from statements.models import PublicComponent, PublicPage


class SwitchForm(RecordForm):
    """Whether there is a page, and whose it is."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PublicPage
        fields: ClassVar[list[str]] = ["is_on", "name"]


class AddComponentForm(RecordForm):
    """A service, and what customers call it."""

    class Meta:
        model = PublicComponent
        fields: ClassVar[list[str]] = ["service", "name_da", "name_en", "position", "is_shown"]


class ChangeComponentForm(RecordForm):
    """What customers call a service, said otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PublicComponent
        fields: ClassVar[list[str]] = ["name_da", "name_en", "position", "is_shown"]
