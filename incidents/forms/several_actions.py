"""Choosing several actions, and saying what is to be done with all of them."""

import re
from typing import cast

from django import forms
from django.db.models import TextChoices
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from core.checks import LONGEST_REASON
from incidents.forms.fields import PersonField
from incidents.services.several_actions import MOST, Act, Asked, Chosen

CHOSEN = re.compile(r"(\d{1,18})\.(\d{1,9})", re.ASCII)


class Wish(TextChoices):
    """What a reader may wish for several actions; one thing at a time."""

    OWNER = "owner", _("Set the owner")
    DUE_ON = "due_on", _("Set the due date")
    COMPLETE = Act.COMPLETE.value, _("Complete")
    WITHDRAW = Act.WITHDRAW.value, _("Withdraw")
    REOPEN = Act.REOPEN.value, _("Take up again")


class SeveralActionsForm(forms.Form):
    """What is to be done with all of them, and what that takes."""

    wish = forms.ChoiceField(
        label=_("What is to be done"), choices=Wish.choices, widget=forms.RadioSelect
    )
    owner = PersonField(label=_("Owner"), required=False, empty_label=_("nobody"))
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("No day: they have no due date then."),
    )
    evidence = forms.CharField(
        label=_("Evidence that it is done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is written at each of them."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=LONGEST_REASON)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def asked(self) -> Asked:
        """What a valid form says."""
        said = self.cleaned_data
        wish = said["wish"]
        if wish in {Wish.OWNER, Wish.DUE_ON}:
            return Asked(Act.PLAN, {wish: said[wish]})
        return Asked(wish, reason=said["reason"], evidence=said["evidence"])

    def has_shown(self, mark: str) -> None:
        """Sent once more as it is, it says that its reader has seen what it does."""
        typed = cast(MultiValueDict[str, str], self.data).copy()
        typed["shown"] = mark
        self.data = typed


def chosen_in(texts: list[str]) -> list[Chosen]:
    """The actions a page names as `number.version`, each once; what is nothing of the kind is none."""
    found = filter(None, map(CHOSEN.fullmatch, texts))
    versions: dict[int, int] = {int(each[1]): int(each[2]) for each in found}
    return [Chosen(*each) for each in list(versions.items())[: MOST + 1]]
