"""Having other programs told, by a program."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.api.endpoint import Endpoint, creates, lists, pages, reads, writes
from audit.actor import require
from core.api.fields import (
    ChoiceField,
    FewField,
    MomentField,
    Said,
    VersionedBody,
    WholeBody,
    WordsField,
    YesNoField,
)
from core.errors import NotFound
from incidents.api.fields import LineField, ReasonBody, ReasonField
from webhooks.models import Attempt, Delivery, EventKind, Webhook
from webhooks.permissions import MANAGE
from webhooks.services.webhook import (
    Telling,
    add_webhook,
    change_webhook,
    renew_secret,
    replay,
    stop_webhook,
)

ONE = "webhooks/<int:webhook_id>"


class WebhookAnswer(serializers.Serializer[Webhook]):
    """Where a webhook goes, what it tells, and whether it does."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField()
    kinds = serializers.ListField(child=serializers.ChoiceField(EventKind.choices))
    tells_restricted = serializers.BooleanField()
    is_active = serializers.BooleanField()
    why_stopped = serializers.CharField()
    failing_since = MomentField(allow_null=True)
    version = serializers.IntegerField()


class SecretAnswer(WebhookAnswer):
    """The webhook with its secret, which is shown this once."""

    secret = serializers.CharField()


class WebhookAttemptAnswer(serializers.Serializer[Attempt]):
    """One try: what was answered, or what stood in the way."""

    at = MomentField()
    milliseconds = serializers.IntegerField()
    status = serializers.IntegerField(allow_null=True)
    answer = serializers.CharField()


class WebhookDeliveryAnswer(serializers.Serializer[Delivery]):
    """One event for the program, until it was taken or given up."""

    id = serializers.IntegerField()
    message_id = serializers.CharField()
    body = serializers.CharField()
    made_at = MomentField()
    due_at = MomentField(allow_null=True)
    taken_at = MomentField(allow_null=True)
    attempts = WebhookAttemptAnswer(many=True)


class CountAnswer(serializers.Serializer[dict[str, int]]):
    """How many that are."""

    count = serializers.IntegerField()


class WebhookBody(Said):
    """A program that is told."""

    name = LineField(Webhook, "name")
    url = WordsField()
    kinds = FewField(child=ChoiceField(EventKind.choices))
    tells_restricted = YesNoField(default=False)


class ChangeWebhookBody(WebhookBody, WholeBody, VersionedBody):
    """What the webhook is as a whole, and why it is changed."""

    reason = ReasonField()


class ReplayBody(ReasonBody):
    """From when on everything is sent again, and why."""

    since = MomentField()


def _with_secret(made: tuple[Webhook, str]) -> Webhook:
    """The webhook with its secret in words, to be shown; it is not saved so."""
    webhook, secret = made
    webhook.secret = secret
    return webhook


class Webhooks(Endpoint):
    """All webhooks."""

    @lists(WebhookAnswer, operation="webhooks_list")
    def get(self) -> QuerySet[Webhook]:
        """Every webhook, by name."""
        require(self.actor, MANAGE)
        return Webhook.objects.all()

    @creates(
        WebhookBody,
        SecretAnswer,
        operation="webhook_add",
        at=lambda webhook: reverse("api_webhook", args=[webhook.pk]),
    )
    def post(self, said: dict[str, Any]) -> Webhook:
        """Have a program told of what is recorded from now on."""
        return _with_secret(add_webhook(actor=self.actor, value=Telling(**said)))


class OneWebhook(Endpoint):
    """One webhook."""

    def place(self, **address: Any) -> dict[str, Any]:
        """The webhook that the address names, for those who may manage it."""
        require(self.actor, MANAGE)
        webhook = Webhook.objects.filter(pk=address["webhook_id"]).first()
        if webhook is None:
            raise NotFound(_("There is no such webhook."))
        return {"webhook": webhook}

    @reads(WebhookAnswer, operation="webhook_read")
    def get(self, webhook: Webhook) -> Webhook:
        """Where it goes and what it tells."""
        return webhook

    @writes(ChangeWebhookBody, WebhookAnswer, operation="webhook_change")
    def put(self, webhook: Webhook, said: dict[str, Any], version: int) -> Webhook:
        """Have it go elsewhere or tell something else; one that was stopped goes on."""
        reason = said.pop("reason")
        return change_webhook(
            actor=self.actor,
            webhook_id=webhook.pk,
            version=version,
            reason=reason,
            value=Telling(**said),
        )


class WebhookSecret(OneWebhook):
    """Its secret."""

    http_method_names = ["post"]

    @writes(ReasonBody, SecretAnswer, operation="webhook_renew", status=201)
    def post(self, webhook: Webhook, said: dict[str, Any]) -> Webhook:
        """Make a new secret; for a day messages are signed with the former one too."""
        return _with_secret(renew_secret(actor=self.actor, webhook_id=webhook.pk, **said))


class WebhookStop(OneWebhook):
    """Its end."""

    http_method_names = ["post"]

    @writes(ReasonBody, WebhookAnswer, operation="webhook_stop")
    def post(self, webhook: Webhook, said: dict[str, Any]) -> Webhook:
        """Tell it nothing more, not even what waits."""
        return stop_webhook(actor=self.actor, webhook_id=webhook.pk, **said)


class WebhookReplay(OneWebhook):
    """Sending again."""

    http_method_names = ["post"]

    @writes(ReplayBody, CountAnswer, operation="webhook_replay")
    def post(self, webhook: Webhook, said: dict[str, Any]) -> dict[str, int]:
        """Send again what was made since a moment, under the same identifiers."""
        return {"count": replay(actor=self.actor, webhook_id=webhook.pk, **said)}


class WebhookDeliveries(OneWebhook):
    """What it was told."""

    http_method_names = ["get", "head"]

    @pages(WebhookDeliveryAnswer, operation="webhook_deliveries", by=("id",))
    def get(self, webhook: Webhook, asked: dict[str, Any]) -> QuerySet[Delivery]:
        """What it was told, the newest first, with every try."""
        return webhook.deliveries.prefetch_related("attempts")


urlpatterns = [
    path("webhooks", Webhooks.as_view(), name="api_webhooks"),
    path(ONE, OneWebhook.as_view(), name="api_webhook"),
    path(f"{ONE}/secret", WebhookSecret.as_view(), name="api_webhook_renew"),
    path(f"{ONE}/stop", WebhookStop.as_view(), name="api_webhook_stop"),
    path(f"{ONE}/replay", WebhookReplay.as_view(), name="api_webhook_replay"),
    path(f"{ONE}/deliveries", WebhookDeliveries.as_view(), name="api_webhook_deliveries"),
]
