"""Statements as files. Making one is a POST, since the log keeps who took which."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import file_page, signed_in
from incidents.models.incident import VIEW
from incidents.views.room import actor_of, address, incident_or_404
from statements.forms.export import ExportDayForm, ExportForm
from statements.services.export import export_day, export_statement


@require_http_methods(["GET", "POST"])
@signed_in
def statement_export(
    request: HttpRequest, year: int, number: int, statement_id: int
) -> HttpResponse:
    """One statement."""
    incident = incident_or_404(request, year, number)
    if not incident.statements.filter(pk=statement_id).exists():
        raise Http404(_("There is no such statement in this incident."))
    return file_page(
        request,
        ExportForm(request.POST or None),
        lambda said: export_statement(
            actor=actor_of(request), incident_id=incident.pk, statement_id=statement_id, **said
        ),
        title=_("Export the statement"),
        submit=_("Export"),
        back=address(incident, "statement_detail", statement_id),
        needs=VIEW,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def incident_statements_export(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What was said about the incident on a day."""
    incident = incident_or_404(request, year, number)
    return file_page(
        request,
        day_form(request),
        lambda said: export_day(actor=actor_of(request), incident_id=incident.pk, **said),
        title=_("Export what was said on a day"),
        submit=_("Export"),
        back=address(incident, "incident_statements"),
        needs=VIEW,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def statements_export(request: HttpRequest) -> HttpResponse:
    """What was said about all incidents on a day."""
    return file_page(
        request,
        day_form(request),
        lambda said: export_day(actor=actor_of(request), **said),
        title=_("Export what was said on a day"),
        submit=_("Export"),
        back=reverse("statement_list"),
        needs=VIEW,
    )


def day_form(request: HttpRequest, **more: str) -> ExportDayForm:
    """Asks for today in the reader's language until they say otherwise."""
    initial = {"language": get_language()}
    return ExportDayForm(request.POST or None, initial=initial, **more)  # type: ignore[arg-type] # auto_id
