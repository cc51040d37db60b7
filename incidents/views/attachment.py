"""Files of an incident: bring them, look at them, say what they show, withdraw them."""

from collections.abc import Callable
from functools import partial
from io import SEEK_END
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.once import sent_once
from core.errors import DomainError
from core.files.store import StoreAway, keep_all, original, small
from core.http import attempt, form_page, must_hold, refusal_page, sent, served, signed_in
from incidents.exports.attachment import picture_for_outside, report_copy
from incidents.forms.attachment import AttachForm, CaptionForm, ReportForm
from incidents.forms.fields import VersionedReasonForm
from incidents.models import Attachment, Incident
from incidents.selectors.attachment import (
    attachment_in,
    attachments_of,
    may_open,
    with_attachments,
)
from incidents.selectors.timeline_entry import ReadEntry
from incidents.services.attachment import (
    attach_files,
    caption_attachment,
    choose_for_report,
    withdraw_attachment,
)
from incidents.services.door import KEEP_RECORD
from incidents.views.freshness import kept_fresh
from incidents.views.room import actor_of, address, incident_or_404, person_of, render_room
from incidents.views.timeline_entry import as_shown, standing_among


@require_GET
@signed_in
@kept_fresh
def attachment_list(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """All files of the incident, with those that were withdrawn."""
    incident = incident_or_404(request, year, number)
    return render_room(
        request,
        incident,
        "incidents/attachment_list.html",
        tab="attachments",
        has_facts=False,
        attachments=attachments_of(incident),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def attachment_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Bring files, for an entry or for the incident as a whole.

    A page that sends them in the background is told which they became, or why they are refused.
    """
    incident = incident_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    initial = {"entry": request.GET.get("entry", "")}
    form = AttachForm(request.POST or None, request.FILES or None, initial=initial)

    def attach(said: dict[str, Any]) -> None:
        files = keep_all(said["file"])

        def attached() -> str:
            attach_files(
                actor=actor_of(request),
                incident_id=incident.pk,
                files=files,
                entry_id=said["entry"],
                caption=said["caption"],
            )
            return address(incident, "attachment_list")

        key, hashes = str(said["key"] or ""), [file.sha256 for file in files]
        sent_once(request, key, attached, files=hashes)

    if request.method == "POST" and _is_in_background(request):
        return _told(request, incident, form, attach)
    entry = form["entry"].value() or ""
    back = f"{address(incident)}?entry={entry}#entry-{entry}" if str(entry).isdigit() else ""
    return form_page(
        request,
        form,
        attach,
        title=_("Attach files"),
        submit=_("Attach"),
        back=back or address(incident, "attachment_list"),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_(
            "What is attached stays as it came, with everything in it, such as where a photo was"
            " taken. Pictures to hand on are without that."
        ),
    )


def _is_in_background(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _told(
    request: HttpRequest, incident: Incident, form: AttachForm, attach: Callable[..., None]
) -> HttpResponse:
    """The entry with its files as an open page shows it; or why not, and whether to try again."""
    refusal = attempt(form, attach) if form.is_valid() else None
    if form.is_valid():
        entry = form.cleaned_data["entry"]
        standing = standing_among(incident, [entry] if entry else [])
        reads = with_attachments(incident, [ReadEntry(each, ()) for each in standing])
        return JsonResponse({"entries": as_shown(request, incident, reads)}, status=201)
    refused = [str(each) for errors in form.errors.values() for each in errors]
    status = 503 if isinstance(refusal, StoreAway) else 422
    return JsonResponse({"refused": refused}, status=status)


@require_GET
@signed_in
def attachment_detail(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponse:
    """One file: what it shows, what it is, its hash, and who brought it when."""
    incident = incident_or_404(request, year, number)
    attachment = attachment_or_404(incident, attachment_id)
    return render(
        request,
        "incidents/attachment_detail.html",
        {
            "incident": incident,
            "attachment": attachment,
            "may_open": may_open(person_of(request), attachment),
        },
    )


@require_http_methods(["GET", "POST"])
@signed_in
def attachment_caption(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponse:
    """Say what the file shows."""
    incident = incident_or_404(request, year, number)
    attachment = attachment_or_404(incident, attachment_id)

    return form_page(
        request,
        CaptionForm(
            request.POST or None,
            initial={"caption": attachment.caption, "version": attachment.version},
        ),
        lambda said: caption_attachment(
            actor=actor_of(request), incident_id=incident.pk, attachment_id=attachment.pk, **said
        ),
        title=_("Say what the file shows"),
        submit=_("Save"),
        back=address(incident, "attachment_detail", attachment.pk),
        needs=KEEP_RECORD,
        standing=partial(_standing_words, attachment),
        incident=incident,
        lead=attachment.name,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def attachment_report(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponse:
    """Show the picture in the report, or leave it out."""
    incident = incident_or_404(request, year, number)
    attachment = attachment_or_404(incident, attachment_id)
    if not attachment.is_picture:
        raise Http404(_("This file is no picture."))

    def choose(said: dict[str, Any]) -> None:
        is_shown = said.pop("in_report")
        choose_for_report(
            actor=actor_of(request),
            incident_id=incident.pk,
            attachment_id=attachment.pk,
            copy=report_copy(attachment) if is_shown else "",
            **said,
        )

    initial = {name: getattr(attachment, name) for name in ("in_report", "caption", "version")}
    return form_page(
        request,
        ReportForm(request.POST or None, initial=initial),
        choose,
        standing=partial(_standing_words, attachment),
        template="incidents/attachment_report.html",
        attachment=attachment,
        title=_("In the report"),
        submit=_("Save"),
        back=address(incident, "attachment_detail", attachment.pk),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_(
            "The report shows a copy without place, camera, times and comments. A finished edition"
            " goes on showing it, also when the file is withdrawn later."
        ),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def attachment_withdraw(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponse:
    """Take a file back; it is no longer shown."""
    incident = incident_or_404(request, year, number)
    attachment = attachment_or_404(incident, attachment_id)
    return form_page(
        request,
        VersionedReasonForm(request.POST or None, initial={"version": attachment.version}),
        lambda said: withdraw_attachment(
            actor=actor_of(request), incident_id=incident.pk, attachment_id=attachment.pk, **said
        ),
        title=_("Withdraw the file"),
        submit=_("Withdraw"),
        back=address(incident, "attachment_detail", attachment.pk),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_(
            "It is no longer shown, and opens only for those who lead incidents and those who read"
            " the log. The log keeps its hash."
        ),
    )


@require_GET
@signed_in
def attachment_file(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponseBase:
    """The file as it came, byte for byte."""
    attachment = _openable(request, year, number, attachment_id)
    try:
        file = original(attachment.sha256)
    except StoreAway as refusal:
        return _away(request, refusal)
    return served(
        request, file, attachment.name, attachment.media_type, attachment.sha256, attachment.size
    )


@require_GET
@signed_in
def attachment_small(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponseBase:
    """A small picture of a picture."""
    attachment = _openable(request, year, number, attachment_id, is_picture=True)
    try:
        file = small(attachment.sha256)
    except StoreAway as refusal:
        return _away(request, refusal)
    size = file.seek(0, SEEK_END)
    file.seek(0)
    answer = served(
        request, file, f"{attachment.pk}.webp", "image/webp", f"{attachment.sha256}.small", size
    )
    # The same hash is the same picture for good; whether one may see it is asked once an hour.
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_GET
@signed_in
def attachment_bare(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponse:
    """The picture to hand on: without place, camera and comments."""
    attachment = _openable(request, year, number, attachment_id, is_picture=True)
    try:
        return sent(picture_for_outside(attachment))
    except StoreAway as refusal:
        return _away(request, refusal)


def _standing_words(attachment: Attachment) -> tuple[int, list[tuple[Any, Any]]]:
    attachment.refresh_from_db()
    return attachment.version, [(_("What it shows"), attachment.caption)]


def attachment_or_404(incident: Incident, number: int) -> Attachment:
    """The file, if it belongs to the incident."""
    attachment = attachment_in(incident, number)
    if attachment is None:
        raise Http404(_("There is no such attachment in this incident."))
    return attachment


def _openable(
    request: HttpRequest, year: int, number: int, attachment_id: int, *, is_picture: bool = False
) -> Attachment:
    attachment = attachment_or_404(incident_or_404(request, year, number), attachment_id)
    if is_picture and not attachment.is_picture:
        raise Http404(_("This file is no picture."))
    if not may_open(person_of(request), attachment):
        raise PermissionDenied(_("This file was withdrawn."))
    return attachment


def _away(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    return refusal_page(request, 503, _("The file cannot be read now"), str(refusal.message))
