"""What whoever asks wants to be told of."""

from typing import Any

from rest_framework import serializers

from accounts.api.endpoint import Endpoint, reads, writes
from core.api.fields import FewField, WholeBody
from notifications.models import Kind, Pace, Way
from notifications.selectors.wish import Wanted, wanted_by
from notifications.services.wish import Choice, choose_notifications


class PreferencesAnswer(serializers.Serializer[Wanted]):
    """A way for each kind, when mail comes, and which kinds wait for nothing."""

    ways = serializers.DictField(child=serializers.ChoiceField(Way.choices))
    pace = serializers.ChoiceField(Pace.choices)
    urgent = serializers.SerializerMethodField()
    quiet_from = serializers.SerializerMethodField()
    quiet_until = serializers.SerializerMethodField()

    def get_urgent(self, wanted: Wanted) -> list[str]:
        """The kinds that are sent at once, also in quiet hours."""
        return sorted(wanted.urgent)

    def get_quiet_from(self, wanted: Wanted) -> str | None:
        """When quiet hours begin, by the clock of their time zone."""
        return f"{wanted.quiet[0]:%H:%M}" if wanted.quiet else None

    def get_quiet_until(self, wanted: Wanted) -> str | None:
        """When quiet hours end."""
        return f"{wanted.quiet[1]:%H:%M}" if wanted.quiet else None


class PreferencesBody(WholeBody):
    """What is wanted from now on. A kind that `ways` leaves out is told as Havari suggests."""

    ways = serializers.DictField(child=serializers.ChoiceField(Way.choices))
    pace = serializers.ChoiceField(Pace.choices)
    urgent = FewField(child=serializers.ChoiceField(Kind.choices))
    quiet_from = serializers.TimeField(allow_null=True)
    quiet_until = serializers.TimeField(allow_null=True)


class Preferences(Endpoint):
    """What one wants to be told of."""

    @reads(PreferencesAnswer, operation="notification_preferences_read")
    def get(self) -> Wanted:
        """What holds for whoever asks, whether or not they ever chose."""
        return wanted_by([self.person])[self.person.pk]

    @writes(PreferencesBody, PreferencesAnswer, operation="notification_preferences_choose")
    def put(self, said: dict[str, Any]) -> Wanted:
        """Be told like this from now on."""
        choose_notifications(actor=self.actor, choice=Choice(**said))
        return wanted_by([self.person])[self.person.pk]
