"""Starting, writing, completing and exporting a postmortem."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.errors import DomainError, NotFound, NotPermitted
from core.http import form_page, sent, signed_in
from incidents.models import Incident
from incidents.views.room import actor_of, address, incident_or_404, render_room
from postmortems.forms.postmortem import CompleteForm, ExportForm, ReopenForm
from postmortems.models import Postmortem
from postmortems.selectors.section import sections_of
from postmortems.services.door import COMPLETE
from postmortems.services.export import export_postmortem
from postmortems.services.postmortem import (
    complete_postmortem,
    reopen_postmortem,
    start_postmortem,
)

HERE = "postmortem_detail"


@require_GET
@signed_in
def postmortem_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The report as it is written so far, section by section."""
    return _render(request, incident_or_404(request, year, number))


def _render(request: HttpRequest, incident: Incident, status: int = 200) -> HttpResponse:
    postmortem = Postmortem.objects.filter(incident=incident).first()
    return render_room(
        request,
        incident,
        "postmortems/postmortem_detail.html",
        tab="postmortem",
        has_facts=False,
        postmortem=postmortem,
        sections=sections_of(postmortem) if postmortem else [],
        factors=incident.factors.filter(withdrawn_at=None),
        actions=incident.actions.select_related("owner", "factor", "incident", "checked_by"),
        today=timezone.localdate(),
        export_form=ExportForm(initial={"language": get_language()}, auto_id="export-%s"),
        status=status,
    )


@require_POST
@signed_in
def postmortem_start(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Begin the report."""
    incident = incident_or_404(request, year, number)
    return _act(
        request,
        incident,
        lambda: start_postmortem(
            actor=actor_of(request), incident_id=incident.pk, language=get_language() or "en"
        ),
    )


def _act(request: HttpRequest, incident: Incident, act: Any) -> HttpResponse:
    try:
        act()
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    return redirect(address(incident, HERE))


@require_POST
@signed_in
def postmortem_complete(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say that the report is finished."""
    incident = incident_or_404(request, year, number)
    form = CompleteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Open the postmortem again and complete it there."))
        return redirect(address(incident, HERE))
    return _act(
        request,
        incident,
        lambda: complete_postmortem(
            actor=actor_of(request), incident_id=incident.pk, **form.cleaned_data
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def postmortem_reopen(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Take the report up again."""
    incident = incident_or_404(request, year, number)
    postmortem = Postmortem.objects.filter(incident=incident).first()
    if postmortem is None:
        raise Http404(_("The postmortem of this incident was not started yet."))
    return form_page(
        request,
        ReopenForm(request.POST or None, initial={"version": postmortem.version}),
        lambda said: reopen_postmortem(actor=actor_of(request), incident_id=incident.pk, **said),
        title=_("Reopen the postmortem"),
        submit=_("Reopen"),
        back=address(incident, HERE),
        needs=COMPLETE,
        incident=incident,
    )


@require_POST
@signed_in
def postmortem_export(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Make the report a file. It is a POST, since the log keeps who took which export."""
    incident = incident_or_404(request, year, number)
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the formats and one of the languages."))
        return redirect(address(incident, HERE))
    try:
        file = export_postmortem(
            actor=actor_of(request), incident_id=incident.pk, **form.cleaned_data
        )
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal.message)) from refusal
    return sent(file)
