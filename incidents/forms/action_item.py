"""Planning follow-up work and saying what became of it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.fields import PersonField, RecordForm
from incidents.models import ActionItem, Incident


class ActionForm(RecordForm):
    """What is to be done, by whom, until when."""

    owner = PersonField(label=_("Owner"), required=False)
    tracker_url = forms.URLField(
        label=_("Link to a tracker"),
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": _("Give a whole address that begins with https:// or http://.")},
    )

    class Meta:
        model = ActionItem
        fields: ClassVar[list[str]] = ["title", "kind", "owner", "due_on", "factor", "tracker_url"]
        widgets: ClassVar[dict[str, Any]] = {
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        factor = self.fields["factor"]
        if isinstance(factor, forms.ModelChoiceField):
            factor.queryset = incident.factors.filter(withdrawn_at=None)


class ChangeActionForm(ActionForm):
    """The work planned anew."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CompleteForm(forms.Form):
    """Proof that the work is done."""

    evidence = forms.CharField(
        label=_("Evidence that it is done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What anybody can look at: a change, a test, a drill, a document."),
    )


class CheckForm(forms.Form):
    """Whether it worked, some time later."""

    worked = forms.TypedChoiceField(
        label=_("Did it work?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(label=_("How we know"), widget=forms.Textarea(attrs={"rows": 3}))
