"""The log's three tables. Rows are inserted by `audit.log` and `audit.checkpoints` only."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """One change: a leaf of the tree. `leaf` holds the exact bytes that were hashed.

    `seal` shows that Havari wrote it, until the next checkpoint covers it (see `audit.seals`).
    """

    index = models.BigIntegerField(_("index"), primary_key=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    actor_id = models.BigIntegerField(_("actor number"), null=True)
    channel = models.CharField(_("channel"), max_length=10)
    verb = models.CharField(_("what was done"), max_length=60)
    subject_type = models.CharField(_("kind of subject"), max_length=60)
    subject_id = models.CharField(_("subject number"), max_length=40)
    incident_id = models.BigIntegerField(_("incident number"), null=True)
    payload_digest = models.BinaryField(_("commitment to the payload"))
    leaf = models.BinaryField(_("leaf"))
    leaf_hash = models.BinaryField(_("leaf hash"))
    seal = models.BinaryField(_("seal"))

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        db_table = "audit_entry"
        ordering = ["index"]
        default_permissions = ()
        permissions = [
            ("view_log", _("Can read the log")),
            ("erase_content", _("Can erase the content of a log entry, where the law asks for it")),
        ]
        indexes = [
            models.Index(fields=["incident_id", "index"], name="audit_entry_incident"),
            models.Index(
                fields=["subject_type", "subject_id", "-index"], name="audit_entry_subject"
            ),
            models.Index(fields=["actor_id", "-index"], name="audit_entry_actor"),
            models.Index(fields=["verb", "-index"], name="audit_entry_verb"),
            models.Index(fields=["recorded_at"], name="audit_entry_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.verb}"


class LogPayload(models.Model):
    """What an entry commits to: the salt and the canonical `{by, before, after, reason}`.

    Kept apart from the leaf, so that it can be withheld or erased while the tree still proves
    that nothing is missing.
    """

    entry = models.OneToOneField(
        LogEntry, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    salt = models.BinaryField(_("salt"))
    body = models.BinaryField(_("body"))

    class Meta:
        verbose_name = _("log payload")
        verbose_name_plural = _("log payloads")
        db_table = "audit_payload"
        default_permissions = ()

    def __str__(self) -> str:
        return gettext("payload of %(index)s") % {"index": self.pk}

    @property
    def content(self) -> dict[str, Any]:
        """Who by name, what stood before and after, and the reason where one was given."""
        content: dict[str, Any] = json.loads(bytes(self.body))
        return content


class Checkpoint(models.Model):
    """A signed tree head: what the log contained when it was signed (C2SP tlog-checkpoint).

    The note is what counts; the format signs no time, so `signed_at` is only for reading.
    `peaks` are the roots of the tree's complete subtrees, from which the next one grows on.
    """

    size = models.BigIntegerField(_("number of entries"), unique=True)
    note = models.TextField(_("signed note"))
    signed_at = models.DateTimeField(_("signed at"))
    peaks = models.BinaryField(_("roots of the complete subtrees"))

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        db_table = "audit_checkpoint"
        ordering = ["size"]
        default_permissions = ()

    def __str__(self) -> str:
        return gettext("checkpoint of %(size)s entries") % {"size": self.size}
