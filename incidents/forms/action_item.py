"""Planning follow-up work and saying what became of it."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from incidents.forms.fields import PersonField, RecordForm, VersionedForm
from incidents.models import ActionItem, ActionKind, Incident
from incidents.models.action_item import ActionItemQuerySet

SHOWN = [
    ("open", pgettext_lazy("several actions", "Open")),
    ("overdue", pgettext_lazy("several actions", "Overdue")),
    ("mine", pgettext_lazy("several actions", "Mine")),
    ("done", pgettext_lazy("several actions", "Done")),
    ("all", pgettext_lazy("several actions", "All")),
    ("check", _("To be checked")),
    ("withdrawn", pgettext_lazy("several actions", "Withdrawn")),
]
FILTERS = tuple(value for value, _label in SHOWN)


class ActionFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped
    """The filters above the list; all of them stand in the address."""

    show = django_filters.ChoiceFilter(
        choices=SHOWN, method="of_state", label=_("Which actions"), widget=forms.HiddenInput
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=ActionKind.choices,
        label=_("Kind"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    owner = django_filters.ModelChoiceFilter(
        queryset=User.objects.order_by("full_name", "email"),
        label=_("Owner"),
        empty_label=_("Anybody"),
    )

    class Meta:
        model = ActionItem
        fields: ClassVar[list[str]] = ["show", "kind", "owner"]

    def of_state(self, actions: ActionItemQuerySet, name: str, shown: str) -> QuerySet[ActionItem]:
        """The actions that stand so."""
        narrowed = {
            "open": actions.open,
            "overdue": lambda: actions.overdue(timezone.localdate()),
            "mine": lambda: actions.open().filter(owner=self.request.user),
            "done": actions.done,
            "check": lambda: actions.to_be_checked().order_by("check_due_on", "pk"),
            "withdrawn": actions.withdrawn,
            "all": actions.all,
        }
        return narrowed[shown]()


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
    """The work planned anew; an owner who left and a factor withdrawn since may stay."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: ActionItem, **kwargs: Any) -> None:
        super().__init__(*args, incident=action.incident, **kwargs)
        owner, factor = self.fields["owner"], self.fields["factor"]
        if isinstance(owner, forms.ModelChoiceField):
            owner.queryset = User.objects.filter(Q(is_active=True) | Q(pk=action.owner_id))
        if isinstance(factor, forms.ModelChoiceField):
            factors = action.incident.factors
            factor.queryset = factors.filter(Q(withdrawn_at=None) | Q(pk=action.factor_id))


class CompleteForm(VersionedForm):
    """Proof that the work is done."""

    evidence = forms.CharField(
        label=_("Evidence that it is done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What anybody can look at: a change, a test, a drill, a document."),
    )
    check_due_on = forms.DateField(
        label=_("Check its effect on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Six weeks from today if you choose no day."),
    )


class CheckForm(VersionedForm):
    """Whether it worked, some time later."""

    worked = forms.TypedChoiceField(
        label=_("Did it work?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(label=_("How we know"), widget=forms.Textarea(attrs={"rows": 3}))
