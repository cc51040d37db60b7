"""Knowing a program by the key it carries."""

import re
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.contrib.knox_auth_token import KnoxTokenScheme
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

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
        return super().authenticate_credentials(token)


class ApiTokenScheme(KnoxTokenScheme):  # type: ignore[no-untyped-call] # untyped
    """How the description of the API names it."""

    target_class = ApiTokenAuthentication  # type: ignore[assignment] # a class will do
    name = "token"
