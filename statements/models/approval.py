"""Somebody stands behind exact words."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from statements.models.statement import Statement, Wording


class Approval(models.Model):
    """Approval of what a reader would have read then: other words or figures are not approved.

    `digest` is the SHA-256 of the resolved words, the figures behind them and the `terms`: what
    the statement is and for whom. All three stay with it as they were approved (`figures` as in
    `Release`), so that it can say later why it no longer holds.
    """

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="approvals")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("approver")
    )
    digest = models.CharField(_("hash of the approved words"), max_length=64)
    words = models.TextField(_("words"))
    figures = models.JSONField(_("figures"))
    terms = models.JSONField(_("what it is and for whom"))
    as_communications = models.BooleanField(_("for communications"), default=False)
    approved_at = models.DateTimeField(_("approved at"))

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["wording", "approver", "digest"], name="approval_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.wording}: {self.approver}"

    @property
    def statement(self) -> Statement:
        """What was approved."""
        return self.wording.statement
