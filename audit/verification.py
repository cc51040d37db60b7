"""Whether the log is what it was: every byte, every checkpoint, and the tables it tells of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from audit.checkpoints import PEAKS_CHANGED, BadCheckpoint, Head, read
from audit.comparison import compare
from audit.entries import Misfit, check_entry, check_payload, check_seal
from audit.erasure import ERASED, LOG_ENTRY
from audit.guards import altered
from audit.keys import kept_note, verifying_key
from audit.log import timestamp
from audit.merkle import Tree
from audit.models import Checkpoint, LogEntry, LogPayload
from audit.subjects import completeness_checks, registered

CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass
class Findings:
    """How much was checked, and the first thing that does not fit, in plain words.

    `signed` entries are covered by a checkpoint; the `entries` after them are only sealed, the
    oldest of them since `unsigned_since`. Of `erased` ones the content was erased by law.
    """

    entries: int = 0
    checkpoints: int = 0
    signed: int = 0
    unsigned_since: datetime | None = None
    erased: int = 0
    rows: int = 0
    problem: str | None = None


def verify(held: Sequence[str] = ()) -> Findings:
    """Recompute everything in one snapshot, in flat memory; stop at the first misfit.

    `held` are checkpoints that were kept elsewhere: only they show that a log was replaced
    together with its own checkpoints, as when an old backup is restored and gone on from. The
    newest one that is kept beside the key is always among them.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return examine(held)


def examine(held: Sequence[str] = ()) -> Findings:
    """As `verify`, in the transaction it is called in."""
    findings = Findings()
    try:
        _check_log(findings, _heads_kept_elsewhere(held))
        findings.rows = sum(compare(subject) for subject in registered())
        _check_completeness()
        _check_guards()
    except Misfit as misfit:
        findings.problem = str(misfit)
    return findings


def sentences(findings: Findings) -> list[str]:
    """What was found, in plain words: how much is whole, and what nobody can vouch for yet."""
    told = ["The log is whole, and the record says what was logged."]
    told.append(
        f"Checked: entries {findings.entries}, signed checkpoints {findings.checkpoints}, "
        f"rows of the record {findings.rows}."
    )
    if findings.erased:
        told.append(
            f"Contents erased by law: {findings.erased}. The log says who erased them and why, "
            "and that nothing else is missing."
        )
    if findings.unsigned_since:
        told.append(
            "Entries not covered by a signed checkpoint yet: "
            f"{findings.entries - findings.signed} (from {findings.signed} on, since "
            f"{timestamp(findings.unsigned_since)}). Changed or added ones would show; but if the "
            "last of them were removed together with what they tell of, nobody could tell."
        )
    return told


def _heads_kept_elsewhere(held: Sequence[str]) -> list[Head]:
    notes = [*held, *_kept_beside_the_key()]
    return [_head(note, "The checkpoint that was kept elsewhere") for note in notes]


def _kept_beside_the_key() -> list[str]:
    path = kept_note()
    try:
        return [path.read_text(encoding="utf-8", errors="replace")] if path.exists() else []
    except OSError as error:
        raise Misfit(
            f"The newest checkpoint, kept in {path}, cannot be read: {error.strerror}."
        ) from error


def _head(note: str, which: str) -> Head:
    try:
        return read(note, verifying_key())
    except FileNotFoundError as error:
        raise Misfit(
            f"{which} cannot be checked: the key it was signed with is not in "
            f"{settings.AUDIT_KEY_FILE}."
        ) from error
    except OSError as error:
        raise Misfit(
            f"{which} cannot be checked: the key in {settings.AUDIT_KEY_FILE} cannot be used, "
            f"{error.strerror}."
        ) from error
    except BadCheckpoint as error:
        raise Misfit(f"{which} cannot be trusted: {error}.") from error


def _check_log(findings: Findings, held: Sequence[Head]) -> None:
    tree, erased, checkpoints = Tree(), _erased(), _checkpoints()
    findings.signed = _signed(held)
    due = next(checkpoints, None)
    for entry in _entries():
        check_entry(tree.size, entry)
        if entry.index >= findings.signed:
            check_seal(entry)
            findings.unsigned_since = findings.unsigned_since or entry.recorded_at
        findings.erased += _check_content(entry, erased.get(str(entry.index)))
        tree.append(bytes(entry.leaf_hash))
        findings.entries = tree.size
        stored = due if due and due.size == tree.size else None
        if stored:
            _check_checkpoint(stored, tree, entry)
            findings.checkpoints += 1
            due = next(checkpoints, None)
        _check_held(held, tree, stored)
    if due:
        _signed_head(due)
    _check_end(findings)


def _signed(held: Sequence[Head]) -> int:
    newest = Checkpoint.objects.order_by("-size").first()
    return max([newest.size if newest else 0, *(head.size for head in held)])


def _checkpoints() -> Iterator[Checkpoint]:
    yield from Checkpoint.objects.order_by("size").iterator()


def _entries() -> Iterator[LogEntry]:
    entries = LogEntry.objects.select_related("payload").order_by("index")
    yield from entries.iterator(chunk_size=2000)


def _erased() -> dict[str, int]:
    """Entries whose content the log says was erased, with the entry that says so."""
    said = LogEntry.objects.filter(verb=ERASED, subject_type=LOG_ENTRY)
    return dict(said.values_list("subject_id", "index"))


def _check_content(entry: LogEntry, erased_by: int | None) -> bool:
    """Whether the content was erased by law; else it is the one that was written."""
    payload: LogPayload | None = getattr(entry, "payload", None)
    if payload is None and erased_by is not None and erased_by > entry.index:
        return True
    if payload is None:
        raise Misfit(f"The content of entry {entry.index} of the log is missing.")
    check_payload(entry, payload)
    if erased_by is not None:
        raise Misfit(
            f"The content of entry {entry.index} of the log is there, but entry {erased_by} says "
            "that it was erased by law: it was put back past Havari."
        )
    return False


def _check_checkpoint(stored: Checkpoint, tree: Tree, newest: LogEntry) -> None:
    if _signed_head(stored).root != tree.root():
        raise _not_those_signed(tree.size)
    if bytes(stored.peaks) != tree.peaks:
        raise Misfit(f"The checkpoint over {tree.size} entries cannot be trusted: {PEAKS_CHANGED}.")
    if stored.signed_at < newest.recorded_at - CLOCKS_DIFFER:
        raise Misfit(
            f"The checkpoint over {tree.size} entries cannot have been signed when it says: "
            "the last of them was written later. Its date was changed."
        )


def _signed_head(stored: Checkpoint) -> Head:
    head = _head(stored.note, f"The checkpoint over {stored.size} entries")
    if head.size != stored.size:
        raise Misfit(f"The checkpoint stored for {stored.size} entries was signed for {head.size}.")
    return head


def _check_held(held: Sequence[Head], tree: Tree, stored: Checkpoint | None) -> None:
    for head in held:
        if head.size == tree.size and head.root != tree.root():
            if stored is None:
                raise _not_those_signed(tree.size)
            raise Misfit(
                f"Two different checkpoints over {head.size} entries were signed: the one kept "
                "elsewhere tells of another history than the one stored here."
            )


def _not_those_signed(size: int) -> Misfit:
    return Misfit(
        f"The first {size} entries of the log are not those that were signed: at least one of "
        "them was changed, removed, added or moved since."
    )


def _check_end(findings: Findings) -> None:
    if findings.signed > findings.entries:
        raise Misfit(
            f"A checkpoint was signed over {findings.signed} entries, but the log holds only "
            f"{findings.entries}: everything from entry {findings.entries} on is missing."
        )
    entry = LogEntry.objects.filter(pk=OuterRef("pk"))
    orphan = LogPayload.objects.filter(~Exists(entry)).order_by("pk").first()
    if orphan:
        raise Misfit(f"There is a content for entry {orphan.pk}, but the log has no such entry.")


def _check_completeness() -> None:
    for gaps in completeness_checks():
        for gap in gaps():
            raise Misfit(gap)


def _check_guards() -> None:
    if names := altered():
        raise Misfit(
            "The log and the record fit, but the database no longer refuses to change the log as "
            f"it should: {', '.join(names)} is missing, switched off, changed or not Havari's."
        )
