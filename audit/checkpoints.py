"""Signed tree heads, in the C2SP tlog-checkpoint format."""

import base64
import binascii
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.entries import Misfit, check_entry, check_seal
from audit.keys import kept_note, key_id, signing_key, verifying_key
from audit.merkle import Tree
from audit.models import Checkpoint, LogEntry

DASH = "\N{EM DASH}"
PEAKS_CHANGED = "what was kept with it to go on from does not fit what was signed"
# Two processes that sign at once would sign the same entries twice.
_SIGNING_LOCK = 7412030


class BadCheckpoint(Exception):
    """A signed note that is malformed, of another installation, or signed by another key."""


class Rewritten(Exception):
    """The log no longer holds what was signed before; a signature would vouch for the change."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: at this size the tree had this root."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The signed text: origin, size and root, a line each."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign(head: Head) -> str:
    """The head as a signed note."""
    key = signing_key()
    signature = key_id(head.origin, key.public_key()) + key.sign(head.body().encode())
    return f"{head.body()}\n{DASH} {head.origin} {base64.b64encode(signature).decode()}\n"


def read(note: str, key: Ed25519PublicKey) -> Head:
    """The head in a signed note.

    Raises:
        BadCheckpoint: malformed, of another installation, or not signed by `key`.
    """
    try:
        text, signature_line = note.split("\n\n")
        origin, size, root = text.split("\n")
        dash, name, encoded = signature_line.rstrip("\n").split(" ")
        head = Head(origin, int(size), base64.b64decode(root, validate=True))
        signature = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadCheckpoint("malformed") from error
    if origin != settings.AUDIT_ORIGIN:
        raise BadCheckpoint(f"it is of another installation, {origin}")
    if dash != DASH or name != origin or signature[:4] != key_id(origin, key):
        raise BadCheckpoint("signed with another key")
    try:
        # The text as it stands, so that not even another spelling of a number passes.
        key.verify(signature[4:], f"{text}\n".encode())
    except InvalidSignature as error:
        raise BadCheckpoint("the signature does not fit the text") from error
    return head


@transaction.atomic(durable=True)
def sign_checkpoint() -> Checkpoint | None:
    """Sign the log as it stands; None when nothing was logged since the last time.

    Grows the tree from the last checkpoint on, so it takes as long as there are new entries. Each
    of them must be Havari's own. The note is kept a second time beside the key, where whoever owns
    the database cannot exchange it. In a transaction of its own: only what is committed counts.

    Raises:
        Rewritten: what was signed before is not there any more, or a new entry is not ours.
        BadCheckpoint: the last checkpoint itself was changed.
    """
    _take_turns()
    key = signing_key().public_key()
    last = _newest()
    tree = _grown(last, key, kept_head(key))
    if tree.size == (last.size if last else 0):
        return None
    note = sign(Head(settings.AUDIT_ORIGIN, tree.size, tree.root()))
    _keep(note)
    return Checkpoint.objects.create(
        size=tree.size, note=note, signed_at=timezone.now(), peaks=tree.peaks
    )


def sign_at_milestone() -> None:
    """Have the log signed as soon as this transaction is committed.

    At once where the key is; a process that may not read the key leaves it to the worker, which
    signs within a minute.
    """
    transaction.on_commit(_sign_where_the_key_is, robust=True)


def _sign_where_the_key_is() -> None:
    if os.access(settings.AUDIT_KEY_FILE, os.R_OK):
        sign_checkpoint()


@dataclass(frozen=True, slots=True)
class LogHead:
    """How the log stands: its size and root, and how much of it the last checkpoint covers."""

    size: int
    root: bytes
    signed_size: int


def log_head() -> LogHead:
    """The log as it stands now, signed or not."""
    last = _newest()
    tree = _trusted_tree(last) if last else Tree()
    for leaf in _entries_from(tree.size).values_list("leaf_hash", flat=True).iterator():
        tree.append(bytes(leaf))
    return LogHead(tree.size, tree.root(), last.size if last else 0)


def kept_head(key: Ed25519PublicKey) -> Head | None:
    """The newest checkpoint as it was kept beside the key; None before the first.

    Raises:
        BadCheckpoint: see `read`.
    """
    path = kept_note()
    return read(path.read_text(), key) if path.exists() else None


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SIGNING_LOCK])


def _newest() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def _tree_of(checkpoint: Checkpoint, key: Ed25519PublicKey) -> Tree:
    head = read(checkpoint.note, key)
    try:
        tree = Tree(checkpoint.size, bytes(checkpoint.peaks))
    except ValueError as error:
        raise BadCheckpoint(PEAKS_CHANGED) from error
    if (head.size, head.root) != (tree.size, tree.root()):
        raise BadCheckpoint(PEAKS_CHANGED)
    return tree


def _trusted_tree(checkpoint: Checkpoint) -> Tree:
    try:
        return _tree_of(checkpoint, verifying_key())
    except (OSError, BadCheckpoint):
        # Slower, but nobody's word is taken for it: from the first entry on.
        return Tree()


def _grown(last: Checkpoint | None, key: Ed25519PublicKey, kept: Head | None) -> Tree:
    tree = _tree_of(last, key) if last else Tree()
    _compare(tree, kept)
    for entry in _entries_from(tree.size).iterator():
        try:
            check_entry(tree.size, entry)
            check_seal(entry)
        except Misfit as misfit:
            raise Rewritten(str(misfit)) from misfit
        tree.append(bytes(entry.leaf_hash))
        _compare(tree, kept)
    signed, held = max(tree.size, kept.size if kept else 0), _entries_held()
    if signed > held:
        raise Rewritten(f"{signed} entries were signed, but the log holds {held}.")
    return tree


def _compare(tree: Tree, kept: Head | None) -> None:
    if kept and tree.size == kept.size and tree.root() != kept.root:
        raise Rewritten(f"The first {kept.size} entries are not those that were signed.")


def _entries_from(index: int) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(index__gte=index).order_by("index")


def _entries_held() -> int:
    newest = LogEntry.objects.order_by("-index").first()
    return newest.index + 1 if newest else 0


def _keep(note: str) -> None:
    path = kept_note()
    draft = path.with_suffix(".new")
    draft.write_text(note)
    draft.replace(path)
