"""Knowing a program by the key it carries."""

import re
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiToken

READABLE = re.compile(rb"[\x21-\x7e]+")


class ApiTokenAuthentication(TokenAuthentication):  # type: ignore[misc] # knox is untyped
    """`Authorization: Bearer TOKEN`."""

    def authenticate_credentials(self, token: bytes) -> Any:
        """The person and their token.

        Raises:
            AuthenticationFailed: no such token, it has ended, or its person may not sign in.
        """
        if not READABLE.fullmatch(token):
            raise AuthenticationFailed(_("Invalid token."))
        person, key = super().authenticate_credentials(token)
        _note_use(key)
        return person, key

    def _cleanup_token(self, token: ApiToken) -> bool:
        """Whether it has ended. It stays in its owner's list: only a service removes keys."""
        return token.expiry is not None and token.expiry <= timezone.now()


def _note_use(token: ApiToken) -> None:
    # Once a day, so that reading by API stays reading.
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)


class ApiTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call] # untyped
    """How the description of the API names it."""

    target_class = ApiTokenAuthentication  # type: ignore[assignment] # a class will do
    name = "token"
