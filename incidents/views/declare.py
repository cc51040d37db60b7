"""Declaring an incident: one field is enough, and what is open already is offered first."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.once import new_key, sent_once
from core.http import attempt, must_hold, signed_in
from incidents.forms.incident import USUAL, DeclareForm
from incidents.models import Precision
from incidents.selectors.alike import Alike, open_and_alike
from incidents.selectors.incident import REFERENCE
from incidents.services.command import declare_and_lead
from incidents.services.door import LEAD_INCIDENT
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import EntryContent, add_entry
from incidents.views.room import actor_of, address, incident_or_404, person_of

DECLARE = "incidents.declare_incident"
NOT_OF_THE_INCIDENT = ("key", "seen", "takes_command")


@require_http_methods(["GET", "POST"])
@signed_in
def incident_declare(request: HttpRequest) -> HttpResponse:
    """Declare an incident, or join one that is open already; what was sent twice acts once."""
    must_hold(request, DECLARE)
    form = DeclareForm(
        request.POST or None,
        initial=USUAL | {"key": new_key()},
        may_lead=request.user.has_perm(LEAD_INCIDENT),
    )
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, form, [])
    matches = open_and_alike(form.cleaned_data["title"], person_of(request))
    joined = REFERENCE.match(request.POST.get("join", ""))
    found_at: list[str | None] = []

    def made(said: dict[str, Any]) -> str | None:
        if joined:
            return _join(request, joined.groups(), said)
        return None if _unseen(matches, said["seen"]) else _declare(request, said)

    attempt(form, lambda said: found_at.append(sent_once(request, said["key"], lambda: made(said))))
    if not found_at or found_at[0] is None:
        return _page(request, form, matches)
    messages.success(request, _("Added to it.") if joined else _("Declared."))
    return redirect(found_at[0])


@require_GET
@signed_in
def incident_alike(request: HttpRequest) -> HttpResponse:
    """The open incidents that sound like the title somebody is typing."""
    must_hold(request, DECLARE)
    matches = open_and_alike(request.GET.get("title", ""), person_of(request))
    return render(request, "incidents/_alike.html", {"matches": matches})


def _declare(request: HttpRequest, said: dict[str, Any]) -> str:
    of_it = {name: each for name, each in said.items() if name not in NOT_OF_THE_INCIDENT}
    declare = declare_and_lead if said.get("takes_command") else declare_incident
    return address(declare(actor=actor_of(request), **of_it))


def _join(request: HttpRequest, reference: tuple[str, ...], said: dict[str, Any]) -> str:
    """What was typed becomes an entry of the incident that is open already."""
    year, number = (int(part) for part in reference)
    incident = incident_or_404(request, year, number)
    text = "\n\n".join(filter(None, [said["title"], said["summary"]]))
    entry = add_entry(
        actor=actor_of(request),
        incident_id=incident.pk,
        content=EntryContent(text, timezone.now(), Precision.MINUTE),
    )
    return f"{address(incident)}#entry-{entry.pk}"


def _unseen(matches: list[Alike], seen: str) -> bool:
    """Whether it is most likely one that its writer was not shown."""
    shown = seen.split()
    return any(
        match.is_most_likely_the_same and match.incident.reference not in shown for match in matches
    )


def _page(request: HttpRequest, form: DeclareForm, matches: list[Alike]) -> HttpResponse:
    context = {
        "form": form,
        "matches": matches,
        "is_asked": bool(matches) and not form.errors,
        "seen": " ".join(match.incident.reference for match in matches),
        "back": reverse("incident_list"),
        "title": _("Declare an incident"),
        "submit": _("Declare anyway") if matches and not form.errors else _("Declare"),
        "is_unfolded": any(name != "title" for name in form.errors),
    }
    return render(
        request,
        "incidents/incident_declare.html",
        context,
        status=422 if form.is_bound else 200,
    )
