"""What the log says of an incident."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from core.http import must_hold, signed_in
from incidents.selectors.log import log_for
from incidents.views.room import incident_or_404, person_of, render_room

PAGE_SIZE = 100
VIEW_LOG = "audit.view_log"


@require_GET
@signed_in
def incident_log(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every change of the incident, the newest on top, for those who may read the log."""
    incident = incident_or_404(request, year, number)
    must_hold(request, VIEW_LOG)
    entries = (
        log_for(person_of(request))
        .filter(incident_id=incident.pk)
        .select_related("payload")
        .order_by("-index")
    )
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    return render_room(request, incident, "incidents/incident_log.html", tab="log", page=page)
