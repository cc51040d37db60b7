"""The overview of an incident, the screen on the wall, and what to know in one minute."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from command.selectors.believed import believed_in
from command.selectors.briefing import briefing_of
from command.selectors.chain import chain_diagram
from command.selectors.newest import newest_in
from command.selectors.open import open_in
from core.diagram import drawn
from core.http import signed_in
from incidents.models import Incident
from incidents.selectors.impact import groups_of
from incidents.selectors.room import standing_of
from incidents.views.freshness import kept_fresh
from incidents.views.room import incident_or_404, person_of, render_room


@require_GET
@signed_in
@kept_fresh
def incident_overview(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What is open, what was believed when, and what set off what."""
    incident = incident_or_404(request, year, number)
    groups, chain = groups_of(incident), chain_diagram(incident, person_of(request))
    found = open_in(incident, groups)
    return render_room(
        request,
        incident,
        "command/incident_overview.html",
        tab="overview",
        has_facts=False,
        groups=groups,
        open=found,
        believed=believed_in(groups, found.released),
        chain=drawn(chain) if chain else None,
    )


@require_GET
@signed_in
@kept_fresh
def incident_wall(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The incident on a screen across the room, which nobody touches."""
    incident = incident_or_404(request, year, number)
    return render(request, "command/incident_wall.html", _told(incident))


@require_GET
@signed_in
def incident_briefing(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What somebody needs to know in one minute, from the record."""
    incident = incident_or_404(request, year, number)
    context = {"incident": incident, "briefing": briefing_of(incident)}
    return render(request, "command/incident_briefing.html", context)


def _told(incident: Incident) -> dict[str, Any]:
    """How the incident stands, with its newest entries."""
    entries, timeline = newest_in(incident)
    return standing_of(incident, timeline) | {"incident": incident, "entries": entries}
