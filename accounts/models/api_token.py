"""The key a program carries to act for a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiToken(AbstractAuthToken):  # type: ignore[misc] # knox is untyped
    """A key with a name and an end. Only its SHA-512 is kept, so it is shown once."""

    digest = models.CharField(_("SHA-512 of the key"), max_length=128, unique=True)
    name = models.CharField(_("name"), max_length=100)
    last_used_on = models.DateField(_("last used on"), null=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["created"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="api_token_name_unique")
        ]

    def __str__(self) -> str:
        return self.name
