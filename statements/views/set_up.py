"""Setting up the press desk: who must approve, and what mass messages rest on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import form_page, must_hold, signed_in
from incidents.views.room import actor_of
from statements.chain import chain_of
from statements.forms.approval_rule import ApprovalRuleForm
from statements.forms.premise import PremiseForm
from statements.selectors.set_up import approval_rules, premises
from statements.services.approval_rule import change_approval_rule
from statements.services.door import SET_UP
from statements.services.premise import Told, state_premise
from statements.states import approval_rule_state, premise_state


@require_GET
@signed_in
def press_setup(request: HttpRequest) -> HttpResponse:
    """Every rule and every figure, with who says so."""
    must_hold(request, SET_UP)
    rules = [(rule, chain_of(rule)) for rule in approval_rules().values()]
    context = {"rules": rules, "premises": list(premises().values())}
    return render(request, "statements/press_setup.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def approval_rule_change(request: HttpRequest, rule_name: str) -> HttpResponse:
    """Set how many must approve what is for an audience."""
    must_hold(request, SET_UP)
    rule = approval_rules().get(rule_name)
    if rule is None:
        raise Http404(_("There is no such rule."))

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = approval_rules()[rule_name]
        return now.version, [(_("It takes"), chain_of(now).words)]

    return form_page(
        request,
        ApprovalRuleForm(request.POST or None, initial=approval_rule_state(rule)),
        lambda said: change_approval_rule(actor=actor_of(request), name=rule_name, **said),
        title=_("Who must approve: %(what)s") % {"what": rule},
        submit=_("Save"),
        back=reverse("press_setup"),
        needs=SET_UP,
        standing=standing,
        lead=_("It counts at once for everything that is not released yet."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def premise_restate(request: HttpRequest, premise_name: str) -> HttpResponse:
    """State a figure that the load rests on."""
    must_hold(request, SET_UP)
    premise = premises().get(premise_name)
    if premise is None:
        raise Http404(_("There is no such figure."))

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = premises()[premise_name]
        return now.version, [(_("Value"), now.value), (_("Source"), now.source)]

    return form_page(
        request,
        PremiseForm(request.POST or None, initial=premise_state(premise)),
        lambda said: state_premise(
            actor=actor_of(request),
            name=premise_name,
            version=said.pop("version"),
            told=Told(**said),
        ),
        title=str(premise),
        submit=_("Save"),
        back=reverse("press_setup"),
        needs=SET_UP,
        standing=standing,
        lead=_("A newer value voids the approvals of mass messages that are not released."),
    )
