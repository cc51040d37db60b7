"""That somebody is told of something that stands in the log."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from notifications.models.wish import Kind


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Reading notifications starts here."""

    def visible_to(self, user: Any) -> Self:
        """The person's own, about incidents they may see now."""
        return self.filter(person=user, incident__in=Incident.objects.visible_to(user))

    def to_be_mailed(self) -> Self:
        """Those whose mail was neither sent nor given up."""
        return self.filter(mail_due_at__isnull=False, mailed_at__isnull=True, given_up=False)


class Notification(models.Model):
    """One person is told of one log entry. It holds no words: they are read when it is shown.

    `what` tells apart what is of one kind. `mail_due_at` is None where no mail was wanted. Those of
    one `batch` are one message, however often it has to be sent; while somebody sends it, it is due
    again some minutes later, in case they die.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    what = models.CharField(_("what of it"), max_length=20, blank=True, db_default="")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT)
    index = models.BigIntegerField(_("index"))
    subject_id = models.BigIntegerField(_("subject number"))
    made_at = models.DateTimeField(_("made at"))
    is_in_page = models.BooleanField(_("in the page"))
    read_at = models.DateTimeField(_("read at"), null=True)
    mail_due_at = models.DateTimeField(_("mail due at"), null=True)
    batch = models.UUIDField(_("message"), null=True)
    mailed_at = models.DateTimeField(_("mailed at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    given_up = models.BooleanField(_("mail given up"), default=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-index", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["person"],
                condition=Q(is_in_page=True, read_at__isnull=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["mail_due_at"],
                condition=Q(mailed_at__isnull=True, given_up=False),
                name="notification_mail_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "index", "kind"], name="notification_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.incident.reference}"
