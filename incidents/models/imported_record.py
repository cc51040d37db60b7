"""Where an incident was taken over from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class ImportedRecord(models.Model):
    """A record of another system and the incident it became; a second import finds it here.

    `original` is the record as it was delivered, to the letter; `defects` are what was met in it
    (see `incidents.defects`), so that whoever reads a figure knows what it stands on.
    """

    source = models.CharField(_("source"), max_length=60)
    source_id = models.CharField(_("identifier in the source"), max_length=300)
    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="imported")
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    original = models.TextField(_("record as it was delivered"))
    defects = models.JSONField(_("defects met"), default=list, blank=True)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("imported record")
        verbose_name_plural = _("imported records")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "source_id"], name="imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"
