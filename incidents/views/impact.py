"""Naming groups, estimating how many, and saying how groups stand to each other."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.formats import exact_number, format_moment, unknown
from core.http import form_page, signed_in
from incidents.forms.impact import ChangeGroupForm, EstimateForm, GroupForm, RelationForm
from incidents.models import ImpactEstimate, ImpactGroup, Incident
from incidents.selectors.impact import groups_of, relations_in, totals_of
from incidents.services.door import KEEP_RECORD
from incidents.services.impact import (
    Estimate,
    Group,
    add_group,
    change_group,
    relate_groups,
    revise_estimate,
)
from incidents.views.freshness import kept_fresh
from incidents.views.room import actor_of, address, incident_or_404, render_room


@require_GET
@signed_in
@kept_fresh
def impact_detail(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Every group with what was believed of it over time."""
    incident = incident_or_404(request, year, number)
    groups, relations = groups_of(incident), relations_in(incident)
    language = get_language() or "en"
    totals = totals_of(groups, relations)
    return render_room(
        request,
        incident,
        "incidents/impact_detail.html",
        tab="impact",
        groups=groups,
        relations=relations,
        totals=[(total.unit.label, total.words(language)) for total in totals],
    )


@require_http_methods(["GET", "POST"])
@signed_in
def group_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Name a group of what was affected."""
    incident = incident_or_404(request, year, number)
    return form_page(
        request,
        GroupForm(request.POST or None),
        lambda said: add_group(
            actor=actor_of(request), incident_id=incident.pk, value=group_from(said)
        ),
        title=_("Name a group"),
        submit=_("Add"),
        back=address(incident, "impact_detail"),
        needs=KEEP_RECORD,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def group_change(request: HttpRequest, year: int, number: int, group_id: int) -> HttpResponse:
    """Say better whom a group is of, or how large the whole is."""
    incident = incident_or_404(request, year, number)
    group = group_or_404(incident, group_id)
    stored = {field.name: getattr(group, field.name) for field in fields(Group)}
    form = ChangeGroupForm(request.POST or None, initial=stored | {"version": group.version})

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        group.refresh_from_db()
        return group.version, [
            (_("Name"), group.name),
            (form.fields["definition"].label, group.definition),
            (form.fields["unit"].label, group.get_unit_display()),
            (_("Population"), _number(group.population)),
            (_("Source of the population"), group.population_source),
            (form.fields["population_as_of"].label, _moment(group.population_as_of)),
        ]

    return form_page(
        request,
        form,
        lambda said: change_group(
            actor=actor_of(request),
            incident_id=incident.pk,
            group_id=group.pk,
            version=said["version"],
            reason=said["reason"],
            value=group_from(said),
        ),
        title=_("Change the group"),
        submit=_("Save"),
        back=address(incident, "impact_detail"),
        needs=KEEP_RECORD,
        standing=standing,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def estimate_revise(request: HttpRequest, year: int, number: int, group_id: int) -> HttpResponse:
    """Replace what is believed of a group's count; the earlier belief stays readable."""
    incident = incident_or_404(request, year, number)
    group = group_or_404(incident, group_id)
    form = EstimateForm(request.POST or None, initial=_stored(latest_of(group)))

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = latest_of(group)
        if now is None:
            return 0, [(group.name, _number(None))]
        return now.revision, [
            (_("At least"), _number(now.low)),
            (_("Best estimate"), _number(now.best)),
            (_("At most"), _number(now.high)),
            (form.fields["as_of"].label, _moment(now.as_of)),
            (_("Source"), now.source),
            (form.fields["method"].label, now.method),
            (form.fields["is_actual"].label, _("Yes") if now.is_actual else _("No")),
        ]

    return form_page(
        request,
        form,
        lambda said: revise_estimate(
            actor=actor_of(request),
            incident_id=incident.pk,
            group_id=group.pk,
            based_on=said["version"],
            reason=said.get("reason", ""),
            value=Estimate(**{field.name: said[field.name] for field in fields(Estimate)}),
        ),
        title=_("Revise the estimate: %(group)s") % {"group": group.name},
        submit=_("Revise"),
        back=address(incident, "impact_detail"),
        needs=KEEP_RECORD,
        standing=standing,
        incident=incident,
    )


def _number(count: int | None) -> str:
    language = get_language() or "en"
    return unknown(language) if count is None else exact_number(count, language)


def _moment(moment: datetime | None) -> str:
    language, zone = get_language() or "en", timezone.get_current_timezone()
    return format_moment(moment, "minute", language, zone) if moment else ""


def _stored(latest: ImpactEstimate | None) -> dict[str, Any]:
    if latest is None:
        return {"version": 0}
    return {
        "version": latest.revision,
        "low": latest.low,
        "best": latest.best,
        "high": latest.high,
        "source": latest.source,
        "method": latest.method,
    }


@require_http_methods(["GET", "POST"])
@signed_in
def groups_relate(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Say how two groups stand to each other, so that totals count nobody twice."""
    incident = incident_or_404(request, year, number)
    return form_page(
        request,
        RelationForm(request.POST or None, incident=incident),
        lambda said: relate_groups(
            actor=actor_of(request),
            incident_id=incident.pk,
            first_id=said["first"].pk,
            second_id=said["second"].pk,
            relation=said["relation"],
        ),
        title=_("How two groups stand to each other"),
        submit=_("Save"),
        back=address(incident, "impact_detail"),
        needs=KEEP_RECORD,
        incident=incident,
    )


def group_or_404(incident: Incident, group_id: int) -> ImpactGroup:
    """The group, if it belongs to the incident."""
    group = incident.impact_groups.filter(pk=group_id).first()
    if group is None:
        raise Http404(_("There is no such group in this incident."))
    return group


def latest_of(group: ImpactGroup) -> ImpactEstimate | None:
    """What is believed now."""
    return group.estimates.order_by("-revision").first()


def group_from(said: dict[str, Any]) -> Group:
    """What a valid form says."""
    return Group(**{field.name: said[field.name] for field in fields(Group)})
