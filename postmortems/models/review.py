"""Who reads a report before it is finished, what they say of it, and what was finished."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from postmortems.models.postmortem import Postmortem
from postmortems.models.section import SectionKey


class Reviewer(models.Model):
    """Somebody who was asked to read the report and stand behind it."""

    postmortem = models.ForeignKey(Postmortem, on_delete=models.PROTECT, related_name="reviewers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("reviewer")
    )
    note = models.CharField(_("what is asked"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked at"))
    released_at = models.DateTimeField(_("no longer asked since"), null=True)

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")
        ordering: ClassVar[list[str]] = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["postmortem", "person"],
                condition=Q(released_at=None),
                name="reviewer_asked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.postmortem} {self.person}"


class ReviewApproval(models.Model):
    """That a reviewer stands behind exactly what they read.

    `read` says of each part of the report, and of the record beside it, what it was: an approval
    holds as long as all of it is the same.
    """

    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="approvals")
    digest = models.CharField(_("what was read"), max_length=64)
    read = models.JSONField(_("the parts that were read"))
    approved_at = models.DateTimeField(_("approved at"))

    class Meta:
        verbose_name = _("approval of a report")
        verbose_name_plural = _("approvals of reports")
        ordering: ClassVar[list[str]] = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "digest"], name="review_approval_once_of_the_same"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} {self.digest[:8]}"


class Comment(models.Model):
    """What somebody says of a passage, or in answer to that. Comments are in no export.

    `quote` are the passage's words as they stood in version `number` of the section, from `start`.
    """

    postmortem = models.ForeignKey(Postmortem, on_delete=models.PROTECT, related_name="comments")
    key = models.SlugField(_("section"), max_length=40, choices=SectionKey.choices, db_index=False)
    number = models.PositiveIntegerField(_("version of the section"))
    start = models.PositiveIntegerField(_("where the passage begins"))
    quote = models.TextField(_("passage"), blank=True)
    answers = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="replies",
        verbose_name=_("comment it answers"),
    )
    text = models.TextField(_("comment"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    written_at = models.DateTimeField(_("written at"))
    settled_at = models.DateTimeField(_("settled at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering: ClassVar[list[str]] = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:80]


class Dissent(models.Model):
    """That somebody sees it otherwise. Printed in the report if its author wishes."""

    postmortem = models.ForeignKey(Postmortem, on_delete=models.PROTECT, related_name="dissents")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name=_("author")
    )
    text = models.TextField(_("how I see it"))
    is_printed = models.BooleanField(_("print it in the report"), default=True)
    written_at = models.DateTimeField(_("written at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        verbose_name = _("dissent")
        verbose_name_plural = _("dissents")
        ordering: ClassVar[list[str]] = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:80]


class Edition(models.Model):
    """The report as it was finished, in both languages: it stays as it is, whatever moves on.

    `documents` are the documents by language, people by role.
    """

    postmortem = models.ForeignKey(Postmortem, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    digest = models.CharField(_("what was finished"), max_length=64)
    documents = models.JSONField(_("the report"))
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("finished by")
    )
    finished_at = models.DateTimeField(_("finished at"))

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering: ClassVar[list[str]] = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["postmortem", "number"], name="edition_number_unique")
        ]

    def __str__(self) -> str:
        return f"{self.postmortem} {self.number}"
