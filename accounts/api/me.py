"""Who asks."""

from rest_framework import serializers

from accounts.api.endpoint import Endpoint, reads
from accounts.api.fields import PersonAnswer
from accounts.models import User


class MeAnswer(PersonAnswer):
    """Who asks, and what they may do."""

    email = serializers.EmailField()
    language = serializers.CharField()
    time_zone = serializers.CharField()
    roles = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()

    def get_roles(self, person: User) -> list[str]:
        """The groups they are in."""
        return sorted(group.name for group in person.groups.all())

    def get_permissions(self, person: User) -> list[str]:
        """What these allow."""
        return sorted(person.get_all_permissions())


class Me(Endpoint):
    """Who asks."""

    @reads(MeAnswer, operation="me_read")
    def get(self) -> User:
        """Who the token or the session belongs to, with their roles and permissions."""
        return self.person
