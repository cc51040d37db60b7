"""The key a program carries to act for a person."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiToken(AbstractAuthToken):  # type: ignore[misc] # knox is untyped
    """A key with a name and an end. Only its SHA-512 is kept, so it is shown once."""

    number = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)

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
