"""Composing roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import ReasonForm
from accounts.selectors.role import permissions_in_words


class PermissionsField(forms.MultipleChoiceField):
    """What whoever holds a role may do."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=permissions_in_words,
            label=_("What the role may do"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )


class RecomposeForm(ReasonForm):
    """What the role may do from now on, and why."""

    permissions = PermissionsField()
    field_order = ("permissions", "reason")


class RoleForm(forms.Form):
    """A role of the organisation's own."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("A role that may do nothing can still be named in a restricted incident."),
    )
    permissions = PermissionsField()
