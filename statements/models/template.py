"""A text to start from."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from statements.models.statement import Audience, Language, StatementKind


class StatementTemplate(models.Model):
    """A text to start a statement from, with blanks such as "[[what happened]]".

    `given` names the template that came with Havari and that this one stands in for; "" for one
    that the team made.
    """

    given = models.CharField(_("stands in for"), max_length=20, blank=True)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language.choices)
    kind = models.CharField(_("kind"), max_length=10, choices=StatementKind.choices)
    audience = models.CharField(_("audience"), max_length=9, choices=Audience.choices, blank=True)
    text = models.TextField(_("text"))
    is_withdrawn = models.BooleanField(_("no longer offered"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        ordering = ["language", "title", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["given"], condition=~Q(given=""), name="template_stands_in_once"
            )
        ]

    def __str__(self) -> str:
        return self.title
