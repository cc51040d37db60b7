"""What was said: every release about an incident, traced to what it rests on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.http import signed_in
from incidents.views.room import incident_or_404
from statements.selectors.lineage import lineage_of


@require_GET
@signed_in
def lineage(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every release over all channels in the order of time."""
    incident = incident_or_404(request, year, number)
    context = {"incident": incident, "releases": lineage_of(incident)}
    return render(request, "statements/lineage.html", context)
