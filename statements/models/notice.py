"""What those involved in a statement were told by mail, so that nobody is told twice."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from statements.models.approval import Approval
from statements.models.release import Release


class VoidNotice(models.Model):
    """That an approval no longer holds."""

    approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="void_notice")
    sent_to = ArrayField(models.EmailField(), verbose_name=_("sent to"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("notice of a void approval")
        verbose_name_plural = _("notices of void approvals")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.approval}"


class StaleNotice(models.Model):
    """That a released statement is no longer right.

    `basis` is the SHA-256 of what the record says now instead: what moves on again is told again.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="stale_notices")
    basis = models.CharField(_("hash of what holds instead"), max_length=64)
    sent_to = ArrayField(models.EmailField(), verbose_name=_("sent to"))
    sent_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("notice of a stale statement")
        verbose_name_plural = _("notices of stale statements")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["release", "basis"], name="stale_told_once_a_basis")
        ]

    def __str__(self) -> str:
        return f"{self.release}"


class LogFollower(models.Model):
    """Up to which entry of the log somebody who follows it has looked."""

    name = models.CharField(_("name"), max_length=40, primary_key=True)
    index = models.BigIntegerField(_("index"), default=-1)

    class Meta:
        verbose_name = _("follower of the log")
        verbose_name_plural = _("followers of the log")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.index}"
