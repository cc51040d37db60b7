"""What is written under the headings of a report, and every text that ever stood there."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from postmortems.models.postmortem import Postmortem


class SectionKey(models.TextChoices):
    """The sections that come with Havari, in their order: the union of the well-known lists."""

    SUMMARY = "summary", _("Summary")
    IMPACT = "impact", _("Impact")
    TIMELINE = "timeline", _("Timeline")
    DETECTION = "detection", _("Detection")
    TRIGGER = "trigger", _("Trigger")
    FACTORS = "factors", _("Contributing factors")
    RESPONSE = "response", _("Response and recovery")
    WENT_WELL = "went_well", _("Mitigators and what went well")
    LUCK = "luck", _("Where we got lucky")
    WAS_HARD = "was_hard", _("What was hard")
    LESSONS = "lessons", _("Lessons")
    ACTIONS = "actions", _("Action items")
    QUESTIONS = "questions", _("Open questions")
    RECURRENCE = "recurrence", _("Recurrence and related incidents")
    COMMUNICATIONS = "communications", _("Communications")


class SectionTextQuerySet(models.QuerySet["SectionText"]):
    """The texts of sections."""

    def standing(self) -> Self:
        """The latest text of each section."""
        return self.order_by("postmortem", "key", "-number").distinct("postmortem", "key")


class SectionText(models.Model):
    """One version of what stands under a heading, in Markdown. None is ever overwritten."""

    postmortem = models.ForeignKey(Postmortem, on_delete=models.PROTECT, related_name="texts")
    # The organisation's own sections have other names: the choices only say what ours are called.
    key = models.SlugField(_("section"), max_length=40, choices=SectionKey.choices, db_index=False)
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written at"))

    objects: ClassVar[SectionTextQuerySet] = SectionTextQuerySet.as_manager()  # type: ignore[assignment]  # Django makes the manager's class

    class Meta:
        verbose_name = _("text of a section")
        verbose_name_plural = _("texts of sections")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem", "key", "number"], name="section_text_number_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.postmortem} {self.key} ({self.number})"


class Draft(models.Model):
    """What somebody has typed under a heading and not saved yet. Nobody else reads it.

    It is not in the log: nothing was said to the record yet (`docs/decisions/0008`).
    """

    postmortem = models.ForeignKey(Postmortem, on_delete=models.CASCADE, related_name="drafts")
    key = models.SlugField(_("section"), max_length=40, db_index=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, verbose_name=_("author")
    )
    based_on = models.PositiveIntegerField(_("version it began from"))
    text = models.TextField(_("text"), blank=True)
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem", "key", "author"], name="draft_one_for_each_author"
            )
        ]

    def __str__(self) -> str:
        return f"{self.postmortem} {self.key}"
