"""The room: what every page of an incident shows around its section."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.who import actor_of, person_of
from incidents.forms.incident import StatusForm
from incidents.forms.timeline_entry import NewEntryForm
from incidents.models import Incident
from incidents.selectors.attachment import with_attachments
from incidents.selectors.impact import ReadGroup
from incidents.selectors.imported_record import origin_of
from incidents.selectors.incident import incident_for, incident_with_head, neighbours_of
from incidents.selectors.room import services_of, standing_of
from incidents.selectors.timeline_entry import ReadEntry
from incidents.selectors.timeline_page import marked_of, numbers_of

PAGE_SIZE = 50

__all__ = [
    "actor_of",
    "address",
    "incident_alone_or_404",
    "incident_or_404",
    "person_of",
    "render_room",
]


def incident_or_404(request: HttpRequest, year: int, number: int, *along: str) -> Incident:
    """The incident as its pages show it, or 404 as if it did not exist.

    `along`: see `incident_with_head`.
    """
    return _found(incident_with_head(person_of(request), year, number, *along))


def incident_alone_or_404(request: HttpRequest, year: int, number: int) -> Incident:
    """The incident with nothing around it, for what renders no page; 404 as `incident_or_404`."""
    return _found(incident_for(person_of(request), year, number))


def _found(incident: Incident | None) -> Incident:
    if incident is None:
        raise Http404(_("There is no such incident."))
    return incident


def address(incident: Incident, page: str = "incident_detail", *more: Any) -> str:
    """Where a page of the incident is found."""
    return reverse(page, args=[incident.year, incident.number, *more])


def render_room(
    request: HttpRequest,
    incident: Incident,
    template: str,
    *,
    timeline: list[ReadEntry] | None = None,
    groups: list[ReadGroup] | None = None,
    has_facts: bool = True,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A section of the incident under its head, with the facts beside it where there is room."""
    page = _page_of(incident, request) if context.get("tab") == "timeline" else None
    if timeline is None:
        timeline = marked_of(incident, list(page or ()))
    if page:
        read = {each.entry.pk: each for each in timeline}
        on_page = [read[number] for number in page.object_list if number in read]
        page.object_list = with_attachments(incident, on_page)
    head = standing_of(incident, timeline, groups) | {
        "incident": incident,
        "timeline": page,
        "entry_form": NewEntryForm(auto_id="new-%s"),
        "status_form": StatusForm(
            initial={"status": incident.status, "version": incident.version}, auto_id="status-%s"
        ),
    }
    if has_facts:
        head["services"] = services_of(incident)
        head["neighbours"] = neighbours_of(incident, person_of(request))
    if context.get("tab") == "timeline":
        head["origin"] = origin_of(incident)
    return render(request, template, head | {"has_facts": has_facts} | context, status=status)


def _page_of(incident: Incident, request: HttpRequest) -> Page[Any]:
    """The page that was asked for, by its number or by an entry that stands on it: the keys."""
    wanted, numbers = request.GET.get("entry", ""), numbers_of(incident)
    places = {str(number): place for place, number in enumerate(numbers)}
    page = 1 + places[wanted] // PAGE_SIZE if wanted in places else request.GET.get("page")
    return Paginator(numbers, PAGE_SIZE).get_page(page)
