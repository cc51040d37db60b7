"""Naming groups and estimating how many."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import CountField, MomentField
from incidents.forms.fields import RecordForm, reason_field
from incidents.models import ImpactEstimate, ImpactGroup, Incident, Relation


class GroupForm(RecordForm):
    """A group of what was affected, and the whole it is a part of."""

    population = CountField(
        label=_("Population"),
        required=False,
        help_text=_("How many there are in all, such as every user of the app."),
    )
    population_as_of = MomentField(label=_("Population as of"), required=False)

    class Meta:
        model = ImpactGroup
        fields: ClassVar[list[str]] = [
            "name",
            "definition",
            "unit",
            "population",
            "population_source",
            "population_as_of",
        ]


class ChangeGroupForm(GroupForm):
    """The group said better, and why."""

    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)


class EstimateForm(RecordForm):
    """What is believed of a group's count; empty numbers mean that it is unknown."""

    low = CountField(label=_("At least"), required=False)
    best = CountField(
        label=_("Best estimate"),
        required=False,
        help_text=_("Leave all three empty when it is unknown."),
    )
    high = CountField(label=_("At most"), required=False)
    as_of = MomentField(label=_("As of"))
    reason = reason_field(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ImpactEstimate
        fields: ClassVar[list[str]] = [
            "best",
            "low",
            "high",
            "is_actual",
            "as_of",
            "source",
            "method",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("as_of", timezone.localtime().replace(second=0, microsecond=0))
        if self.initial.get("version"):
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]
        self.fields["is_actual"].help_text = _("One number is then enough.")

    def clean(self) -> dict[str, Any]:
        """What was counted is one number; nobody writes it three times."""
        said = self.cleaned_data
        best = said.get("best")
        if not said.get("is_actual") or best is None:
            return said
        for name in ("low", "high"):
            if name not in self.errors and said[name] is None:
                said[name] = best
        if any(said.get(name) not in (None, best) for name in ("low", "high")):
            self.add_error(
                "is_actual",
                _("What was counted is one number. Leave at least and at most empty."),
            )
        return said


class RelationForm(forms.Form):
    """How two groups stand to each other."""

    first = forms.ModelChoiceField(ImpactGroup.objects.none(), label=_("First group"))
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices)
    second = forms.ModelChoiceField(ImpactGroup.objects.none(), label=_("Second group"))

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = incident.impact_groups.all()
