"""What an imported file holds, exactly as the log keeps it; of the file itself, its hash."""

from hashlib import sha256
from typing import Any

from audit.subjects import register
from imports.models import TimelineImport


def register_subjects() -> None:
    """Name the table to the log."""
    register(
        "timeline_import",
        lambda: TimelineImport.objects.prefetch_related("entries"),
        import_state,
    )


def import_state(brought: TimelineImport) -> dict[str, Any]:
    """Which file, by the hash it was brought with and that of what stands there, and which entries it became."""
    return {
        "incident": brought.incident_id,
        "name": brought.name,
        "form": brought.form,
        "sha256": brought.sha256,
        "content": sha256(bytes(brought.content)).hexdigest(),
        "brought_by": brought.brought_by_id,
        "brought_at": brought.brought_at,
        "imported_at": brought.imported_at,
        "undone_at": brought.undone_at,
        "entries": sorted(entry.pk for entry in brought.entries.all()),
    } | {
        name: told
        for name, told in (
            ("attachment", brought.attachment_id),
            ("opened_incident", brought.opened_incident),
        )
        if told
    }
