"""A statement that has left the house."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Status
from statements.models.statement import Statement, Wording


class Release(models.Model):
    """What was said, frozen: the words as they went out and every figure in them.

    A statement is released once. An urgent release went out with one approval and is reviewed.
    `figures` are the quoted figures, each with its words, exact value, source, moment and basis.
    `mass` is what a mass message was expected to do, as it was shown; None for any other.
    """

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="release")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("words"))
    figures = models.JSONField(_("figures"))
    mass = models.JSONField(_("mass message"), null=True)
    digest = models.CharField(_("hash of the released words"), max_length=64)
    incident_status = models.CharField(
        _("status of the incident then"), max_length=13, choices=Status.choices
    )
    recipients = models.CharField(_("to whom"), max_length=300)
    spokesperson = models.CharField(_("spokesperson, by role"), max_length=120, blank=True)
    urgent_reason = models.CharField(_("reason for the haste"), max_length=300, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("released by"),
    )
    released_at = models.DateTimeField(_("released at"))
    review = models.TextField(_("what the review found"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, review="")
                | (Q(reviewed_at__isnull=False) & ~Q(review="")),
                name="release_review_has_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement}"
