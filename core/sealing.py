"""What must be read again, but by nobody who only has a copy of it: sealed with the installation's key.

    seals("webhooks").encrypt(secret)      # Fernet: AES-128-CBC and HMAC-SHA256

A key that was replaced (`HAVARI_OLD_SECRET_KEYS`) still opens what it sealed.
"""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seals(purpose: str) -> MultiFernet:
    """The seals for one purpose: what was sealed for another is not opened by them."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [sha256(f"havari.{purpose}\0{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
