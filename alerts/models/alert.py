"""What arrived: each alert as it was told last, and the deliveries that said something new."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from alerts.models.alert_source import AlertSource
from incidents.models import Incident


class Alert(models.Model):
    """An alert of a source by its fingerprint: how it was told last, and the incident it is in."""

    source = models.ForeignKey(AlertSource, on_delete=models.PROTECT, related_name="alerts")
    fingerprint = models.CharField(_("fingerprint"), max_length=128)
    group = models.CharField(_("group"), max_length=128, blank=True)
    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, null=True, related_name="alerts"
    )
    title = models.CharField(_("title"), max_length=200)
    is_firing = models.BooleanField(_("fires"))
    began_at = models.DateTimeField(_("began at"), null=True)
    content = models.CharField(_("SHA-256 of what it says"), max_length=64)
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-changed_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "fingerprint"], name="alert_once_by_source")
        ]
        indexes = [models.Index(fields=["source", "group"], name="alert_by_group")]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """A body that said something new, exactly as it arrived."""

    source = models.ForeignKey(AlertSource, on_delete=models.PROTECT, related_name="deliveries")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, null=True)
    received_at = models.DateTimeField(_("received at"))
    body = models.BinaryField(_("body"))
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("alert delivery")
        verbose_name_plural = _("alert deliveries")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"
