"""The press desk: what is in work, what was promised, what is no longer right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from core.http import signed_in
from incidents.views.room import incident_or_404, person_of, render_room
from statements.selectors.fact_sheet import fact_sheet_of
from statements.selectors.statement import in_work, no_longer_right, promised, statements_of


@require_GET
@signed_in
def statement_list(request: HttpRequest) -> HttpResponse:
    """The desk across incidents."""
    user = person_of(request)
    return render(
        request,
        "statements/statement_list.html",
        {
            "wrong": no_longer_right(user),
            "promised": promised(user),
            "in_work": in_work(user),
            "now": timezone.now(),
        },
    )


@require_GET
@signed_in
def incident_statements(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every statement about the incident, the newest first."""
    incident = incident_or_404(request, year, number)
    return render_room(
        request,
        incident,
        "statements/incident_statements.html",
        tab="statements",
        has_facts=False,
        statements=statements_of(incident),
    )


@require_GET
@signed_in
def fact_sheet(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What is known, what is not known yet, and what is done, on one page."""
    incident = incident_or_404(request, year, number)
    sheet = fact_sheet_of(incident, get_language() or "en")
    context = {"incident": incident, "sheet": sheet, "now": timezone.now()}
    return render(request, "statements/fact_sheet.html", context)
