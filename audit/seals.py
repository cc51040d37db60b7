"""Seals: what shows, until a checkpoint covers it, that Havari itself wrote an entry.

A seal is made with the installation's secret, which the database does not know. Whoever can write
its tables but not read that secret can therefore neither change the newest entries nor add any.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_PURPOSE = "havari.audit.seal"


def seal(leaf: bytes, secret: str | None = None) -> bytes:
    """HMAC-SHA-256 of a leaf under the installation's secret."""
    return salted_hmac(_PURPOSE, leaf, secret=secret, algorithm="sha256").digest()


def is_sealed(leaf: bytes, given: bytes) -> bool:
    """Whether this installation sealed the leaf, with its present secret or an earlier one."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(seal(leaf, secret), given) for secret in secrets)
