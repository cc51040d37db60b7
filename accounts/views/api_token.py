"""The keys a person's programs carry."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms.api_token import TokenForm
from accounts.models import ApiToken
from accounts.services.api_token import create_api_token, revoke_api_token
from accounts.views.who import actor_of, person_of
from core.http import form_page, signed_in


@require_GET
@signed_in
def token_list(request: HttpRequest) -> HttpResponse:
    """The reader's own keys."""
    tokens = ApiToken.objects.filter(user=person_of(request))
    return render(request, "accounts/token_list.html", {"tokens": tokens, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required  # type: ignore[untyped-decorator] # allauth is untyped
@never_cache
def token_add(request: HttpRequest) -> HttpResponse:
    """Make a key, and show it this once."""
    made: list[tuple[ApiToken, str]] = []

    def add(said: dict[str, Any]) -> None:
        person = person_of(request)
        made.append(create_api_token(actor=actor_of(request), person_id=person.pk, **said))

    answer = form_page(
        request,
        TokenForm(request.POST or None),
        add,
        title=_("Make a token"),
        submit=_("Make"),
        back=reverse("token_list"),
        lead=_("A program that carries it may do what you may do."),
        is_about_oneself=True,
    )
    if not made:
        return answer
    token, key = made[0]
    return render(request, "accounts/token_made.html", {"token": token, "key": key})


@require_POST
@signed_in
def token_revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a key at once."""
    revoke_api_token(actor=actor_of(request), token_id=token_id)
    messages.success(request, _("The token opens nothing any more."))
    person_id = request.POST.get("person", "")
    return (
        redirect("person_detail", int(person_id))
        if person_id.isdecimal()
        else redirect("token_list")
    )
