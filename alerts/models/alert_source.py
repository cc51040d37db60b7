"""A tool that tells of alerts, how it proves itself and what its words mean here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Category, Service, Severity

SET_UP_ALERTS = "alerts.set_up_alerts"


class SourceKind(models.TextChoices):
    """What the tool sends."""

    ALERTMANAGER = "alertmanager", "Prometheus Alertmanager"
    GRAFANA = "grafana", "Grafana"
    PAGERDUTY = "pagerduty", "PagerDuty"
    MAPPED = "mapped", _("Other JSON, by a mapping")


class AlertSource(models.Model):
    """Where alerts come from. `mapping` holds JMESPath expressions, for other JSON only."""

    slug = models.SlugField(_("name in the address"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=SourceKind.choices)
    mapping = models.JSONField(_("mapping"), default=dict, blank=True)
    severities = models.JSONField(_("severities"), default=dict, blank=True)
    categories = models.JSONField(_("categories"), default=dict, blank=True)
    services = models.JSONField(_("services"), default=dict, blank=True)
    severity = models.CharField(
        _("severity otherwise"), max_length=4, choices=Severity.choices, default=Severity.SEV3
    )
    category = models.CharField(
        _("category otherwise"), max_length=22, choices=Category.choices, default=Category.OUTAGE
    )
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("service otherwise"),
    )
    opens_incidents = models.BooleanField(_("opens incidents"), default=True)
    is_active = models.BooleanField(_("is listened to"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("alert source")
        verbose_name_plural = _("alert sources")
        ordering = ["name", "pk"]
        default_permissions = ()
        permissions = [("set_up_alerts", _("Can set up where alerts come from"))]

    def __str__(self) -> str:
        return self.name


class Proof(models.TextChoices):
    """How a delivery shows that it comes from the source."""

    TOKEN = "token", _("Token")
    SIGNATURE = "signature", _("Signature")


class AlertKey(models.Model):
    """What a source proves itself with. While it is changed two stand; each is ended by itself.

    Of a token only its SHA-256 is kept; a secret that signs must be read again, so it is kept
    encrypted.
    """

    source = models.ForeignKey(AlertSource, on_delete=models.PROTECT, related_name="keys")
    proof = models.CharField(_("proof"), max_length=9, choices=Proof.choices)
    digest = models.CharField(_("SHA-256 of the token"), max_length=64, blank=True)
    sealed = models.TextField(_("encrypted secret"), blank=True)
    created_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("alert key")
        verbose_name_plural = _("alert keys")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(proof=Proof.TOKEN, sealed="") | Q(proof=Proof.SIGNATURE, digest=""),
                name="alert_key_is_token_or_secret",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.pk}"
