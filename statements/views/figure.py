"""Figures an author can quote, while typing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from core.http import signed_in
from incidents.selectors.figure import figures_of
from incidents.views.room import incident_or_404
from statements.models import Language
from statements.selectors.suggestion import suggested


@require_GET
@signed_in
def figure_list(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The figures that match `q`, worded in `language`; a fragment for the picker."""
    incident = incident_or_404(request, year, number)
    language = request.GET.get("language", "")
    if language not in Language.values:
        language = get_language() or Language.ENGLISH
    found = suggested(figures_of(incident).values(), request.GET.get("q", ""), language)
    context = {"found": found, "language": language}
    return render(request, "statements/_suggestions.html", context)
