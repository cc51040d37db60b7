"""The door: signing in, and being told to wait."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.attempts import SECOND_FACTOR, SIGN_IN, seconds_to_wait, try_again_in
from accounts.selectors.demonstration import demonstration_accounts

COUNTED = {
    "account_login": (SIGN_IN, "login"),
    "account_reset_password": (SIGN_IN, "reset_password"),
    "account_reset_password_from_key": (SIGN_IN, "reset_password_from_key"),
    "account_change_password": (SIGN_IN, "change_password"),
    "account_set_password": (SIGN_IN, "change_password"),
    "mfa_login_webauthn": (SECOND_FACTOR, "webauthn_login"),
}
AGAIN = (SIGN_IN, "reauthenticate")


class SignIn(LoginView):  # type: ignore[misc] # allauth is untyped
    """Address and password, or a passkey; in a demonstration also one press of a button."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What allauth's page knows, and the accounts of the demonstration."""
        known: dict[str, Any] = super().get_context_data(**context)
        return known | {
            "demonstration": demonstration_accounts(),
            "published_password": settings.PUBLISHED_PASSWORD,
        }


def nobody_signs_up(request: HttpRequest) -> HttpResponse:
    """There is no such page: allauth only wants to know an address of it."""
    raise Http404


def too_many_attempts(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """The page that says when to try again (429)."""
    place = request.resolver_match
    app, action = COUNTED.get(place.url_name or "", AGAIN) if place else AGAIN
    wait = seconds_to_wait(request, action, key=request.POST.get("email", "").lower(), app=app)
    answer = render(request, "429.html", {"sentence": try_again_in(wait)}, status=429)
    answer["Retry-After"] = str(wait)
    return answer
