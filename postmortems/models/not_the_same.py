"""That two incidents which look alike are not the same."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident


class NotTheSame(models.Model):
    """What somebody said of an earlier incident: it is something else, and is brought up no more."""

    incident = models.ForeignKey(
        Incident, on_delete=models.PROTECT, related_name="unlike", verbose_name=_("incident")
    )
    other = models.ForeignKey(
        Incident,
        on_delete=models.PROTECT,
        related_name="said_unlike",
        verbose_name=_("other incident"),
    )
    reason = models.CharField(_("why it is something else"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    said_at = models.DateTimeField(_("said at"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("incident that is not the same")
        verbose_name_plural = _("incidents that are not the same")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "other"],
                condition=Q(taken_back_at=None),
                name="not_the_same_said_once",
            ),
            models.CheckConstraint(
                condition=~Q(incident=F("other")), name="not_the_same_is_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident.reference} {self.other.reference}"
