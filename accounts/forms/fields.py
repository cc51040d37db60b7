"""What the forms of every desk have in common."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from core.checks import LONGEST_REASON


class RecordForm(forms.ModelForm):  # type: ignore[type-arg] # not generic at run time
    """A form that takes labels and choices from the model and leaves the judging to services.

    `decided` names the choices that always have a value, so that none of them offers a dash.
    """

    decided: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.decided:
            field = cast(forms.ChoiceField, self.fields[name])
            choices = cast(Iterable[tuple[Any, Any]], field.choices)
            field.choices = [choice for choice in choices if choice[0]]

    def _post_clean(self) -> None:
        """Services judge, with words of their own: no row is made, compared or measured here."""


def reason_field(**kwargs: Any) -> forms.CharField:
    """Why something is changed; it is written in the log."""
    return forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, **kwargs)


class ReasonForm(forms.Form):
    """Only the reason is asked for."""

    reason = reason_field()


class VersionedForm(forms.Form):
    """Holds the version the reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionedReasonForm(ReasonForm, VersionedForm):
    """The reason, and the version the reader saw."""
