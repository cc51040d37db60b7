"""The log's three tables. Rows are inserted by `audit.log` and `audit.checkpoints` only."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """One change: a leaf of the tree. `leaf` holds the exact bytes that were hashed."""

    index = models.BigIntegerField(_("index"), primary_key=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    actor_id = models.BigIntegerField(_("actor number"), null=True)
    actor_label = models.CharField(_("actor"), max_length=254)
    channel = models.CharField(_("channel"), max_length=10)
    verb = models.CharField(_("what was done"), max_length=60)
    subject_type = models.CharField(_("kind of subject"), max_length=60)
    subject_id = models.CharField(_("subject number"), max_length=40)
    incident_id = models.BigIntegerField(_("incident number"), null=True)
    payload_digest = models.BinaryField(_("commitment to the payload"))
    leaf = models.BinaryField(_("leaf"))
    leaf_hash = models.BinaryField(_("leaf hash"))

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        db_table = "audit_entry"
        ordering = ["index"]
        default_permissions = ()
        permissions = [("view_log", _("Can read the log"))]
        indexes = [
            models.Index(fields=["incident_id", "index"], name="audit_entry_incident"),
            models.Index(
                fields=["subject_type", "subject_id", "-index"], name="audit_entry_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.verb}"


class LogPayload(models.Model):
    """What an entry commits to: the salt and the canonical `{before, after}`.

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
        return f"payload of {self.pk}"


class Checkpoint(models.Model):
    """A signed tree head: what the log contained when it was signed (C2SP tlog-checkpoint).

    The note is what counts; the format signs no time, so `signed_at` is only for reading.
    """

    size = models.BigIntegerField(_("number of entries"), unique=True)
    note = models.TextField(_("signed note"))
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        db_table = "audit_checkpoint"
        ordering = ["size"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"
