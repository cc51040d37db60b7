"""What the log says, of one incident and of everything, and what proves it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.erasure import ERASE, erase_content
from audit.keys import fingerprint, public_half, verifying_key
from audit.models import Checkpoint, LogEntry
from core.http import address_with, form_page, must_hold, signed_in
from incidents.forms.fields import ReasonForm
from incidents.forms.log import LogFilter
from incidents.models import FilteredList
from incidents.selectors.log import log_for
from incidents.selectors.log_entry import read_entries
from incidents.views.room import actor_of, incident_or_404, person_of, render_room
from incidents.views.saved_filter import saved_beside

PAGE_SIZE = 50
VIEW_LOG = "audit.view_log"


@require_GET
@signed_in
def incident_log(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every change of the incident, the newest on top, for those who may read the log."""
    incident = incident_or_404(request, year, number)
    must_hold(request, VIEW_LOG)
    entries = log_for(person_of(request)).filter(incident_id=incident.pk)
    return render_room(
        request,
        incident,
        "incidents/incident_log.html",
        tab="log",
        has_facts=False,
        **_page(request, entries),
    )


@require_GET
@signed_in
def log_list(request: HttpRequest) -> HttpResponse:
    """Every change this person may know of, narrowed by the filters in the address."""
    must_hold(request, VIEW_LOG)
    filters = LogFilter(request.GET, queryset=log_for(person_of(request)))
    context = {
        "filters": filters,
        "is_filtered": any(request.GET.getlist(name) for name in filters.form.fields),
    }
    context |= saved_beside(request, FilteredList.LOG)
    return render(request, "incidents/log_list.html", context | _page(request, filters.qs))


@require_GET
@signed_in
def log_entry(request: HttpRequest, index: int) -> HttpResponse:
    """One change with everything it holds, and what seals it."""
    entry = _entry_or_404(request, index)
    (read,) = read_entries([entry], person_of(request), is_whole=True)
    covering = Checkpoint.objects.filter(size__gt=index).order_by("size").first()
    leaf = bytes(entry.leaf).decode()
    context = {"read": read, "entry": entry, "leaf": leaf, "covering": covering}
    return render(request, "incidents/log_entry.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def content_erase(request: HttpRequest, index: int) -> HttpResponse:
    """Erase the content of an entry, where the law asks for it."""
    entry = _entry_or_404(request, index)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: erase_content(actor=actor_of(request), index=entry.index, **said),
        title=_("Erase the content of entry %(index)s") % {"index": index},
        submit=_("Erase for good"),
        back=reverse("log_entry", args=[index]),
        needs=ERASE,
        lead=_(
            "The names and words in this entry are gone afterwards, also for you. That it was"
            " made, when and by which account stays, and the log says who erased it and why. Say"
            " which law asks for it. What still stands in the record is changed there first."
        ),
    )


@require_GET
@signed_in
def checkpoint_list(request: HttpRequest) -> HttpResponse:
    """The signed heads of the log, and the key they are checked with."""
    must_hold(request, VIEW_LOG)
    checkpoints = Checkpoint.objects.order_by("-size")
    if (before := request.GET.get("before", "")).isdecimal():
        checkpoints = checkpoints.filter(size__lt=int(before[:18]))
    page = list(checkpoints.defer("note", "peaks")[: PAGE_SIZE + 1])
    newest = LogEntry.objects.order_by("-index").only("index").first()
    context = {
        "checkpoints": page[:PAGE_SIZE],
        "size": newest.index + 1 if newest else 0,
        "key": _key(),
        "older": len(page) > PAGE_SIZE and address_with(request, before=page[PAGE_SIZE - 1].size),
        "newest": "before" in request.GET and address_with(request, before=None),
    }
    return render(request, "incidents/checkpoint_list.html", context)


@require_GET
@signed_in
def checkpoint_note(request: HttpRequest, size: int) -> HttpResponse:
    """A checkpoint as a file, to be kept where this installation's owner cannot reach it."""
    must_hold(request, VIEW_LOG)
    checkpoint = Checkpoint.objects.filter(size=size).first()
    if checkpoint is None:
        raise Http404(_("There is no such checkpoint."))
    return _file(checkpoint.note, f"checkpoint-{size}.txt")


@require_GET
@signed_in
def log_key(request: HttpRequest) -> HttpResponse:
    """The public half of the key that signs checkpoints, as a file."""
    must_hold(request, VIEW_LOG)
    key = _key()
    if key is None:
        raise Http404(_("The key is not on this machine."))
    return _file(f"{key['public_half']}\n", "log-key.txt")


def _entry_or_404(request: HttpRequest, index: int) -> LogEntry:
    must_hold(request, VIEW_LOG)
    visible = log_for(person_of(request)).select_related("payload")
    entry = visible.filter(pk=min(index, 2**63 - 1)).first()
    if entry is None:
        raise Http404(_("There is no such entry in the log."))
    return entry


def _page(request: HttpRequest, entries: Any) -> dict[str, Any]:
    if (before := request.GET.get("before", "")).isdecimal():
        entries = entries.filter(index__lt=int(before[:18]))
    found = list(entries.select_related("payload").order_by("-index")[: PAGE_SIZE + 1])
    has_more = len(found) > PAGE_SIZE
    return {
        "entries": read_entries(found[:PAGE_SIZE], person_of(request)),
        "older": has_more and address_with(request, before=found[PAGE_SIZE - 1].index),
        "newest": "before" in request.GET and address_with(request, before=None),
    }


def _key() -> dict[str, str] | None:
    try:
        key = verifying_key()
    except OSError:
        return None
    return {
        "fingerprint": fingerprint(key),
        "public_half": public_half(settings.AUDIT_ORIGIN, key),
    }


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
