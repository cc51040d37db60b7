"""What happened before that looks like this."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.http import form_page, signed_in
from incidents.forms.fields import ReasonForm
from incidents.models import Incident
from incidents.services.door import KEEP_RECORD
from incidents.views.room import actor_of, address, incident_or_404, person_of, render_room
from postmortems.models import NotTheSame
from postmortems.selectors.similarity import linked_to, similar_to
from postmortems.services.similarity import say_not_the_same, take_back_not_the_same

HERE = "incident_similar"


@require_GET
@signed_in
def incident_similar(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Earlier incidents that look like this one, why, and what came of them."""
    incident = incident_or_404(request, year, number)
    context: dict[str, Any] = {
        "matches": similar_to(incident, person_of(request)),
        "linked": linked_to(incident, person_of(request)),
    }
    if request.headers.get("HX-Request"):
        context |= {"incident": incident}
        return render(request, "postmortems/_similar_brief.html", context)
    return render_room(
        request,
        incident,
        "postmortems/incident_similar.html",
        has_facts=False,
        tab="similar",
        **context,
        unlike=NotTheSame.objects.filter(
            incident=incident,
            taken_back_at=None,
            other__in=Incident.objects.visible_to(person_of(request)),
        ).select_related("other"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def not_the_same_say(
    request: HttpRequest, year: int, number: int, other_year: int, other_number: int
) -> HttpResponse:
    """Say that an earlier incident is something else."""
    incident = incident_or_404(request, year, number)
    other = incident_or_404(request, other_year, other_number)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: say_not_the_same(
            actor=actor_of(request), incident_id=incident.pk, other_id=other.pk, **said
        ),
        title=_("Not the same"),
        lead=_("%(other)s is brought up here no more.") % {"other": other},
        submit=_("Save"),
        back=address(incident, HERE),
        needs=KEEP_RECORD,
        incident=incident,
    )


@require_POST
@signed_in
def not_the_same_take_back(
    request: HttpRequest, year: int, number: int, said_id: int
) -> HttpResponse:
    """Let it be brought up again."""
    incident = incident_or_404(request, year, number)
    take_back_not_the_same(actor=actor_of(request), incident_id=incident.pk, said_id=said_id)
    return redirect(address(incident, HERE))
