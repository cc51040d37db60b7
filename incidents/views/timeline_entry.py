"""Adding to and correcting the timeline."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views.once import sent_once
from core.errors import DomainError
from core.files.store import StoreAway, StoredFile, keep_all
from core.http import attempt, form_page, must_hold, signed_in
from incidents.forms.fields import ReasonForm
from incidents.forms.timeline_entry import CorrectForm, NewEntryForm
from incidents.models import Incident, TimelineEntry
from incidents.selectors.attachment import with_attachments
from incidents.selectors.line import understood
from incidents.selectors.timeline_entry import ReadEntry
from incidents.services.attachment import write_with_files
from incidents.services.door import KEEP_RECORD
from incidents.services.line import undo_line, write_line
from incidents.services.timeline_entry import (
    EntryContent,
    add_entry,
    correct_entry,
    retract_entry,
)
from incidents.views.room import (
    actor_of,
    address,
    incident_alone_or_404,
    incident_or_404,
    person_of,
    render_room,
)

JSON = "application/json"


@require_http_methods(["GET", "POST"])
@never_cache
@signed_in
def entry_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Write down one thing seen, done, decided or said, once however often it is sent.

    A page goes to where it now stands; a browser that sends in the background is told what was
    written, or why it was not, and asks here who is signed in.
    """
    incident = incident_alone_or_404(request, year, number)
    in_background = request.get_preferred_type(["text/html", JSON]) == JSON
    if request.method == "GET":
        return _who_writes(request) if in_background else redirect(address(incident))
    form = NewEntryForm(request.POST, request.FILES, auto_id="new-%s")
    found_at: list[str | None] = []
    added: list[TimelineEntry] = []
    refusal = None
    if form.is_valid():
        refusal = attempt(form, lambda said: found_at.append(_once(request, incident, said, added)))
    if found_at:
        place = str(found_at[0])
        return _told(request, incident, place, added) if in_background else redirect(place)
    if in_background:
        return _refused(form, refusal)
    return render_room(
        request,
        incident_or_404(request, year, number),
        "incidents/incident_detail.html",
        tab="timeline",
        entry_form=form,
        meant=getattr(refusal, "meant", None),
        candidates=getattr(refusal, "candidates", ()),
        status=422,
    )


def _once(
    request: HttpRequest, incident: Incident, said: dict[str, Any], added: list[TimelineEntry]
) -> str | None:
    """Where what was written stands; its files are kept before the transaction begins.

    `added` is filled with what is written, unless that was done when it was sent before.
    """
    files = keep_all(said["file"])

    def write() -> str:
        added.extend(_written(request, incident, said, files))
        return _found_at(incident, added)

    digests = [file.sha256 for file in files]
    return sent_once(request, str(said["key"] or ""), write, files=digests)


def _found_at(incident: Incident, added: list[TimelineEntry]) -> str:
    """Where the last stands; the keys of all are in the address."""
    numbers = [str(entry.pk) for entry in added]
    more = f"&with={'.'.join(numbers)}" if len(numbers) > 1 else ""
    return f"{address(incident)}?entry={numbers[-1]}{more}#entry-{numbers[-1]}"


def _written(
    request: HttpRequest, incident: Incident, said: dict[str, Any], files: list[StoredFile]
) -> list[TimelineEntry]:
    """The line as it is understood; with a moment of its own in the form, word for word."""
    actor, content = actor_of(request), content_of(said)
    is_verbatim = bool(request.POST.get("occurred_at")) or content.occurred_at is None
    if files:
        return write_with_files(
            actor=actor,
            incident_id=incident.pk,
            said=content,
            files=files,
            now=None if is_verbatim else content.occurred_at,
            shown=request.POST.get("shown", ""),
        )
    if is_verbatim or content.occurred_at is None:
        return [add_entry(actor=actor, incident_id=incident.pk, content=content)]
    return write_line(
        actor=actor,
        incident_id=incident.pk,
        said=content,
        now=content.occurred_at,
        shown=request.POST.get("shown", ""),
    )


def _who_writes(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    may = person.has_perm(KEEP_RECORD)
    return JsonResponse({"account": person.pk, "token": get_token(request), "may": may})


def _told(
    request: HttpRequest, incident: Incident, place: str, added: list[TimelineEntry]
) -> HttpResponse:
    """What was written, as an open page takes it in (see `live.fragments.shown`)."""
    said = parse_qs(urlsplit(place).query)
    numbers = said.get("with", said["entry"])[0].split(".")
    reads = [ReadEntry(each, ()) for each in added or standing_among(incident, numbers)]
    if request.FILES or not added:
        reads = with_attachments(incident, reads)
    entries = as_shown(request, incident, reads)
    return JsonResponse({"entries": entries, "entry": int(said["entry"][0])}, status=201)


def as_shown(
    request: HttpRequest, incident: Incident, reads: Iterable[ReadEntry]
) -> list[dict[str, Any]]:
    """Entries that stand for themselves as an open page takes them in."""
    return [{"html": _day_with(request, incident, read), "replaces": []} for read in reads]


def standing_among(incident: Incident, numbers: Iterable[str | int]) -> Iterable[TimelineEntry]:
    """Those of the numbers that replace nothing and that nothing replaces."""
    standing = incident.timeline.filter(pk__in=numbers, replaces=None, replaced_by=None)
    return standing.select_related("author")


def _day_with(request: HttpRequest, incident: Incident, read: ReadEntry) -> str:
    context = {"incident": incident, "day": read.day, "reads": [read]}
    return render_to_string("incidents/_day.html", context, request)


def _refused(form: NewEntryForm, refusal: DomainError | None) -> HttpResponse:
    """Each refusal, with the name of the field it is about where that is not the text.

    `unseen`: the box itself shows what the line means, or what is not clear in it.
    """
    refused = [
        str(each) if name in {"text", NON_FIELD_ERRORS} else f"{form[name].label}: {each}"
        for name, errors in form.errors.items()
        for each in errors
    ]
    unseen = hasattr(refusal, "meant") or hasattr(refusal, "candidates")
    status = 503 if isinstance(refusal, StoreAway) else 422
    return JsonResponse({"refused": refused, "unseen": unseen}, status=status)


@require_POST
@signed_in
def entry_meaning(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What the line would do, while somebody writes it."""
    incident = incident_alone_or_404(request, year, number)
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
