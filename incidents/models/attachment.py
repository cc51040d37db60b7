"""A file that shows what an entry tells of: a screenshot, a graph, a log, a letter."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.files.kind import bare, is_picture
from incidents.models.incident import Incident
from incidents.models.timeline_entry import TimelineEntry


class Attachment(models.Model):
    """A file in the record, known by the hash of what is in it.

    Its content is never replaced, and never removed: an attachment is withdrawn.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="attachments")
    entry = models.ForeignKey(
        TimelineEntry,
        on_delete=models.PROTECT,
        null=True,
        related_name="attachments",
        verbose_name=_("timeline entry"),
    )
    name = models.CharField(_("name of the file"), max_length=120)
    media_type = models.CharField(_("type by content"), max_length=60)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField(_("width in pixels"), null=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    in_report = models.BooleanField(_("in the report"), default=False, db_default=False)
    # What leaves in reports, without metadata; kept for the editions that show it.
    report_copy = models.CharField(
        _("copy for reports"), max_length=64, blank=True, default="", db_default=""
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    attached_at = models.DateTimeField(_("attached at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.CharField(_("reason for withdrawing"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "entry", "sha256"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="attachment_once_in_its_place",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="attachment_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(in_report=False) | ~Q(caption="") & ~Q(report_copy=""),
                name="attachment_in_report_is_told_in_words",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="attachment_hash_is_one"
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="attachment_by_content")]

    def __str__(self) -> str:
        return self.caption or self.name

    @property
    def is_picture(self) -> bool:
        """Whether pages may show it."""
        return is_picture(self.media_type)

    @property
    def kind(self) -> str:
        """What it is, as people say it: PNG, PDF, text."""
        media_type = bare(self.media_type)
        return (
            str(_("text")) if media_type == "text/plain" else media_type.partition("/")[2].upper()
        )
