"""One thing seen, done, decided or said."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class Precision(models.TextChoices):
    """How exactly the moment is known."""

    SECOND = "second", _("to the second")
    MINUTE = "minute", _("to the minute")
    HOUR = "hour", _("to the hour")
    DAY = "day", _("to the day")
    UNKNOWN = "unknown", _("not known")


class Kind(models.TextChoices):
    """What the entry is about."""

    OBSERVATION = "observation", _("Observation")
    ACTION = "action", _("Action")
    DECISION = "decision", _("Decision")
    COMMUNICATION = "communication", _("Communication")
    STATUS = "status", _("Status")
    NOTE = "note", _("Note")


class Milestone(models.TextChoices):
    """The incident's times. Each is fixed by the latest standing entry that carries it."""

    CAUSE_BEGAN = "cause_began", _("Cause began")
    IMPACT_STARTED = "impact_started", _("Impact started")
    FIRST_LOGGED = "first_logged", _("First log record")
    DETECTED = "detected", _("Detected")
    AWARE = "aware", _("Aware")
    DECLARED = "declared", _("Declared")
    FIRST_MESSAGE = "first_message", _("First message")
    MITIGATED = "mitigated", _("Mitigated")
    RECOVERED = "recovered", _("Recovered")
    RESOLVED = "resolved", _("Resolved")
    CAUSE_ADDRESSED = "cause_addressed", _("Root cause addressed")


_KIND_LABELS = dict(Kind.choices)


class TimelineEntry(models.Model):
    """An entry is never changed: a correction or retraction is a new one that replaces it."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="timeline")
    occurred_at = models.DateTimeField(_("happened at"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=7, choices=Precision.choices)
    kind = models.CharField(_("kind"), max_length=13, choices=Kind.choices)
    milestone = models.CharField(
        _("milestone"), max_length=15, choices=Milestone.choices, blank=True
    )
    text = models.TextField(_("text"), blank=True)
    evidence_links = ArrayField(
        models.URLField(max_length=500), default=list, blank=True, verbose_name=_("evidence links")
    )
    # What else was done as it was written, so that it can be undone (see `services.line`).
    did = models.JSONField(_("what was done"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, verbose_name=_("author")
    )
    recorded_at = models.DateTimeField(_("recorded at"))
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
    )
    reason = models.CharField(_("reason for the correction"), max_length=300, blank=True)
    is_retraction = models.BooleanField(_("takes the entry back"), default=False)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        ordering = [F("occurred_at").asc(nulls_last=True), "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(occurred_at__isnull=True, precision=Precision.UNKNOWN)
                | (Q(occurred_at__isnull=False) & ~Q(precision=Precision.UNKNOWN)),
                name="timeline_unknown_time_has_no_moment",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(is_retraction=True), name="timeline_entry_says_something"
            ),
            models.CheckConstraint(
                condition=Q(is_retraction=False) | Q(replaces__isnull=False),
                name="timeline_retraction_replaces_an_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["incident", "occurred_at"], name="timeline_by_incident"),
            # The times of many incidents are read without the words between them.
            models.Index(
                fields=["incident", "milestone"],
                condition=~Q(milestone=""),
                name="timeline_milestones",
            ),
            GinIndex(OpClass(Upper("text"), "gin_trgm_ops"), name="timeline_text_words"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def kind_label(self) -> str:
        """What it is about, in words; a page of entries asks too often for Django's own way."""
        return str(_KIND_LABELS.get(self.kind, self.kind))
