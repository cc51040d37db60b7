"""The fact sheet, and its lines that are not the record's own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import form_page, must_hold, signed_in
from incidents.models import Incident
from incidents.views.freshness import kept_fresh
from incidents.views.room import actor_of, address, incident_or_404
from statements.forms.fact import ChangeFactForm, FactForm, WithdrawFactForm
from statements.models import Fact
from statements.selectors.fact_sheet import fact_sheet_of
from statements.services.door import WRITE
from statements.services.fact import FactLine, add_fact, change_fact, withdraw_fact


@require_GET
@signed_in
@kept_fresh
def fact_sheet(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """What is known, what is not known yet, and what is done, on one page."""
    incident = incident_or_404(request, year, number)
    sheet = fact_sheet_of(incident, get_language() or "en")
    context = {"incident": incident, "sheet": sheet, "now": timezone.now()}
    return render(request, "statements/fact_sheet.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def fact_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Write a line."""
    incident = incident_or_404(request, year, number)
    return form_page(
        request,
        FactForm(request.POST or None, initial={"kind": request.GET.get("kind")}),
        lambda said: add_fact(
            actor=actor_of(request), incident_id=incident.pk, value=FactLine(**said)
        ),
        title=_("Add a line to the fact sheet"),
        submit=_("Add"),
        back=address(incident, "fact_sheet"),
        needs=WRITE,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def fact_change(request: HttpRequest, year: int, number: int, fact_id: int) -> HttpResponse:
    """Say a line otherwise."""
    incident = incident_or_404(request, year, number)
    must_hold(request, WRITE)
    fact = _known(incident, fact_id)

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        fact.refresh_from_db()
        return fact.version, [(_("Text"), fact.text), (_("Source"), fact.source)]

    stored = {name: getattr(fact, name) for name in ChangeFactForm.base_fields}
    return form_page(
        request,
        ChangeFactForm(request.POST or None, initial=stored),
        lambda said: change_fact(
            actor=actor_of(request),
            incident_id=incident.pk,
            fact_id=fact_id,
            version=said.pop("version"),
            value=FactLine(**said),
        ),
        title=_("Change the line"),
        submit=_("Save"),
        back=address(incident, "fact_sheet"),
        needs=WRITE,
        incident=incident,
        standing=standing,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def fact_withdraw(request: HttpRequest, year: int, number: int, fact_id: int) -> HttpResponse:
    """Take a line off."""
    incident = incident_or_404(request, year, number)
    must_hold(request, WRITE)
    fact = _known(incident, fact_id)
    return form_page(
        request,
        WithdrawFactForm(request.POST or None, initial={"version": fact.version}),
        lambda said: withdraw_fact(
            actor=actor_of(request), incident_id=incident.pk, fact_id=fact_id, **said
        ),
        title=_("Take the line off the fact sheet"),
        submit=_("Take it off"),
        back=address(incident, "fact_sheet"),
        needs=WRITE,
        incident=incident,
        lead=fact.text,
    )


def _known(incident: Incident, fact_id: int) -> Fact:
    fact: Fact | None = incident.facts.filter(pk=fact_id, withdrawn_at=None).first()
    if fact is None:
        raise Http404(_("There is no such line on the fact sheet."))
    return fact
