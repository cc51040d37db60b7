"""The blameless report of an incident."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident


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
    """The report of one incident. Facts are read from the record; sections hold the words.

    `outline` lists its sections as they were when it was started (`postmortems.outline`), so what
    happens to a template later changes no report. `language` is the one its authors write in.
    """

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="postmortem")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    outline = models.JSONField(_("sections"), default=list)
    template_name = models.CharField(_("template it began from"), max_length=100, blank=True)
    template_version = models.PositiveIntegerField(_("version of the template"), null=True)
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
            ("publish_postmortem", _("Can publish completed postmortems")),
            ("set_up_postmortems", _("Can set up postmortems")),
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
