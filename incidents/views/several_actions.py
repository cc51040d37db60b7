"""Doing the same with several actions: chosen on the list, shown, then done with all or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.formats import format_date
from core.http import attempt, must_hold, signed_in
from incidents.forms.action_item import FILTERS
from incidents.forms.several_actions import SeveralActionsForm, chosen_in
from incidents.selectors.action_item import actions_for
from incidents.services.door import KEEP_RECORD
from incidents.services.several_actions import (
    Acted,
    Chosen,
    NotYetShown,
    Refused,
    SomeRefused,
    change_actions,
)
from incidents.views.room import actor_of, person_of


@dataclass(slots=True)
class Outcome:
    """What came of the wish: done, to be looked at first, or refused for some."""

    is_done: bool = False
    would: Sequence[Acted] = ()
    refused: dict[int, Refused] = field(default_factory=dict)


@require_http_methods(["GET", "POST"])
@signed_in
def actions_together(request: HttpRequest) -> HttpResponse:
    """What is to be done with the chosen actions; nothing is done before it was shown."""
    must_hold(request, KEEP_RECORD)
    said = request.POST if request.method == "POST" else request.GET
    chosen, show = chosen_in(said.getlist("chosen")), said.get("show", "")
    form, outcome = SeveralActionsForm(request.POST or None), Outcome()
    if request.method == "POST" and form.is_valid():
        outcome = _carried_out(request, form, chosen)
    if outcome.is_done:
        messages.success(request, _done(len(chosen)))
        return redirect(_list_address(show))
    context = _told(request, chosen, outcome) | {
        "form": form,
        "show": show if show in FILTERS else "",
        "back": _list_address(show),
    }
    status = 422 if form.is_bound else 200
    return render(request, "incidents/actions_together.html", context, status=status)


def _carried_out(
    request: HttpRequest, form: SeveralActionsForm, chosen: Sequence[Chosen]
) -> Outcome:
    outcome = Outcome()

    def act(said: dict[str, Any]) -> None:
        try:
            change_actions(
                actor=actor_of(request), chosen=chosen, asked=form.asked(), shown=said["shown"]
            )
            outcome.is_done = True
        except NotYetShown as unseen:
            outcome.would = unseen.would
            form.has_shown(unseen.mark)

    refusal = attempt(form, act)
    if isinstance(refusal, SomeRefused):
        outcome.refused = {one.action_id: one for one in refusal.refused}
    return outcome


def _told(request: HttpRequest, chosen: Sequence[Chosen], outcome: Outcome) -> dict[str, Any]:
    """The chosen actions as they stand now, each with why it was refused, and what would be done."""
    numbers = [each.action_id for each in chosen]
    actions = actions_for(person_of(request)).filter(pk__in=numbers)
    return {
        "rows": [(action, outcome.refused.get(action.pk)) for action in actions],
        "unknown": [one for one in outcome.refused.values() if one.action is None],
        "would": [(each, list(_changes_of(each))) for each in outcome.would],
        "today": timezone.localdate(),
    }


def _changes_of(acted: Acted) -> Iterator[str]:
    """What differs afterwards, in words; that nothing does, where nothing does."""
    before, after = acted.before, acted.after
    if acted.is_same:
        yield _("It stays as it is.")
    if before.owner != after.owner:
        yield _("Owner: %(before)s → %(after)s") % {
            "before": before.owner or _("nobody"),
            "after": after.owner or _("nobody"),
        }
    if before.due_on != after.due_on:
        yield _("Due: %(before)s → %(after)s") % {
            "before": _day(before.due_on),
            "after": _day(after.due_on),
        }
    if after.withdrawn_at and not before.withdrawn_at:
        yield _("Withdrawn: %(reason)s") % {"reason": after.withdrawn_reason}
    if after.completed_at and not before.completed_at:
        yield _("Done: %(evidence)s") % {"evidence": after.evidence}
    if after.is_open and not before.is_open:
        yield _("Open again")


def _day(day: date | None) -> str:
    return format_date(day, get_language() or "en") if day else _("no date")


def _list_address(show: str) -> str:
    query = f"?{urlencode({'show': show})}" if show in FILTERS else ""
    return reverse("action_list") + query


def _done(count: int) -> str:
    told = ngettext("%(count)s action was changed.", "%(count)s actions were changed.", count)
    return told % {"count": count}
