"""Who leads, who speaks, who writes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.checks import LONGEST_REASON
from core.forms import MomentField
from incidents.forms.fields import PersonField
from incidents.models import Role


def since_field() -> MomentField:
    """When a role was taken, for what is written down later."""
    return MomentField(label=_("Since"), required=False, help_text=_("Left empty, it is now."))


class AssignForm(forms.Form):
    """A role for somebody."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    person = PersonField(label=_("Person"))
    since = since_field()


class HandOverForm(forms.Form):
    """The same role for somebody else, from now on."""

    to = PersonField(label=_("Hand over to"))
    note = forms.CharField(
        label=_("Note"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_(
            "What the next person must know: open questions, what runs, what was promised."
        ),
    )
    unsaid = forms.CharField(
        label=_("What is not yet written down"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "What do you suspect, whom do you wait for, what was agreed aloud? It goes on the timeline."
        ),
    )
    since = since_field()


class EndForm(forms.Form):
    """The role laid down."""

    note = forms.CharField(label=_("Note"), max_length=LONGEST_REASON, required=False)
