"""Everybody who can own work or hold a role."""

from typing import Any

from django.db.models import QuerySet

from accounts.api.endpoint import Endpoint, pages
from accounts.api.fields import PersonAnswer
from accounts.models import User
from audit.actor import require
from incidents.models.incident import VIEW


class People(Endpoint):
    """Everybody with an account that is in use."""

    @pages(PersonAnswer, operation="people_list", by=("pk",))
    def get(self, asked: dict[str, Any]) -> QuerySet[User]:
        """People whose numbers can stand where an owner or a holder of a role is asked for."""
        require(self.actor, VIEW)
        return User.objects.filter(is_active=True)
