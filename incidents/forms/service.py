"""The catalogue of services."""

from typing import ClassVar

from django import forms

from incidents.forms.fields import RecordForm
from incidents.models import Service


class ServiceForm(RecordForm):
    """A service, and what the law makes of it."""

    class Meta:
        model = Service
        fields: ClassVar[list[str]] = ["name", "is_critical", "is_authorised"]


class ChangeServiceForm(ServiceForm):
    """What the catalogue says of a service, said better."""

    version = forms.IntegerField(widget=forms.HiddenInput)
