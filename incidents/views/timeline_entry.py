"""Adding to and correcting the timeline."""

from dataclasses import fields
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import DomainError
from core.http import attempt, form_page, must_hold, signed_in
from incidents.forms.fields import ReasonForm
from incidents.forms.timeline_entry import CorrectForm, NewEntryForm
from incidents.models import Incident, TimelineEntry
from incidents.selectors.line import understood
from incidents.services.door import KEEP_RECORD
from incidents.services.line import undo_line, write_line
from incidents.services.timeline_entry import (
    EntryContent,
    add_entry,
    correct_entry,
    retract_entry,
)
from incidents.views.room import actor_of, address, incident_or_404, render_room


@require_http_methods(["GET", "POST"])
@signed_in
def entry_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Write down one thing seen, done, decided or said, and go to where it now stands."""
    incident = incident_or_404(request, year, number)
    if request.method == "GET":
        return redirect(address(incident))
    form = NewEntryForm(request.POST)
    added: list[TimelineEntry] = []
    refusal = None
    if form.is_valid():
        refusal = attempt(form, lambda said: added.extend(_written(request, incident, said)))
    if added:
        new = added[-1].pk
        return redirect(f"{address(incident)}?entry={new}#entry-{new}")
    return render_room(
        request,
        incident,
        "incidents/incident_detail.html",
        tab="timeline",
        form=form,
        meant=getattr(refusal, "meant", None),
        candidates=getattr(refusal, "candidates", ()),
        status=422,
    )


def _written(request: HttpRequest, incident: Incident, said: dict[str, Any]) -> list[TimelineEntry]:
    """The line as it is understood; with a moment of its own in the form, word for word."""
    actor, content = actor_of(request), content_of(said)
    if request.POST.get("occurred_at") or content.occurred_at is None:
        return [add_entry(actor=actor, incident_id=incident.pk, content=content)]
    return write_line(
        actor=actor,
        incident_id=incident.pk,
        said=content,
        now=content.occurred_at,
        shown=request.POST.get("shown", ""),
    )


@require_POST
@signed_in
def entry_meaning(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What the line would do, while somebody writes it."""
    incident = incident_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    told: dict[str, Any] = {"incident": incident}
    text = request.POST.get("text", "")
    try:
        told["meant"] = understood(incident, text, actor_of(request), timezone.now())
    except DomainError as unclear:
        told["unclear"] = unclear.message
        told["candidates"] = getattr(unclear, "candidates", ())
    return render(request, "incidents/_understood.html", told)


@require_http_methods(["GET", "POST"])
@signed_in
def entry_correct(request: HttpRequest, year: int, number: int, entry_id: int) -> HttpResponse:
    """Replace an entry by a better one; the earlier stays readable."""
    incident = incident_or_404(request, year, number)
    entry = entry_or_404(incident, entry_id)
    stored = {field.name: getattr(entry, field.name) for field in fields(EntryContent)}
    return form_page(
        request,
        CorrectForm(request.POST or None, initial=stored),
        lambda said: correct_entry(
            actor=actor_of(request),
            incident_id=incident.pk,
            entry_id=entry.pk,
            reason=said["reason"],
            content=content_of(said),
        ),
        title=_("Correct the entry"),
        submit=_("Correct"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_("The earlier entry stays readable under the new one."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def entry_retract(request: HttpRequest, year: int, number: int, entry_id: int) -> HttpResponse:
    """Take an entry back; it stays readable as withdrawn."""
    incident = incident_or_404(request, year, number)
    entry = entry_or_404(incident, entry_id)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: retract_entry(
            actor=actor_of(request), incident_id=incident.pk, entry_id=entry.pk, **said
        ),
        title=_("Take the entry back"),
        submit=_("Take back"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
        lead=entry.text[:300],
    )


@require_http_methods(["GET", "POST"])
@signed_in
def entry_undo(request: HttpRequest, year: int, number: int, entry_id: int) -> HttpResponse:
    """Take an entry back, and what was done with it; both stay readable."""
    incident = incident_or_404(request, year, number)
    entry = entry_or_404(incident, entry_id)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: undo_line(
            actor=actor_of(request), incident_id=incident.pk, entry_id=entry.pk, **said
        ),
        title=_("Undo: %(what)s") % {"what": entry.text[:80]},
        submit=_("Undo"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_("What was done is set back to what it was, unless somebody has changed it since."),
    )


def entry_or_404(incident: Incident, entry_id: int) -> TimelineEntry:
    """The entry, if it belongs to the incident."""
    entry = incident.timeline.filter(pk=entry_id).first()
    if entry is None:
        raise Http404(_("There is no such entry in this incident."))
    return entry


def content_of(said: dict[str, Any]) -> EntryContent:
    """What a valid form says."""
    return EntryContent(**{field.name: said[field.name] for field in fields(EntryContent)})
