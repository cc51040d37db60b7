"""Writing down the conditions that made an incident possible."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import Standing, form_page, signed_in
from incidents.forms.contributing_factor import AcceptForm, ChangeFactorForm, FactorForm
from incidents.forms.fields import VersionedReasonForm
from incidents.models import ContributingFactor, Incident
from incidents.selectors.timeline_entry import timeline_of
from incidents.services.contributing_factor import (
    Condition,
    accept_factor,
    add_factor,
    change_factor,
    withdraw_factor,
)
from incidents.services.door import KEEP_RECORD
from incidents.views.room import actor_of, address, incident_or_404


@require_http_methods(["GET", "POST"])
@signed_in
def factor_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Write down a condition."""
    incident = incident_or_404(request, year, number)
    entry = request.GET.get("entry", "")
    return form_page(
        request,
        FactorForm(
            request.POST or None, timeline=timeline_of(incident), initial={"evidence": [entry]}
        ),
        lambda said: add_factor(
            actor=actor_of(request), incident_id=incident.pk, condition=Condition(**said)
        ),
        title=_("Name a contributing factor"),
        submit=_("Add"),
        back=address(incident, "incident_actions"),
        needs=KEEP_RECORD,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def factor_change(request: HttpRequest, year: int, number: int, factor_id: int) -> HttpResponse:
    """Say the condition better, sort it, or name what shows it."""
    incident = incident_or_404(request, year, number)
    factor = factor_or_404(incident, factor_id)
    timeline = timeline_of(incident)
    shown_by = {entry.pk for entry in factor.evidence.all()}
    initial = {
        "text": factor.text,
        "kind": factor.kind,
        "version": factor.version,
        "evidence": [read.entry.pk for read in timeline if not shown_by.isdisjoint(read.numbers)],
    }
    return form_page(
        request,
        ChangeFactorForm(request.POST or None, timeline=timeline, initial=initial),
        lambda said: change_factor(
            actor=actor_of(request),
            incident_id=incident.pk,
            factor_id=factor.pk,
            version=said.pop("version"),
            condition=Condition(**said),
        ),
        title=_("Change the contributing factor"),
        submit=_("Save"),
        back=address(incident, "incident_actions"),
        needs=KEEP_RECORD,
        standing=_standing(factor),
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def factor_accept(request: HttpRequest, year: int, number: int, factor_id: int) -> HttpResponse:
    """Say why nothing is done about a condition."""
    incident = incident_or_404(request, year, number)
    factor = factor_or_404(incident, factor_id)
    return form_page(
        request,
        AcceptForm(
            request.POST or None,
            initial={"version": factor.version, "reason": factor.accepted_reason},
        ),
        lambda said: accept_factor(
            actor=actor_of(request), incident_id=incident.pk, factor_id=factor.pk, **said
        ),
        title=_("Do nothing about it, and say why"),
        submit=_("Save"),
        back=address(incident, "incident_actions"),
        needs=KEEP_RECORD,
        standing=_standing(factor),
        incident=incident,
        lead=factor.text[:300],
    )


@require_http_methods(["GET", "POST"])
@signed_in
def factor_withdraw(request: HttpRequest, year: int, number: int, factor_id: int) -> HttpResponse:
    """Take a condition back that turned out not to matter."""
    incident = incident_or_404(request, year, number)
    factor = factor_or_404(incident, factor_id)
    return form_page(
        request,
        VersionedReasonForm(request.POST or None, initial={"version": factor.version}),
        lambda said: withdraw_factor(
            actor=actor_of(request), incident_id=incident.pk, factor_id=factor.pk, **said
        ),
        title=_("Withdraw the contributing factor"),
        submit=_("Withdraw"),
        back=address(incident, "incident_actions"),
        needs=KEEP_RECORD,
        standing=_standing(factor),
        incident=incident,
        lead=factor.text[:300],
    )


def _standing(factor: ContributingFactor) -> Standing:
    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        factor.refresh_from_db()
        return factor.version, [
            (_("Condition"), factor.text),
            (_("Kind"), factor.get_kind_display()),
        ]

    return standing


def factor_or_404(incident: Incident, factor_id: int) -> ContributingFactor:
    """The factor, if it belongs to the incident."""
    factor = incident.factors.filter(pk=factor_id).first()
    if factor is None:
        raise Http404(_("There is no such contributing factor in this incident."))
    return factor
