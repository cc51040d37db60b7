"""How long somebody who tried too often must wait, counted from what allauth counts."""

import math
import time

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

SIGN_IN = "allauth.account"
SECOND_FACTOR = "allauth.mfa"


def seconds_to_wait(
    request: HttpRequest, action: str, *, key: str | None = None, app: str = SIGN_IN
) -> int:
    """Seconds until the action is allowed again; the longest there can be when nobody counted."""
    rates = get_rates(app=app, action=action)
    waits = []
    for rate in rates:
        if _counts(rate.per, request, key):
            cache_key = get_cache_key(request, app=app, action=action, rate=rate, key=key)
            moments = cache.get(cache_key, [])  # the newest first
            if len(moments) >= rate.amount:
                waits.append(moments[rate.amount - 1] + rate.duration - time.time())
    longest = max((rate.duration for rate in rates), default=0)
    return max(1, math.ceil(max(waits, default=longest)))


def _counts(per: str, request: HttpRequest, key: str | None) -> bool:
    match per:
        case "key":
            return key is not None
        case "user":
            return request.user.is_authenticated
    return True


def try_again_in(seconds: int) -> str:
    """The sentence that says when."""
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Too many attempts. Try again in %(minutes)s minute.",
        "Too many attempts. Try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
