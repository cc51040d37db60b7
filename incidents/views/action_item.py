"""Follow-up work: of one incident, and across all."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.diagram import drawn
from core.http import Standing, form_page, signed_in
from incidents.forms.action_item import (
    FILTERS,
    SHOWN,
    ActionFilter,
    ActionForm,
    ChangeActionForm,
    CheckForm,
    CompleteForm,
)
from incidents.forms.fields import VersionedForm, VersionedReasonForm
from incidents.models import ActionItem, FilteredList, Incident
from incidents.selectors.action_item import actions_for
from incidents.selectors.cause_picture import cause_diagram
from incidents.selectors.contributing_factor import factors_of, unanswering
from incidents.selectors.timeline_entry import timeline_of
from incidents.services.action_item import (
    Plan,
    add_action,
    change_action,
    check_action,
    complete_action,
    reopen_action,
    withdraw_action,
)
from incidents.services.door import KEEP_RECORD
from incidents.views.freshness import kept_fresh
from incidents.views.room import actor_of, address, incident_or_404, person_of, render_room
from incidents.views.saved_filter import saved_beside

PAGE_SIZE = 50


@require_GET
@signed_in
def action_list(request: HttpRequest) -> HttpResponse:
    """Actions across the incidents this person may see."""
    asked = request.GET.copy()
    # Open ones first of all; a state there is none of is none.
    if asked.get("show") not in FILTERS:
        asked["show"] = "open"
    filters = ActionFilter(asked, actions_for(person_of(request)), request=request)
    page = Paginator(filters.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "incidents/action_list.html",
        {
            "page": page,
            "show": asked["show"],
            "tabs": SHOWN,
            "filters": filters,
            "is_filtered": any(asked.getlist(name) for name in ("kind", "owner")),
            "today": timezone.localdate(),
            "is_chosen_from": True,
            "all_chosen": "all" in request.GET,
        }
        | saved_beside(request, FilteredList.ACTIONS),
    )


@require_GET
@signed_in
@kept_fresh
def incident_actions(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The incident's contributing factors and the work that answers them."""
    incident = incident_or_404(request, year, number)
    timeline = timeline_of(incident)
    actions = list(incident.actions.select_related("owner", "factor", "incident", "checked_by"))
    factors = factors_of(incident, timeline, actions)
    diagram = cause_diagram(factors, actions)
    return render_room(
        request,
        incident,
        "incidents/incident_actions.html",
        tab="actions",
        timeline=timeline,
        actions=actions,
        factors=factors,
        unanswering=unanswering(factors, actions),
        cause_picture=drawn(diagram) if diagram else None,
        today=timezone.localdate(),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def action_add(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Plan follow-up work."""
    incident = incident_or_404(request, year, number)
    return form_page(
        request,
        ActionForm(
            request.POST or None, incident=incident, initial={"factor": request.GET.get("factor")}
        ),
        lambda said: add_action(
            actor=actor_of(request), incident_id=incident.pk, plan=plan_from(said)
        ),
        title=_("Plan an action"),
        submit=_("Add"),
        back=address(incident, "incident_actions"),
        needs=KEEP_RECORD,
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def action_change(request: HttpRequest, year: int, number: int, action_id: int) -> HttpResponse:
    """Plan the work anew."""
    incident = incident_or_404(request, year, number)
    action = action_or_404(incident, action_id)
    stored = {name: getattr(action, name) for name in ChangeActionForm.base_fields}
    return form_page(
        request,
        ChangeActionForm(request.POST or None, action=action, initial=stored),
        lambda said: change_action(
            actor=actor_of(request),
            incident_id=incident.pk,
            action_id=action.pk,
            version=said["version"],
            plan=plan_from(said),
        ),
        title=_("Change the action"),
        submit=_("Save"),
        back=address(incident, "incident_actions"),
        needs=KEEP_RECORD,
        standing=_standing(action),
        incident=incident,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def action_complete(request: HttpRequest, year: int, number: int, action_id: int) -> HttpResponse:
    """Finish the work, with proof."""
    return _action_page(
        request,
        incident_or_404(request, year, number),
        action_id,
        CompleteForm,
        complete_action,
        title=_("Complete the action"),
        submit=_("Complete"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def action_check(request: HttpRequest, year: int, number: int, action_id: int) -> HttpResponse:
    """Say, some time later, whether it worked."""
    return _action_page(
        request,
        incident_or_404(request, year, number),
        action_id,
        CheckForm,
        check_action,
        title=_("Did it work?"),
        submit=_("Save"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def action_withdraw(request: HttpRequest, year: int, number: int, action_id: int) -> HttpResponse:
    """Say that the work is not to be done after all."""
    return _action_page(
        request,
        incident_or_404(request, year, number),
        action_id,
        VersionedReasonForm,
        withdraw_action,
        title=_("Withdraw the action"),
        submit=_("Withdraw"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def action_reopen(request: HttpRequest, year: int, number: int, action_id: int) -> HttpResponse:
    """Take the work up again."""
    return _action_page(
        request,
        incident_or_404(request, year, number),
        action_id,
        VersionedReasonForm,
        reopen_action,
        title=_("Take the action up again"),
        submit=_("Reopen"),
    )


def _action_page(
    request: HttpRequest,
    incident: Incident,
    action_id: int,
    form: type[VersionedForm],
    service: Callable[..., ActionItem],
    title: str,
    submit: str,
) -> HttpResponse:
    action = action_or_404(incident, action_id)
    return form_page(
        request,
        form(request.POST or None, initial={"version": action.version}),
        lambda said: service(
            actor=actor_of(request), incident_id=incident.pk, action_id=action.pk, **said
        ),
        back=address(incident, "incident_actions"),
        needs=KEEP_RECORD,
        incident=incident,
        lead=action.title,
        title=title,
        submit=submit,
        standing=_standing(action),
    )


def _standing(action: ActionItem) -> Standing:
    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        action.refresh_from_db()
        stands = [
            (_("What is to be done"), action.title),
            (_label("kind"), action.get_kind_display()),
            (_("Owner"), action.owner or _("nobody")),
            (_("Due on"), action.due_on or _("no date")),
            (_label("factor"), action.factor or ""),
            (_label("tracker_url"), action.tracker_url),
        ]
        if action.completed_at:
            stands.append((_("Evidence that it is done"), action.evidence))
        if action.withdrawn_at:
            stands.append((_("Withdrawn"), action.withdrawn_reason))
        if action.worked is not None:
            worked = _("Yes") if action.worked else _("No")
            stands += [(_("Did it work?"), worked), (_("How we know"), action.worked_basis)]
        return action.version, stands

    return standing


def _label(name: str) -> str:
    return str(ActionForm.base_fields[name].label)


def action_or_404(incident: Incident, action_id: int) -> ActionItem:
    """The action, if it belongs to the incident."""
    action = incident.actions.filter(pk=action_id).first()
    if action is None:
        raise Http404(_("There is no such action in this incident."))
    return action


def plan_from(said: dict[str, Any]) -> Plan:
    """What a valid form says."""
    return Plan(
        title=said["title"],
        kind=said["kind"],
        owner=said["owner"],
        due_on=said["due_on"],
        factor_id=said["factor"].pk if said["factor"] else None,
        tracker_url=said["tracker_url"],
    )
