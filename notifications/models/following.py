"""That somebody follows an incident."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident


class Following(models.Model):
    """One person is told how one incident moves on, as long as it is on."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("person")
    )
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="followings")
    is_on = models.BooleanField(_("follows it"), default=True)

    class Meta:
        verbose_name = _("following of an incident")
        verbose_name_plural = _("followings of incidents")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "incident"], name="following_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.incident.reference}"
