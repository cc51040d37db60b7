"""What an incident is opened with that a file tells of."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.checks import longest
from imports.selectors.opening import Opening
from incidents.models import Category, Incident, Service, Severity, Status
from postmortems.models import SectionKey


class OpeningForm(forms.Form):
    """Everything said of the incident as a whole, as it was guessed and as it is corrected."""

    title = forms.CharField(label=_("Title"), max_length=longest(Incident, "title"))
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices)
    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    services = forms.ModelMultipleChoiceField(
        Service.objects.all(),
        label=_("Services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_restricted = forms.BooleanField(
        label=_("Restricted"),
        required=False,
        help_text=_("Only you and the people you name will know that it exists."),
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections that begin the postmortem"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language of the postmortem"), choices=settings.LANGUAGES)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        opening: Opening,
        sections: Mapping[SectionKey, str],
        key: str,
    ) -> None:
        guessed = {each.name: getattr(opening, each.name) for each in fields(Opening)}
        super().__init__(data, initial=guessed | {"sections": list(sections), "key": key})
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (key.value, key.label) for key in sections
        ]
        if not sections:
            del self.fields["sections"], self.fields["language"]
        if not Service.objects.exists():
            del self.fields["services"]

    def opening(self) -> Opening:
        """What was said, for the service."""
        said = self.cleaned_data
        return Opening(
            **{each.name: said[each.name] for each in fields(Opening) if each.name in said}
        )

    def chosen(self, sections: Mapping[SectionKey, str]) -> dict[SectionKey, str]:
        """The sections that are taken over."""
        ticked = self.cleaned_data.get("sections", ())
        return {key: text for key, text in sections.items() if key in ticked}
