"""Following an incident."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.who import actor_of
from core.http import signed_in
from incidents.views.room import address, incident_alone_or_404
from notifications.services.following import follow_incident


@require_POST
@signed_in
def incident_follow(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Follow the incident, or no longer: a button in its pages."""
    incident = incident_alone_or_404(request, year, number)
    is_on = request.POST.get("is_on") == "1"
    follow_incident(actor=actor_of(request), incident_id=incident.pk, is_on=is_on)
    if is_on:
        messages.success(request, _("You are told of status, severity, milestones and statements."))
    else:
        messages.success(request, _("You no longer follow this incident."))
    return redirect(address(incident))
