"""Writing a checklist: a step a line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import VersionedForm
from incidents.models import Category, Severity
from statements.models import Language


class ChecklistForm(forms.Form):
    """What it is called, its steps as lines, and where it is offered."""

    name = forms.CharField(label=_("Name"))
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
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
    steps = forms.CharField(
        label=_("Steps"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        help_text=_(
            "A line each, in their order, so that it can be ticked when it is so. After a bar, if you"
            " like, the role it is for and the time after the declaration: Somebody leads the"
            " incident | Commander | 5 min"
        ),
    )


class ChangeChecklistForm(ChecklistForm, VersionedForm):
    """The same, said otherwise."""


class BeginForm(forms.Form):
    """Which checklist is begun, in the version that was seen: `first-ten-minutes.1`."""

    checklist = forms.RegexField(r"^[-\w]{1,60}\.[0-9]{1,9}$")


class StepForm(forms.Form):
    """Which step was ticked."""

    step = forms.IntegerField()
