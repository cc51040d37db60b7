"""Secrets that sign what is told, kept so that a copy of the database alone signs nothing.

They must be read again, so they are encrypted (Fernet) with a key made of the installation's own
(`HAVARI_SECRET_KEY`); one that was replaced still opens what it closed.
"""

import base64
import secrets
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """A secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def closed(secret: str) -> bytes:
    """The secret as it is kept."""
    return _keys().encrypt(secret.encode())


def opened(kept: bytes | memoryview) -> str:
    """The secret that was kept.

    Raises:
        InvalidToken: it was closed with a key that is no longer known.
    """
    return _keys().decrypt(bytes(kept)).decode()


def _keys() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = [sha256(f"havari.webhooks {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])
