"""What the pages of templates ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Category, Severity
from postmortems.models import PostmortemTemplate, SectionKey
from postmortems.outline import GIVEN, as_text


class TemplateForm(forms.Form):
    """A list of sections, and where it is offered first."""

    name = forms.CharField(label=_("Name"))
    severities = forms.MultipleChoiceField(
        label=_("For these severities"),
        choices=Severity.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    categories = forms.MultipleChoiceField(
        label=_("For these categories"),
        choices=Category.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    sections = forms.CharField(
        label=_("Sections"),
        initial=as_text(GIVEN),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        help_text=_(
            "A line each, in their order: # and the name of a section of Havari's, or # Danish |"
            " English for one of your own. A question under it: ? Danish | English; with ?! it is"
            " asked only where people acted."
        ),
    )

    def clean_severities(self) -> tuple[str, ...]:
        """In the order they are offered."""
        return tuple(self.cleaned_data["severities"])

    def clean_categories(self) -> tuple[str, ...]:
        """In the order they are offered."""
        return tuple(self.cleaned_data["categories"])


class ChangeTemplateForm(TemplateForm):
    """The same, said otherwise."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawTemplateForm(forms.Form):
    """The version that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class TakeOverForm(forms.Form):
    """The template whose sections the report is to have."""

    template = forms.ModelChoiceField(
        PostmortemTemplate.objects.filter(withdrawn_at=None), label=_("Template"), empty_label=None
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


NAMES = [(key.value, key.label) for key in SectionKey]
