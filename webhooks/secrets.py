"""Secrets that sign what is told, kept so that a copy of the database alone signs nothing.

They must be read again, so they are encrypted (Fernet) with a key made of the installation's own
(`HAVARI_SECRET_KEY`); one that was replaced still opens what it closed.
"""

import base64
import secrets

from core.sealing import seals

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """A secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def closed(secret: str) -> bytes:
    """The secret as it is kept."""
    return seals("webhooks").encrypt(secret.encode())


def opened(kept: bytes | memoryview) -> str:
    """The secret that was kept.

    Raises:
        InvalidToken: it was closed with a key that is no longer known.
    """
    return seals("webhooks").decrypt(bytes(kept)).decode()
