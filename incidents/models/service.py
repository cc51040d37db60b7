"""The catalogue of what the organisation runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Service(models.Model):
    """Something customers or colleagues use, which an incident can affect."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    is_critical = models.BooleanField(
        _("supports a critical or important function (DORA Art. 3(22))"), default=False
    )
    is_authorised = models.BooleanField(
        _("is a financial service that needs authorisation"), default=False
    )

    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
