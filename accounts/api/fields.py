"""People, as the API shows and takes them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.models import User
from core.api.fields import RowField, RowsField


class PersonAnswer(serializers.Serializer[User]):
    """Somebody with an account."""

    id = serializers.IntegerField()
    name = serializers.CharField(source="__str__")


class PersonField(RowField):
    """The number of somebody whose account is in use, or of `people` of another kind."""

    default_error_messages = {"missing": gettext_lazy("There is no person with number {missing}.")}

    def __init__(self, people: QuerySet[User] | None = None, **kwargs: Any) -> None:
        rows = User.objects.filter(is_active=True) if people is None else people
        super().__init__(rows, **kwargs)


class PeopleField(RowsField):
    """The numbers of people whose accounts are in use."""

    default_error_messages = PersonField.default_error_messages

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.filter(is_active=True), **kwargs)
