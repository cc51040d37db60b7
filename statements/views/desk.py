"""The press desk: what is in work, what was promised, what is no longer right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.http import signed_in
from incidents.selectors.figure import figures_in
from incidents.selectors.impact import groups_of
from incidents.selectors.timeline_entry import timeline_of, times_of
from incidents.views.freshness import kept_fresh
from incidents.views.room import incident_or_404, person_of, render_room
from statements.selectors.desk import desk_of
from statements.selectors.silence import clock_of
from statements.selectors.statement import statements_of
from statements.views.export import day_form


@require_GET
@signed_in
@kept_fresh
def statement_list(request: HttpRequest) -> HttpResponse:
    """The desk across incidents."""
    context = {
        "desk": desk_of(person_of(request)),
        "export_form": day_form(request, auto_id="export-%s"),
    }
    return render(request, "statements/statement_list.html", context)


@require_GET
@signed_in
@kept_fresh
def incident_statements(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every statement about the incident, the newest first."""
    incident = incident_or_404(request, year, number)
    timeline, groups = timeline_of(incident), groups_of(incident)
    statements = statements_of(incident, figures_in(incident, timeline, groups))
    times, told = times_of(incident, timeline), [each.statement for each in statements]
    return render_room(
        request,
        incident,
        "statements/incident_statements.html",
        tab="statements",
        has_facts=False,
        timeline=timeline,
        groups=groups,
        clock=clock_of(incident, times, told, timezone.now()),
        statements=statements,
        put_right={each.statement.corrects_id for each in statements if each.release},
        export_form=day_form(request, auto_id="export-%s"),
    )
