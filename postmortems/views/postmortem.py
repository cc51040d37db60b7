"""Starting, writing, completing and exporting a postmortem."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import attempt, form_page, must_hold, sent, signed_in, told_and_back
from incidents.models import Incident
from incidents.selectors.timeline_entry import timeline_of
from incidents.views.room import (
    actor_of,
    address,
    incident_or_404,
    render_room,
)
from postmortems.forms.postmortem import CompleteForm, ExportForm, NoteForm, ReopenForm, StartForm
from postmortems.models import Postmortem, PostmortemStatus
from postmortems.selectors.finding import open_findings
from postmortems.selectors.section import ReadSection, sections_of
from postmortems.selectors.still_open import still_open
from postmortems.selectors.template import offered_templates
from postmortems.services.door import COMPLETE, WRITE
from postmortems.services.export import export_postmortem
from postmortems.services.note import note_in_meeting
from postmortems.services.postmortem import (
    complete_postmortem,
    reopen_postmortem,
    start_postmortem,
)
from postmortems.views.beside import record_beside, record_beside_section
from postmortems.views.started import started_or_404

HERE = "postmortem_detail"


@require_GET
@signed_in
def postmortem_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The report as it is written so far, section by section, beside its record."""
    incident = incident_or_404(request, year, number, "postmortem")
    postmortem: Postmortem | None = getattr(incident, "postmortem", None)
    timeline = timeline_of(incident)
    beside = record_beside(incident, timeline)
    sections = _pointed_at(postmortem) if postmortem else []
    return render_room(
        request,
        incident,
        "postmortems/postmortem_detail.html",
        tab="postmortem",
        timeline=timeline,
        has_facts=False,
        postmortem=postmortem,
        sections=sections,
        still_open=still_open(sections, beside["factors"], beside["actions"]),
        start_form=None if postmortem else _start_form(incident),
        **beside,
        export_form=ExportForm(initial={"language": get_language()}, auto_id="export-%s"),
    )


def _start_form(incident: Incident) -> StartForm:
    templates = offered_templates(incident)
    return StartForm(initial={"language": get_language()}, templates=templates, auto_id="start-%s")


def _pointed_at(postmortem: Postmortem) -> list[ReadSection]:
    """The sections, each with how many of its wordings are pointed at."""
    sections = sections_of(postmortem)
    counts = open_findings(postmortem, sections)
    return [replace(section, findings=counts[section.key]) for section in sections]


@require_http_methods(["GET", "POST"])
@signed_in
def postmortem_meeting(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One section at a time on a shared screen; what is said goes where it belongs."""
    incident = incident_or_404(request, year, number)
    postmortem = Postmortem.objects.filter(incident=incident).first()
    sections = sections_of(postmortem) if postmortem else []
    keys = [section.key for section in sections]
    key = request.GET.get("section") or (keys[0] if keys else "")
    if postmortem is None or key not in keys:
        raise Http404(_("There is no such section."))
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        must_hold(request, WRITE)
        if form.is_valid() and _is_noted(request, incident, key, form):
            messages.success(request, _("Noted."))
            return redirect(f"{address(incident, 'postmortem_meeting')}?section={key}")
    at = keys.index(key)
    context = {
        "incident": incident,
        "postmortem": postmortem,
        "section": sections[at],
        "place": at + 1,
        "count": len(sections),
        "before": sections[at - 1] if at else None,
        "after": sections[at + 1] if at + 1 < len(sections) else None,
        "form": form,
        "may_note": request.user.has_perm(WRITE) and postmortem.status == PostmortemStatus.DRAFT,
        **record_beside_section(incident, key),
    }
    status = 422 if form.is_bound else 200
    return render(request, "postmortems/postmortem_meeting.html", context, status=status)


def _is_noted(request: HttpRequest, incident: Incident, key: str, form: NoteForm) -> bool:
    refusal = attempt(
        form,
        lambda said: note_in_meeting(
            actor=actor_of(request), incident_id=incident.pk, key=key, **said
        ),
    )
    return refusal is None


@require_POST
@signed_in
def postmortem_start(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Begin the report."""
    incident = incident_or_404(request, year, number)
    form = StartForm(request.POST, templates=offered_templates(incident))
    if not form.is_valid():
        messages.error(request, _("Choose one of the templates and one of the languages."))
        return redirect(address(incident, HERE))
    return told_and_back(
        request,
        lambda: start_postmortem(
            actor=actor_of(request),
            incident_id=incident.pk,
            language=form.cleaned_data["language"] or get_language() or "en",
            template_id=form.cleaned_data["template"],
        ),
        address(incident, HERE),
    )


@require_POST
@signed_in
def postmortem_complete(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say that the report is finished."""
    incident = incident_or_404(request, year, number)
    form = CompleteForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Open the postmortem again and complete it there."))
        return redirect(address(incident, HERE))
    return told_and_back(
        request,
        lambda: complete_postmortem(
            actor=actor_of(request), incident_id=incident.pk, **form.cleaned_data
        ),
        address(incident, HERE),
        _("Completed. This edition stays as it is, whatever is changed later."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def postmortem_reopen(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Take the report up again."""
    postmortem = started_or_404(request, year, number)
    incident = postmortem.incident
    return form_page(
        request,
        ReopenForm(request.POST or None, initial={"version": postmortem.version}),
        lambda said: reopen_postmortem(actor=actor_of(request), incident_id=incident.pk, **said),
        title=_("Reopen the postmortem"),
        lead=_("It can be written in again. The edition that was completed stays as it is."),
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
    file = export_postmortem(actor=actor_of(request), incident_id=incident.pk, **form.cleaned_data)
    return sent(file)
