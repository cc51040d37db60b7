"""The pages that say no, in the reader's language and with what had been typed."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from core.api.problems import FAILED, UNREADABLE, problem
from core.http import refusal_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request cannot be read."""
    if _is_for_programs(request):
        return problem(request, 400, UNREADABLE)
    lead = _("Your browser sent something that cannot be read. Go back and try again.")
    if isinstance(exception, RequestDataTooBig):
        lead = _("It is too much text for one form. Go back, where it still stands, and divide it.")
    return refusal_page(request, 400, _("This could not be read"), lead)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reader may not do this."""
    lead = _said(exception) or _("Your role does not allow this.")
    return refusal_page(request, 403, _("You may not do this"), lead)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was opened before signing in anew, or came from somewhere else."""
    lead = _(
        "The form was opened before you last signed in, or the browser keeps no cookies."
        " Open it again and paste what you wrote."
    )
    return refusal_page(request, 403, _("This was not saved"), lead)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or not for this reader."""
    if _is_for_programs(request):
        return problem(request, 404, _("There is nothing at this address."))
    lead = _said(exception) or _("There is no page at this address.")
    return refusal_page(request, 404, _("Not found"), lead)


def not_allowed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """405: the address takes forms and shows nothing, or the other way round."""
    lead = _("This address only takes what a form sends. Go back to the page with the form.")
    page = refusal_page(request, 405, _("There is nothing to see here"), lead)
    page["Allow"] = answer["Allow"]
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page asks neither the database nor who is there."""
    if _is_for_programs(request):
        return problem(request, 500, FAILED)
    lead = _("The error is ours. Look whether your change is there before you try again.")
    return refusal_page(request, 500, _("Something went wrong here"), lead, "server_error.html")


def _is_for_programs(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _said(exception: Any) -> str:
    # Of an address that leads nowhere, Django tells which ones it tried: nothing for a reader.
    message = exception.args[0] if exception.args else ""
    return message if isinstance(message, str) else ""
