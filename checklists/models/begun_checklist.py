"""A checklist that is gone through in an incident."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checklists.models.checklist import Checklist
from incidents.models import Incident


class BegunChecklist(models.Model):
    """One version of a checklist in one incident; whatever becomes of the checklist, it stays.

    What is ticked stands in the timeline and nowhere else: an entry whose `did` names the step.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="checklists")
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, verbose_name=_("checklist"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("begun by")
    )
    begun_at = models.DateTimeField(_("begun at"))
    set_aside_at = models.DateTimeField(_("set aside at"), null=True)
    set_aside_reason = models.CharField(_("reason for setting aside"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("begun checklist")
        verbose_name_plural = _("begun checklists")
        ordering = ["begun_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "checklist"],
                condition=Q(set_aside_at=None),
                name="begun_checklist_once",
            )
        ]

    def __str__(self) -> str:
        return self.checklist.name
