"""A file with a timeline, and what came in of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from imports.reading.found import Form
from incidents.models import Attachment, Incident, TimelineEntry


class TimelineImport(models.Model):
    """A file as it was brought, to the byte, and the entries it became in one act.

    While it waits, its bytes are `content`; once it is imported they are the `attachment`. The file
    is evidence: it stays when its entries are taken back.
    """

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="timeline_imports"
    )
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    form = models.CharField(_("kind of file"), max_length=8, choices=Form.choices, blank=True)
    content = models.BinaryField(_("file as it was brought"), default=b"")
    sha256 = models.CharField("SHA-256", max_length=64)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("brought by")
    )
    brought_at = models.DateTimeField(_("brought at"))
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    entries = models.ManyToManyField(
        TimelineEntry, related_name="timeline_imports", verbose_name=_("entries"), blank=True
    )

    attachment = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        related_name="timeline_imports",
        verbose_name=_("attachment"),
    )
    opened_incident = models.BooleanField(_("opened the incident"), default=False, db_default=False)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["incident", "sha256"], name="imports_by_content")]

    def __str__(self) -> str:
        return self.name or self.sha256[:12]
