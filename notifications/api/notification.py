"""What whoever asks was told."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, pages, writes
from core.api.fields import FewField, IdField, MomentField, Said
from notifications.models import Kind, Notification
from notifications.selectors.notification import shown_to, subjects_of
from notifications.services.notification import mark_read
from notifications.wording import line_of, path_of


class ToldList(serializers.ListSerializer[Any]):
    """Several, whose words are read together."""

    def to_representation(self, data: Any) -> Any:
        """Each with its line and its page."""
        told = list(data)
        subjects = subjects_of(told)
        for each in told:
            each.text = line_of(each, subjects)
            each.page = settings.ADDRESS + path_of(each, subjects)
        return super().to_representation(told)


class NotificationAnswer(serializers.Serializer[Notification]):
    """What somebody was told, in their language, and the page where it is answered."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Kind.choices)
    incident = serializers.CharField(source="incident.reference")
    text = serializers.CharField()
    page = serializers.CharField()
    told_at = MomentField(source="made_at")
    read_at = MomentField(allow_null=True)

    class Meta:
        list_serializer_class = ToldList


class ReadBody(Said):
    """Which of them were read; without `ids` all."""

    ids = FewField(child=IdField(), allow_null=True, default=None)


class Notifications(Endpoint):
    """What one was told."""

    @pages(NotificationAnswer, operation="notifications_list", by=("id",))
    def get(self, asked: dict[str, Any]) -> QuerySet[Notification]:
        """What whoever asks was told in the page, the newest first."""
        return shown_to(self.person)


class NotificationsRead(Endpoint):
    """What one has read."""

    @writes(ReadBody, None, operation="notifications_read", status=204)
    def post(self, said: dict[str, Any]) -> None:
        """Say that these were read, or all of them."""
        mark_read(self.person, said["ids"])
