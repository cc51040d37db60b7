"""Which postmortems there are, which are late, and until when they are asked for."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import form_page, signed_in
from incidents.views.room import actor_of, person_of
from postmortems.forms.due_rule import DueRuleForm
from postmortems.models import DueRule
from postmortems.selectors.due import due_of, due_rules
from postmortems.services.door import SET_UP
from postmortems.services.due_rule import Deadline, set_due_rule

PAGE_SIZE = 50


@require_GET
@signed_in
def postmortem_list(request: HttpRequest) -> HttpResponse:
    """The incidents that are over or have a report begun: what is late first."""
    page = Paginator(due_of(person_of(request)), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rules": due_rules()}
    return render(request, "postmortems/postmortem_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def due_rule_set(request: HttpRequest, severity: str) -> HttpResponse:
    """Set until when it is asked for."""
    rule = _rule_or_404(severity)

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = _rule_or_404(severity)
        return now.version, [
            (_("Working days after the incident is over"), now.working_days),
            (_("Holidays of"), now.get_calendar_display()),
        ]

    initial = {
        "working_days": rule.working_days,
        "calendar": rule.calendar,
        "version": rule.version,
    }
    return form_page(
        request,
        DueRuleForm(request.POST or None, initial=initial),
        lambda said: set_due_rule(
            actor=actor_of(request),
            severity=severity,
            version=said.pop("version"),
            deadline=Deadline(**said),
        ),
        title=_("When a postmortem is due"),
        lead=str(rule),
        submit=_("Save"),
        back=reverse("postmortem_list"),
        needs=SET_UP,
        standing=standing,
    )


def _rule_or_404(severity: str) -> DueRule:
    rule = next((each for each in due_rules() if each.severity == severity), None)
    if rule is None:
        raise Http404(_("There is no such severity."))
    return rule
