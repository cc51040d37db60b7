"""How one incident stands to another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class LinkKind(models.TextChoices):
    """What the first incident is to the second."""

    TRIGGERED = "triggered", _("triggered")
    RELATED = "related", _("is related to")
    DUPLICATE = "duplicate", _("is a duplicate of")
    RECURRENCE = "recurrence", _("is a recurrence of")


class IncidentLink(models.Model):
    """A statement such as: the broadcast triggered the login surge."""

    source = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind.choices)

    class Meta:
        verbose_name = _("link between incidents")
        verbose_name_plural = _("links between incidents")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="link_unique"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.source.reference} {self.get_kind_display()} {self.target.reference}"
