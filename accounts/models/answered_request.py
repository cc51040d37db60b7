"""What a request with an Idempotency-Key was answered, so that its repetition changes nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AnsweredRequest(models.Model):
    """A request that was carried out, and the answer it got, byte for byte."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name=_("person")
    )
    key = models.CharField(_("key"), max_length=255)
    request_digest = models.CharField(_("SHA-256 of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    headers = models.JSONField(_("headers"))
    body = models.BinaryField(_("body"))
    answered_at = models.DateTimeField(_("answered at"), db_index=True)

    class Meta:
        verbose_name = _("answered request")
        verbose_name_plural = _("answered requests")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="answered_request_once")
        ]

    def __str__(self) -> str:
        return self.key
