"""Taking, handing over, taking over and laying down a role."""

import re

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import form_page, signed_in
from incidents.forms.role import AssignForm, EndForm, HandOverForm
from incidents.models import RoleHeld
from incidents.selectors.incident import roles_in
from incidents.selectors.log import handed_note_of
from incidents.services.door import KEEP_RECORD, LEAD_INCIDENT
from incidents.services.role import assign_role, confirm_role, end_role, hand_over_role
from incidents.views.room import actor_of, address, incident_or_404, person_of


@require_http_methods(["GET", "POST"])
@signed_in
def role_assign(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Give somebody a role nobody holds."""
    incident = incident_or_404(request, year, number)
    return form_page(
        request,
        AssignForm(
            request.POST or None,
            initial={"role": request.GET.get("role"), "person": person_of(request)},
        ),
        lambda said: assign_role(actor=actor_of(request), incident_id=incident.pk, **said),
        title=_("Give somebody a role"),
        submit=_("Assign"),
        back=address(incident),
        needs=LEAD_INCIDENT,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def role_hand_over(request: HttpRequest, year: int, number: int, role_id: int) -> HttpResponse:
    """Pass a role on: one ends and the other begins at the same moment."""
    incident = incident_or_404(request, year, number)
    roles = roles_in(incident)
    held = _among(roles, role_id)
    return form_page(
        request,
        HandOverForm(request.POST or None),
        lambda said: hand_over_role(
            actor=actor_of(request),
            incident_id=incident.pk,
            role_held_id=held.pk,
            seen=_seen(request),
            **said,
        ),
        template="command/role_hand_over.html",
        title=_("Hand over: %(role)s") % {"role": held.get_role_display()},
        submit=_("Hand over"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
        roles=roles,
    )


def _seen(request: HttpRequest) -> int | None:
    """The log's newest entry as the page was made; it is told anew each time, so no field."""
    found = re.fullmatch(r"[0-9]{1,18}", request.POST.get("seen", ""))
    return int(found[0]) if found else None


@require_http_methods(["GET", "POST"])
@signed_in
def role_confirm(request: HttpRequest, year: int, number: int, role_id: int) -> HttpResponse:
    """Say that one has the role one was given, after reading what goes with it."""
    incident = incident_or_404(request, year, number)
    roles = roles_in(incident)
    held = _among(roles, role_id)
    if held.person_id != person_of(request).pk:
        raise PermissionDenied(_("Only who was given the role can say that they have it."))
    return form_page(
        request,
        Form(request.POST if request.method == "POST" else None),
        lambda _said: confirm_role(
            actor=actor_of(request), incident_id=incident.pk, role_held_id=held.pk
        ),
        template="command/role_hand_over.html",
        title=_("Take over: %(role)s") % {"role": held.get_role_display()},
        submit=_("I have it"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
        roles=roles,
        lead=handed_note_of(held),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def role_end(request: HttpRequest, year: int, number: int, role_id: int) -> HttpResponse:
    """Lay a role down without a successor."""
    incident = incident_or_404(request, year, number)
    held = _among(roles_in(incident), role_id)
    return form_page(
        request,
        EndForm(request.POST or None),
        lambda said: end_role(
            actor=actor_of(request), incident_id=incident.pk, role_held_id=held.pk, **said
        ),
        title=_("Lay down: %(role)s") % {"role": held.get_role_display()},
        submit=_("Lay down"),
        back=address(incident),
        needs=KEEP_RECORD,
        lead=_("%(person)s gives the role up without a successor. Who held it and when stays.")
        % {"person": held.person},
        incident=incident,
    )


def _among(roles: list[RoleHeld], role_id: int) -> RoleHeld:
    """The role held, if it belongs to the incident."""
    held = next((each for each in roles if each.pk == role_id), None)
    if held is None:
        raise Http404(_("There is no such role in this incident."))
    return held
