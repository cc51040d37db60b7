"""Signed tree heads, in the C2SP tlog-checkpoint format."""

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.keys import key_id, signing_key
from audit.merkle import Tree
from audit.models import Checkpoint, LogEntry

DASH = "\N{EM DASH}"


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


@transaction.atomic
def sign_checkpoint() -> Checkpoint | None:
    """Sign the log as it stands; None when nothing was logged since the last time.

    Raises:
        Rewritten: what the last checkpoint was signed over is not there any more.
        BadCheckpoint: the last checkpoint itself was changed.
    """
    last = Checkpoint.objects.order_by("-size").first()
    key = signing_key().public_key()
    tree = _tree(read(last.note, key) if last else None)
    if tree.size == (last.size if last else 0):
        return None
    note = sign(Head(settings.AUDIT_ORIGIN, tree.size, tree.root()))
    return Checkpoint.objects.create(size=tree.size, note=note, signed_at=timezone.now())


@dataclass(frozen=True, slots=True)
class LogHead:
    """How the log stands: its size and root, and how much of it the last checkpoint covers."""

    size: int
    root: bytes
    signed_size: int


def log_head() -> LogHead:
    """The log as it stands now, signed or not."""
    tree = _tree()
    last = Checkpoint.objects.order_by("-size").first()
    return LogHead(tree.size, tree.root(), last.size if last else 0)


def _tree(signed: Head | None = None) -> Tree:
    tree = Tree()
    for leaf in LogEntry.objects.values_list("leaf_hash", flat=True).iterator(chunk_size=5000):
        tree.append(bytes(leaf))
        if signed and tree.size == signed.size and tree.root() != signed.root:
            raise Rewritten(f"The first {signed.size} entries are not those that were signed.")
    if signed and tree.size < signed.size:
        raise Rewritten(f"{signed.size} entries were signed, but the log holds {tree.size}.")
    return tree
