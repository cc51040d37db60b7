"""What the press desk knows beside the record's own times, counts and steps."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident


class FactKind(models.TextChoices):
    """Where on the fact sheet it stands."""

    KNOWN = "known", _("Known")
    UNKNOWN = "unknown", _("Not known yet")
    DOING = "doing", _("What we do")


class Fact(models.Model):
    """A line of the fact sheet: something known, a question that is open, a step that is taken.

    `source` says who told, `as_of` when it was so; `expected_at` is when an open question should
    be answered.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(_("where it stands"), max_length=7, choices=FactKind.choices)
    text = models.TextField(_("text"))
    source = models.CharField(_("source"), max_length=200)
    as_of = models.DateTimeField(_("as of"))
    expected_at = models.DateTimeField(_("answer expected at"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_at=None) | Q(kind=FactKind.UNKNOWN),
                name="fact_answer_is_expected_of_a_question",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
