"""The blameless report of an incident, section by section."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident


class SectionKey(models.TextChoices):
    """The sections of a report, in their order."""

    SUMMARY = "summary", _("Summary")
    IMPACT = "impact", _("Impact")
    TIMELINE = "timeline", _("Timeline")
    DETECTION = "detection", _("Detection")
    FACTORS = "factors", _("Contributing factors")
    WENT_WELL = "went_well", _("Mitigators and what went well")
    WAS_HARD = "was_hard", _("What was hard")
    LESSONS = "lessons", _("Lessons")
    ACTIONS = "actions", _("Action items")
    QUESTIONS = "questions", _("Open questions")


class PostmortemStatus(models.TextChoices):
    """Whether the report is still being written."""

    DRAFT = "draft", _("Draft")
    COMPLETED = "completed", _("Completed")


class PostmortemQuerySet(models.QuerySet["Postmortem"]):
    """Reading a postmortem starts here."""

    def visible_to(self, user: Any) -> Self:
        """Postmortems of the incidents `user` may see."""
        return self.filter(incident__in=Incident.objects.visible_to(user))


class Postmortem(models.Model):
    """The report of one incident. Facts are read from the record; sections hold the words."""

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="postmortem")
    status = models.CharField(
        _("status"),
        max_length=9,
        choices=PostmortemStatus.choices,
        default=PostmortemStatus.DRAFT,
    )
    started_at = models.DateTimeField(_("started at"))
    completed_at = models.DateTimeField(_("completed at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[models.Manager["Postmortem"]] = PostmortemQuerySet.as_manager()

    class Meta:
        verbose_name = _("postmortem")
        verbose_name_plural = _("postmortems")
        default_permissions = ()
        permissions = [
            ("write_postmortem", _("Can write postmortems")),
            ("complete_postmortem", _("Can complete and reopen postmortems")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=PostmortemStatus.DRAFT, completed_at__isnull=True)
                | Q(status=PostmortemStatus.COMPLETED, completed_at__isnull=False),
                name="postmortem_completed_has_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident.reference}"


class Section(models.Model):
    """What the authors wrote under one heading, in Markdown."""

    postmortem = models.ForeignKey(Postmortem, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(_("heading"), max_length=9, choices=SectionKey.choices)
    text = models.TextField(_("text"), blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "key"], name="section_once_in_postmortem")
        ]

    def __str__(self) -> str:
        return f"{self.postmortem} {self.get_key_display()}"
