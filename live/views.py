"""Handing out tickets to the stream of what is recorded."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.views.who import person_of
from core.http import signed_in
from incidents.selectors.incident import REFERENCE, incident_for
from live.tickets import Ticket, written


@require_GET
@never_cache
@signed_in
def live_ticket(request: HttpRequest) -> HttpResponse:
    """Where this page hears what is recorded: with `incident` in the room of that incident."""
    ticket = Ticket(
        person_id=person_of(request).pk,
        session=request.session.session_key or "",
        incident_id=_incident_of(request),
        asks="asks" in request.GET,
    )
    return JsonResponse({"url": f"{_address(request)}/stream?ticket={written(ticket)}"})


def _incident_of(request: HttpRequest) -> int | None:
    reference = request.GET.get("incident", "")
    if not reference:
        return None
    found = REFERENCE.match(reference)
    incident = found and incident_for(person_of(request), int(found[1]), int(found[2]))
    if not incident:
        raise Http404(_("There is no such incident."))
    return incident.pk


def _address(request: HttpRequest) -> str:
    """Where the live process is, as this browser reaches it."""
    if settings.LIVE_ADDRESS:
        return str(settings.LIVE_ADDRESS)
    host = request.get_host()
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return f"http://{name}:{settings.LIVE_PORT}"
