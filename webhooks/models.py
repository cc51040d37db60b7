"""Programs that are told what was recorded, and what became of telling them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """What a program can be told of: the first word of the log's verbs."""

    INCIDENT = "incident", _("Incidents: declared, changed, linked")
    TIMELINE = "timeline", _("Timeline entries")
    IMPACT = "impact", _("Figures")
    ACTION = "action", _("Actions")
    ROLE = "role", _("Roles")
    STATEMENT = "statement", _("Statements")
    POSTMORTEM = "postmortem", _("Postmortems")


class Webhook(models.Model):
    """An address that is told of what the log gains, in the order of its entries.

    `told_until` is the log's entry up to which deliveries were made; until `busy_until` one run of
    the worker tells it, and no other does. Secrets are encrypted
    (`webhooks.secrets`); the former one goes on signing for a day, so that both sides can change.
    """

    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("address"), max_length=500)
    kinds = ArrayField(
        models.CharField(max_length=20, choices=EventKind.choices), verbose_name=_("what it tells")
    )
    tells_restricted = models.BooleanField(_("restricted incidents too"), default=False)
    secret = models.BinaryField(_("secret"))
    former_secret = models.BinaryField(_("former secret"), null=True)
    renewed_at = models.DateTimeField(_("secret renewed at"), null=True)
    is_active = models.BooleanField(_("in use"), default=True)
    why_stopped = models.CharField(_("why it was stopped"), max_length=300, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)
    told_until = models.BigIntegerField(_("told until"))
    busy_until = models.DateTimeField(_("being told until"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]
        default_permissions = ()
        permissions = [("manage_webhooks", _("Can have other programs told what is recorded"))]
        constraints = [models.UniqueConstraint(fields=["name"], name="webhook_name_unique")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One event for one program, until it was taken or given up.

    `due_at` is empty once nothing more is tried.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    index = models.BigIntegerField(_("entry of the log"))
    body = models.TextField(_("body"))
    made_at = models.DateTimeField(_("made at"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("next try"), null=True)
    taken_at = models.DateTimeField(_("taken at"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["webhook", "index"], name="delivery_once_an_entry")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="delivery_due")
        ]

    def __str__(self) -> str:
        return self.message_id

    @property
    def message_id(self) -> str:
        """The same for every try, so that a program can tell that it has it already."""
        return f"msg_{self.webhook_id}_{self.index}"


class Attempt(models.Model):
    """One try: what was answered, or what stood in the way."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("at"))
    milliseconds = models.PositiveIntegerField(_("milliseconds"))
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.status or '-'} {self.answer[:60]}"
