"""The installation's Ed25519 key, in a file outside the database."""

import base64
import os
import secrets
from contextlib import suppress
from errno import EINVAL
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

ED25519 = b"\x01"


def signing_key() -> Ed25519PrivateKey:
    """The key that signs checkpoints; made once, readable by its owner only.

    Raises:
        OSError: the file cannot be read, or holds no such key.
    """
    path = Path(settings.AUDIT_KEY_FILE)
    if not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (TypeError, ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise OSError(EINVAL, "it does not hold an Ed25519 key", str(path))
    return key


def kept_note() -> Path:
    """Where the newest checkpoint is kept a second time: beside the key, outside the database.

    `HAVARI_AUDIT_NEWEST` names another place, for a key in a folder that cannot be written.
    """
    if settings.AUDIT_NEWEST_FILE:
        return Path(settings.AUDIT_NEWEST_FILE)
    return Path(settings.AUDIT_KEY_FILE).with_name("newest-checkpoint")


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    # Whole or not at all; where two processes make one at once, the first one counts.
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def verifying_key() -> Ed25519PublicKey:
    """The public half of the key that signs.

    Raises:
        FileNotFoundError: there is none yet; a check makes none.
        OSError: see `signing_key`.
    """
    if not Path(settings.AUDIT_KEY_FILE).exists():
        raise FileNotFoundError(settings.AUDIT_KEY_FILE)
    return signing_key().public_key()


def public_half(name: str, key: Ed25519PublicKey) -> str:
    """The public half as one line, for whoever checks signed notes (C2SP signed-note, vkey)."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    encoded = base64.b64encode(ED25519 + raw).decode()
    return f"{name}+{key_id(name, key).hex()}+{encoded}"


def fingerprint(key: Ed25519PublicKey) -> str:
    """What two people read to each other to know that they hold the same key: SHA-256 of it."""
    return sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def key_id(name: str, key: Ed25519PublicKey) -> bytes:
    """The four bytes that name a key in a signed note (C2SP signed-note)."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return sha256(name.encode() + b"\n" + ED25519 + raw).digest()[:4]
