"""Files of an incident: bring them, look at them, say what they show, withdraw them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import DomainError
from core.files.store import StoreAway, keep_all, original, small
from core.http import attempt, form_page, must_hold, refusal_page, sent, served, signed_in
from incidents.exports.attachment import picture_for_outside
from incidents.forms.attachment import AttachForm, CaptionForm
from incidents.forms.fields import VersionedReasonForm
from incidents.models import Attachment, Incident
from incidents.selectors.attachment import attachment_in, attachments_of, may_open
from incidents.services.attachment import attach_files, caption_attachment, withdraw_attachment
from incidents.services.door import KEEP_RECORD
from incidents.views.room import actor_of, address, incident_or_404, person_of, render_room


@require_GET
@signed_in
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
        attach_files(
            actor=actor_of(request),
            incident_id=incident.pk,
            files=keep_all(said["file"]),
            entry_id=said["entry"],
            caption=said["caption"],
        )

    if request.method == "POST" and _is_in_background(request):
        return _told(form, attach)
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


def _told(form: AttachForm, attach: Any) -> HttpResponse:
    if form.is_valid() and attempt(form, attach) is None:
        return JsonResponse({}, status=201)
    refused = [str(refusal) for refusals in form.errors.values() for refusal in refusals]
    return JsonResponse({"refused": refused}, status=422)


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

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        attachment.refresh_from_db()
        return attachment.version, [(_("What it shows"), attachment.caption)]

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
        standing=standing,
        incident=incident,
        lead=attachment.name,
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
) -> HttpResponse | FileResponse:
    """The file as it came, byte for byte."""
    attachment = _openable(request, year, number, attachment_id)
    try:
        file = original(attachment.sha256)
    except StoreAway as refusal:
        return _away(request, refusal)
    return served(file, attachment.name, attachment.media_type, attachment.size)


@require_GET
@signed_in
def attachment_small(
    request: HttpRequest, year: int, number: int, attachment_id: int
) -> HttpResponse | FileResponse:
    """A small picture of a picture."""
    attachment = _openable(request, year, number, attachment_id, is_picture=True)
    try:
        file = small(attachment.sha256)
    except StoreAway as refusal:
        return _away(request, refusal)
    answer = served(file, f"{attachment.pk}.webp", "image/webp")
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
