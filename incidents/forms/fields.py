"""What the record's forms have in common."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from accounts.forms.fields import (
    ReasonForm,
    RecordForm,
    VersionedForm,
    VersionedReasonForm,
    reason_field,
)
from accounts.models import User

__all__ = [
    "PersonField",
    "ReasonForm",
    "RecordForm",
    "VersionedForm",
    "VersionedReasonForm",
    "reason_field",
]


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """Somebody with an account that is in use."""

    def __init__(self, **kwargs: Any) -> None:
        people = get_user_model().objects.filter(is_active=True).order_by("full_name", "email")
        super().__init__(people, **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """Name and address, since two people may share a name."""
        return f"{obj.full_name} ({obj.email})"
