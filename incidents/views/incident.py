"""Pages about an incident as a whole."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.actor import Actor
from accounts.models import User
from core.errors import DomainError, NotPermitted
from incidents.forms import DeclareForm, EntryForm
from incidents.models import Incident
from incidents.selectors.incident import incident_for
from incidents.selectors.timeline_entry import contradictions_in, timeline_of, times_of
from incidents.services.incident import declare_incident

PAGE_SIZE = 50


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person, acting through the web pages."""
    return Actor(user=cast(User, request.user), channel="web")


def incident_or_404(request: HttpRequest, year: int, number: int) -> Incident:
    """The incident, or 404 as if it did not exist."""
    incident = incident_for(cast(User, request.user), year, number)
    if incident is None:
        raise Http404(_("There is no such incident."))
    return incident


@require_GET
@login_required
def incident_list(request: HttpRequest) -> HttpResponse:
    """The incidents this person may see, newest first."""
    incidents = Incident.objects.visible_to(request.user)
    page = Paginator(incidents, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "incidents/incident_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@login_required
def incident_declare(request: HttpRequest) -> HttpResponse:
    """Declare an incident; one field is enough."""
    form = DeclareForm(request.POST or None, initial={"severity": "sev3", "category": "outage"})
    if request.method == "POST" and form.is_valid():
        try:
            incident = declare_incident(actor=actor_of(request), **form.cleaned_data)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal
        except DomainError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            return redirect("incident_detail", incident.year, incident.number)
    return render(request, "incidents/incident_declare.html", {"form": form})


@require_GET
@login_required
def incident_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The room: what is known, in the order it happened."""
    incident = incident_or_404(request, year, number)
    return render_incident(request, incident, EntryForm())


def render_incident(
    request: HttpRequest, incident: Incident, form: EntryForm, status: int = 200
) -> HttpResponse:
    """The incident page with an entry form, as typed if it was refused."""
    timeline = timeline_of(incident)
    times = times_of(incident, timeline)
    return render(
        request,
        "incidents/incident_detail.html",
        {
            "incident": incident,
            "timeline": timeline,
            "times": [(time.milestone.label, time.moment) for time in times.values()],
            "contradictions": [
                (earlier.label, later.label) for earlier, later in contradictions_in(times)
            ],
            "groups": incident.impact_groups.prefetch_related("estimates"),
            "actions": incident.actions.select_related("owner"),
            "form": form,
        },
        status=status,
    )
