"""An address that a calendar reads without anybody signing in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a calendar holds."""

    MINE = "mine", _("What is mine: actions I own, and incidents in which I hold a role")
    ALL = "all", _("Everything that I may see")


class CalendarFeed(models.Model):
    """One calendar of one person. Of the token in its address only the SHA-256 is kept."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("what it holds"), max_length=4, choices=Scope.choices)
    digest = models.CharField(_("SHA-256 of the token"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    last_read_on = models.DateField(_("last read on"), null=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
