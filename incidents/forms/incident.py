"""Declaring, changing, restricting and linking an incident, and finding it again."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import role_label
from incidents.forms.fields import RecordForm, reason_field
from incidents.models import Category, Incident, LinkKind, Service, Severity, Status
from incidents.selectors.incident import REFERENCE, incident_for, matching

ANSWER_FIRST: dict[str, Any] = {
    "severity": forms.RadioSelect,
    "services": forms.CheckboxSelectMultiple,
    "summary": forms.Textarea(attrs={"rows": 4}),
    "malice_basis": forms.Textarea(attrs={"rows": 2}),
}


USUAL = {"severity": Severity.SEV3, "category": Category.OUTAGE}
LONGEST_KEY = 64
LONGEST_SEEN = 1_000


class DeclareForm(RecordForm):
    """One field is enough: what happened. The rest can be said now, or when there is time.

    `key` makes a form that was sent twice act once; `seen` are the open incidents that its writer
    was shown, so that nobody is asked twice whether it is one of them.
    """

    decided = ("severity", "category")
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_KEY)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_SEEN)
    takes_command = forms.BooleanField(
        label=_("I take command"), required=False, help_text=_("You can hand it over later.")
    )

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = [
            "title",
            "severity",
            "category",
            "services",
            "summary",
            "is_restricted",
        ]
        labels: ClassVar[dict[str, Any]] = {"title": _("What happened?")}
        widgets: ClassVar[dict[str, Any]] = ANSWER_FIRST | {
            "title": forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"})
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "is_restricted": _("Only you and the people you name will know that it exists.")
        }

    def __init__(self, *args: Any, may_lead: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_lead:
            del self.fields["takes_command"]
        for name in self.decided:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """What is left out is as Havari proposes it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for name, usual in USUAL.items():
            said[name] = said.get(name) or usual
        return said


class ChangeForm(RecordForm):
    """What is said of the incident as a whole."""

    decided = ("severity", "status", "category", "malice", "discovery")
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = reason_field(required=False)

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = [
            "title",
            "severity",
            "status",
            "category",
            "services",
            "summary",
            "malice",
            "malice_basis",
            "discovery",
        ]
        widgets: ClassVar[dict[str, Any]] = ANSWER_FIRST

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["discovery"].required = False

    def clean_discovery(self) -> str:
        """Who found it; a form that does not say leaves it as it stands."""
        said: str = self.cleaned_data["discovery"] or self.initial["discovery"]
        return said


class StatusForm(forms.Form):
    """Where the work stands, from the head of the page."""

    status = forms.ChoiceField(label=_("Status"), choices=Status.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)


class GroupsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Groups by the name people call them."""

    def label_from_instance(self, obj: Group) -> str:
        """The role's name in the reader's language."""
        return role_label(obj.name)


class AccessForm(forms.Form):
    """Who may know of the incident."""

    is_restricted = forms.BooleanField(
        label=_("Restricted"),
        required=False,
        help_text=_("To everybody who is not named the incident does not exist."),
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("People with access"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = GroupsField(
        Group.objects.order_by("name"),
        label=_("Groups with access"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["people"]
        if isinstance(people, forms.ModelMultipleChoiceField):
            # Whoever left and is named still stays named until somebody says otherwise.
            named = incident.people_with_access.values("pk")
            able = Q(is_active=True) | Q(pk__in=named)
            people.queryset = User.objects.filter(able).order_by("full_name", "email")


class LinkForm(forms.Form):
    """How this incident stands to another."""

    kind = forms.ChoiceField(label=_("This incident"), choices=LinkKind.choices)
    target = forms.CharField(
        label=_("Other incident"),
        max_length=20,
        help_text=_("Its reference, such as INC-2026-0002."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_target(self) -> Incident:
        """The incident with that reference, if the writer may know of it."""
        found = REFERENCE.match(self.cleaned_data["target"])
        incident = incident_for(self.user, int(found[1]), int(found[2])) if found else None
        if incident is None:
            raise forms.ValidationError(
                _("There is no incident of that reference. Write it such as INC-2026-0002.")
            )
        return incident


class IncidentFilter(django_filters.FilterSet):  # type: ignore[misc] # untyped
    """The filters above the list; all of them stand in the address."""

    q = django_filters.CharFilter(method="with_text", label=_("Search"), strip=True)
    status = django_filters.MultipleChoiceFilter(
        choices=Status.choices,
        label=_("Status"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    severity = django_filters.MultipleChoiceFilter(
        choices=Severity.choices,
        label=_("Severity"),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    service = django_filters.ModelChoiceFilter(
        field_name="services",
        queryset=Service.objects.all(),
        label=_("Service"),
        empty_label=_("All services"),
    )

    class Meta:
        model = Incident
        fields: ClassVar[list[str]] = ["q", "status", "severity", "service"]

    def with_text(self, incidents: QuerySet[Incident], name: str, text: str) -> QuerySet[Incident]:
        """Incidents that have the text in reference, title, summary or timeline."""
        return matching(incidents, text)
