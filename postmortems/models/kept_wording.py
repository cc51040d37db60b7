"""Wordings that the check points at and that stay, with the reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from postmortems.models.postmortem import Postmortem
from postmortems.models.section import SectionKey


class KeepingReason(models.TextChoices):
    """Why a wording stays."""

    QUOTE = "quote", _("It is what somebody said or wrote")
    TERM = "term", _("It is a term of art")
    LAW = "law", _("It is the law's own word")
    OTHER = "other", _("Another reason")


class KeptWording(models.Model):
    """A wording that stays in one passage of a section. Another passage is asked about again.

    `passage` is the sentence it stands in, `words` the wording itself, `category` what the check
    said of it.
    """

    postmortem = models.ForeignKey(Postmortem, on_delete=models.PROTECT, related_name="kept")
    key = models.SlugField(_("section"), max_length=40, choices=SectionKey.choices, db_index=False)
    words = models.TextField(_("wording"))
    category = models.CharField(_("category"), max_length=20)
    passage = models.TextField(_("passage"))
    reason = models.CharField(_("why it stays"), max_length=5, choices=KeepingReason.choices)
    note = models.CharField(_("note on it"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    kept_at = models.DateTimeField(_("kept at"))
    taken_back_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("kept wording")
        verbose_name_plural = _("kept wordings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=KeepingReason.OTHER) | ~Q(note=""),
                name="kept_wording_other_reason_is_said",
            )
        ]

    def __str__(self) -> str:
        return self.words
