"""How a delivery shows that it comes from its source: a token, or a signature over its bytes."""

import base64
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.fernet import InvalidToken

from alerts.models import AlertKey, Proof
from core.sealing import seals

# A signature that tells when it was made is not taken later, so that nobody can send it again.
FRESH = timedelta(minutes=5)
PAGERDUTY = "X-PagerDuty-Signature"
GRAFANA = "X-Grafana-Alerting-Signature"
# Grafana has no name of its own for it: the first is what its documentation shows.
GRAFANA_MOMENTS = ("X-Grafana-Alerting-Signature-Timestamp", "X-Grafana-Alerting-Timestamp")


@dataclass(frozen=True, slots=True)
class Sent:
    """The bytes that arrived, with the headers they came with."""

    headers: Mapping[str, str]
    body: bytes


def is_proven(keys: Iterable[AlertKey], sent: Sent, now: datetime) -> bool:
    """Whether one of the keys stands behind what was sent."""
    return any(
        _bears(key, sent) if key.proof == Proof.TOKEN else _is_signed(key, sent, now)
        for key in keys
    )


def digest_of(token: str) -> str:
    """What a token is recognised by."""
    return sha256(token.encode()).hexdigest()


def sealed(secret: str) -> str:
    """A secret as it is kept."""
    return seals("alerts").encrypt(secret.encode()).decode()


def _bears(key: AlertKey, sent: Sent) -> bool:
    return any(
        hmac.compare_digest(digest_of(token), key.digest)
        for token in _tokens(sent.headers.get("Authorization", ""))
    )


def _tokens(header: str) -> Iterator[str]:
    """The token as a bearer's, or as the password of anybody."""
    scheme, _blank, rest = header.partition(" ")
    if scheme.lower() == "bearer":
        yield rest.strip()
    if scheme.lower() == "basic":
        try:
            yield base64.b64decode(rest, validate=True).decode().partition(":")[2]
        except ValueError:
            return


def _is_signed(key: AlertKey, sent: Sent, now: datetime) -> bool:
    try:
        secret = seals("alerts").decrypt(key.sealed.encode())
    except InvalidToken:  # the secret key of the installation was changed and the old one dropped
        return False
    return any(
        hmac.compare_digest(hmac.new(secret, signed, sha256).hexdigest().encode(), given.encode())
        for signed, given in _signatures(sent, now)
    )


def _signatures(sent: Sent, now: datetime) -> Iterator[tuple[bytes, str]]:
    """What each signature is said to be of. While PagerDuty changes its secret it sends several."""
    for each in sent.headers.get(PAGERDUTY, "").split(",")[:10]:
        version, _is, given = each.strip().partition("=")
        if version == "v1" and given:
            yield sent.body, given
    if given := sent.headers.get(GRAFANA, "").strip():
        stamp = next(filter(None, (sent.headers.get(name) for name in GRAFANA_MOMENTS)), None)
        if stamp is None:
            yield sent.body, given
        elif _is_fresh(stamp, now):
            yield stamp.encode() + b":" + sent.body, given


def _is_fresh(stamp: str, now: datetime) -> bool:
    is_number = stamp.isascii() and stamp.isdecimal() and len(stamp) <= 12
    return is_number and abs(int(stamp) - now.timestamp()) <= FRESH.total_seconds()
