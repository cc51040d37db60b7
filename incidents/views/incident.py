"""Pages about an incident as a whole: find, change, restrict and link it."""

from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import role_label
from core.errors import Conflict
from core.http import address_with, form_page, signed_in
from incidents.forms.fields import ReasonForm
from incidents.forms.incident import (
    AccessForm,
    ChangeForm,
    IncidentFilter,
    LinkForm,
    StatusForm,
)
from incidents.models import FilteredList, Incident, Service
from incidents.selectors.incident import REFERENCE, neighbours_of
from incidents.selectors.listed import Listed, for_list, listed
from incidents.services.door import KEEP_RECORD, LEAD_INCIDENT
from incidents.services.incident import (
    change_access,
    change_incident,
    change_status,
)
from incidents.services.link import link_incidents, unlink_incidents
from incidents.views.freshness import kept_fresh
from incidents.views.room import (
    actor_of,
    address,
    incident_or_404,
    person_of,
    render_room,
)
from incidents.views.saved_filter import saved_beside

PAGE_SIZE = 50


@require_GET
@signed_in
def incident_list(request: HttpRequest) -> HttpResponse:
    """The incidents this person may see, newest first, narrowed by the filters in the address."""
    visible = for_list(Incident.objects.visible_to(request.user))
    filters = IncidentFilter(request.GET, queryset=visible)
    page = list(_older_than(filters.qs, request.GET.get("before", ""))[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    has_more, language = len(page) > PAGE_SIZE, get_language() or "en"
    incidents = listed(shown)
    services = tuple(Service.objects.order_by("name").values_list("pk", "name"))
    return render(
        request,
        "incidents/incident_list.html",
        {
            "filters": filters,
            "incidents": incidents,
            "rows": [_row(each, language) for each in incidents],
            "service_options": _options(services, request.GET.get("service", ""), language),
            "older": has_more and address_with(request, before=shown[-1].reference),
            "is_filtered": any(request.GET.getlist(name) for name in filters.form.fields),
            "newest": "before" in request.GET and address_with(request, before=None),
        }
        | saved_beside(request, FilteredList.INCIDENTS),
    )


@lru_cache(maxsize=5_000)
def _row(row: Listed, _language: str) -> SafeString:
    """The row as a page shows it; fifty cost more than all else on the page, and seldom change."""
    return render_to_string("incidents/_listed.html", {"row": row})


@lru_cache(maxsize=200)
def _options(services: tuple[tuple[int, str], ...], chosen: str, _language: str) -> SafeString:
    """What the list is narrowed to; a form's own way asks a template for each of hundreds."""
    context = {"services": services, "chosen": chosen}
    return render_to_string("incidents/_service_options.html", context)


def _older_than(incidents: QuerySet[Incident], reference: str) -> QuerySet[Incident]:
    found = REFERENCE.match(reference)
    if not found:
        return incidents
    year, number = int(found[1]), int(found[2])
    return incidents.filter(Q(year__lt=year) | Q(year=year, number__lt=number))


@require_GET
@signed_in
@kept_fresh
def incident_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The room: what is known, the newest on top."""
    incident = incident_or_404(request, year, number)
    return render_room(request, incident, "incidents/incident_detail.html", tab="timeline")


@require_http_methods(["GET", "POST"])
@signed_in
def incident_change(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Change title, severity, category, services, summary, malice, or who discovered it."""
    incident = incident_or_404(request, year, number)
    stored = {name: getattr(incident, name) for name in ChangeForm.base_fields if name in COLUMNS}
    form = ChangeForm(
        request.POST or None, initial=stored | {"services": list(incident.services.all())}
    )

    def change(said: dict[str, Any]) -> Incident:
        return change_incident(
            actor=actor_of(request),
            incident_id=incident.pk,
            version=said.pop("version"),
            reason=said.pop("reason"),
            changes=said,
        )

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        incident.refresh_from_db()
        return incident.version, [
            (_("Title"), incident.title),
            (_("Severity"), incident.severity.upper()),
            (_("Status"), incident.get_status_display()),
            (_("Category"), incident.get_category_display()),
            (form.fields["services"].label, ", ".join(map(str, incident.services.all()))),
            (_("Summary"), incident.summary),
            (form.fields["malice"].label, incident.get_malice_display()),
            (form.fields["malice_basis"].label, incident.malice_basis),
            (form.fields["discovery"].label, incident.get_discovery_display()),
        ]

    return form_page(
        request,
        form,
        change,
        title=_("Change the incident"),
        submit=_("Save"),
        back=address(incident),
        needs=LEAD_INCIDENT,
        standing=standing,
        incident=incident,
    )


COLUMNS = {field.name for field in Incident._meta.concrete_fields}  # noqa: SLF001 - Django's API


@require_POST
@signed_in
def incident_status(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say where the work stands, from the head of the page."""
    incident = incident_or_404(request, year, number)
    form = StatusForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the statuses."))
        return redirect(address(incident))
    try:
        change_status(actor=actor_of(request), incident_id=incident.pk, **form.cleaned_data)
    except Conflict as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Saved."))
    return redirect(address(incident))


@require_http_methods(["GET", "POST"])
@signed_in
def incident_access(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say who may know of the incident."""
    incident = incident_or_404(request, year, number)
    form = AccessForm(
        request.POST or None,
        incident=incident,
        initial={
            "is_restricted": incident.is_restricted,
            "people": list(incident.people_with_access.all()),
            "groups": list(incident.groups_with_access.all()),
            "version": incident.version,
        },
    )

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        incident.refresh_from_db()
        groups = incident.groups_with_access.all()
        return incident.version, [
            (_("Restricted"), _("Yes") if incident.is_restricted else _("No")),
            (_("People with access"), ", ".join(map(str, incident.people_with_access.all()))),
            (form.fields["groups"].label, ", ".join(role_label(group.name) for group in groups)),
        ]

    return form_page(
        request,
        form,
        lambda said: change_access(actor=actor_of(request), incident_id=incident.pk, **said),
        title=_("Who may know of it"),
        submit=_("Save"),
        back=address(incident),
        needs=LEAD_INCIDENT,
        standing=standing,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def link_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say how this incident stands to another."""
    incident = incident_or_404(request, year, number)
    proposed = {name: request.GET.get(name, "") for name in ("kind", "target")}
    return form_page(
        request,
        LinkForm(request.POST or None, initial=proposed, user=person_of(request)),
        lambda said: link_incidents(
            actor=actor_of(request),
            incident_id=incident.pk,
            target_id=said["target"].pk,
            kind=said["kind"],
        ),
        title=_("Link to another incident"),
        submit=_("Link"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def link_remove(request: HttpRequest, year: int, number: int, link_id: int) -> HttpResponse:
    """Take a link back."""
    incident = incident_or_404(request, year, number)
    neighbours = neighbours_of(incident, person_of(request))
    if not any(near.is_source and near.link.pk == link_id for near in neighbours):
        raise Http404(_("There is no such link."))
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: unlink_incidents(
            actor=actor_of(request), incident_id=incident.pk, link_id=link_id, **said
        ),
        title=_("Take the link back"),
        submit=_("Take back"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_("The log keeps that it was said."),
    )
