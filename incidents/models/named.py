"""Names that are nobody's who has an account, and what somebody decided of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class NamedKind(models.TextChoices):
    """Who or what a name in an incident's texts is."""

    COLLEAGUE = "outside_colleague", _("A colleague without an account")
    SUPPLIER = "supplier", _("Somebody at a supplier")
    CUSTOMER = "customer", _("A customer")
    PRESS = "press", _("A journalist")
    AUTHORITY = "authority", _("Somebody at an authority")
    OTHER = "outsider", _("Another person")
    NOBODY = "nobody", _("No person: a service, a product, a company or a place")


class NameDecision(models.Model):
    """What a name is in the texts of one incident: a person, told by role, or none."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("who it is"), max_length=17, choices=NamedKind.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    decided_at = models.DateTimeField(_("decided at"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("decision on a name")
        verbose_name_plural = _("decisions on names")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "name"],
                condition=Q(taken_back_at=None),
                name="name_decided_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
