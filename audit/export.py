"""Files that leave the house: the log keeps who took which."""

from hashlib import sha256

from audit.actor import Actor
from audit.checkpoints import sign_at_milestone
from audit.log import record
from core.documents.file import ExportedFile


def log_export(*, actor: Actor, verb: str, file: ExportedFile, incident_id: int | None) -> None:
    """Log a file with its hash, so that it can be told from a forgery later; have that signed."""
    digest = sha256(file.content).hexdigest()
    record(
        actor=actor,
        verb=verb,
        subject_type="export",
        subject_id=digest[:40],
        before=None,
        after={"file": file.name, "bytes": len(file.content), "sha256": digest},
        incident_id=incident_id,
    )
    sign_at_milestone()
