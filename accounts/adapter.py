"""How django-allauth behaves here: accounts are given, passwords change through our service."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy

from accounts.attempts import SIGN_IN, seconds_to_wait, try_again_in
from accounts.models import User
from accounts.services.account import set_password
from audit.actor import Actor

logger = logging.getLogger(__name__)
UNSENT = gettext_lazy("The message could not be sent. Try again later, or ask for help.")
TRIED_TOO_OFTEN = {"too_many_login_attempts", "rate_limited"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """No open registration, one way to a new password, and a word on how long to wait."""

    _tried: str | None = None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: whoever manages people makes the account."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Through the service, so that the log tells of it; failed attempts are forgiven."""
        set_password(actor=Actor(user=user, channel="web"), person=user, password=password)
        key = self._get_login_attempts_cache_key(self.request, email=user.email)
        ratelimit.clear(self.request, app=SIGN_IN, action="login_failed", key=key)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Remember who is tried, so that a refusal can say until when."""
        self._tried = self._get_login_attempts_cache_key(request, **credentials)
        super().pre_authenticate(request, **credentials)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """The refusal in words; after too many attempts with the time to wait."""
        if code in TRIED_TOO_OFTEN:
            wait = seconds_to_wait(self.request, "login_failed", key=self._tried)
            return ValidationError(try_again_in(wait), code=code)
        refusal: ValidationError = super().validation_error(code, *args)
        return refusal

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link to a new password, in the language of whoever gets it."""
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send it; where the mail server cannot be reached, the page says so."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("A mail could not be sent")
            # In the language of the page: that of the mail would tell whose account there is.
            messages.error(self.request, UNSENT)
