"""How django-allauth behaves here: accounts are given, not taken."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedRegistrationAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """No open registration: an administrator makes the account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False
