"""Going through checklists in an incident."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.forms.checklist import BeginForm, StepForm
from checklists.models import BegunChecklist
from checklists.selectors.begun_checklist import ReadChecklist, ReadStep, begun_in
from checklists.selectors.checklist import offered_in
from checklists.services.begun_checklist import (
    begin_checklist,
    leave_step_out,
    set_checklist_aside,
    tick_step,
)
from core.http import form_page, must_hold, signed_in, told_and_back
from incidents.forms.fields import ReasonForm
from incidents.models import Incident, TimelineEntry
from incidents.services.door import KEEP_RECORD
from incidents.services.line import undo_line
from incidents.views.freshness import kept_fresh
from incidents.views.room import (
    actor_of,
    address,
    incident_alone_or_404,
    incident_or_404,
    render_room,
)

PAGE = "incident_checklists"


@require_GET
@signed_in
@kept_fresh
def incident_checklists(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What is gone through here, step by step, and which others fit."""
    incident = incident_or_404(request, year, number)
    begun = begun_in(incident)
    return render_room(
        request,
        incident,
        "checklists/incident_checklists.html",
        tab="checklists",
        has_facts=False,
        running=[read for read in begun if not read.begun.set_aside_at],
        aside=[read for read in begun if read.begun.set_aside_at],
        offered=offered_in(incident),
    )


@require_POST
@signed_in
def checklist_begin(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Begin one, in the version that was shown."""
    incident = incident_alone_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    form = BeginForm(request.POST)
    if not form.is_valid():
        raise Http404(_("There is no such checklist."))
    slug, _dot, version = form.cleaned_data["checklist"].partition(".")
    begun: list[BegunChecklist] = []
    answer = told_and_back(
        request,
        lambda: begun.append(
            begin_checklist(
                actor=actor_of(request),
                incident_id=incident.pk,
                slug=slug,
                version=int(version),
            )
        ),
        address(incident, PAGE),
    )
    return redirect(_place(incident, begun[0].pk)) if begun else answer


@require_POST
@signed_in
def step_tick(request: HttpRequest, year: int, number: int, begun_id: int) -> HttpResponse:
    """Tick a step, and go on to the next."""
    incident = incident_alone_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise Http404(_("There is no such step."))
    step = form.cleaned_data["step"]
    return told_and_back(
        request,
        lambda: tick_step(
            actor=actor_of(request), incident_id=incident.pk, begun_id=begun_id, step=step
        ),
        _place(incident, begun_id, step),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def step_leave_out(
    request: HttpRequest, year: int, number: int, begun_id: int, step: int
) -> HttpResponse:
    """Say that a step does not apply, and why."""
    incident = incident_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    _read, found = _step_or_404(incident, begun_id, step)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: leave_step_out(
            actor=actor_of(request),
            incident_id=incident.pk,
            begun_id=begun_id,
            step=step,
            why=said["reason"],
        ),
        title=_("This step does not apply"),
        submit=_("It does not apply"),
        back=_place(incident, begun_id, step),
        needs=KEEP_RECORD,
        incident=incident,
        lead=found.step.words,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def step_untick(
    request: HttpRequest, year: int, number: int, begun_id: int, step: int
) -> HttpResponse:
    """Let a step wait again: the entry that settled it is taken back."""
    incident = incident_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    _read, found = _step_or_404(incident, begun_id, step)
    entry: TimelineEntry | None = found.settled
    if entry is None:
        raise Http404(_("This step waits already."))
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: undo_line(
            actor=actor_of(request), incident_id=incident.pk, entry_id=entry.pk, **said
        ),
        title=_("Let the step wait again"),
        submit=_("Let it wait again"),
        back=_place(incident, begun_id, step),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_("The entry is taken back and stays readable: %(text)s") % {"text": entry.text},
    )


@require_http_methods(["GET", "POST"])
@signed_in
def checklist_set_aside(
    request: HttpRequest, year: int, number: int, begun_id: int
) -> HttpResponse:
    """Go through it no longer."""
    incident = incident_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    read = _begun_or_404(incident, begun_id)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: set_checklist_aside(
            actor=actor_of(request), incident_id=incident.pk, begun_id=begun_id, **said
        ),
        title=_("Set “%(name)s” aside") % {"name": read.begun.checklist.name},
        submit=_("Set aside"),
        back=address(incident, PAGE),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_("What was ticked stays in the timeline."),
    )


def _begun_or_404(incident: Incident, begun_id: int) -> ReadChecklist:
    found = [read for read in begun_in(incident) if read.begun.pk == begun_id]
    if not found:
        raise Http404(_("There is no such checklist in this incident."))
    return found[0]


def _step_or_404(incident: Incident, begun_id: int, step: int) -> tuple[ReadChecklist, ReadStep]:
    read = _begun_or_404(incident, begun_id)
    if not 1 <= step <= len(read.steps):
        raise Http404(_("There is no such step."))
    return read, read.steps[step - 1]


def _place(incident: Incident, begun_id: int, step: int | None = None) -> str:
    """Where a checklist stands on the page, or one of its steps."""
    place = f"begun-{begun_id}" if step is None else f"step-{begun_id}-{step}"
    return f"{address(incident, PAGE)}#{place}"
