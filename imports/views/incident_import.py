"""Opening an incident with a file: bring it, look at what it would bring, import it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.views.once import new_key, sent_once
from core.errors import DomainError
from core.http import form_page, must_hold, signed_in
from imports.forms.incident_import import OpeningForm
from imports.forms.timeline_import import BringForm
from imports.selectors.draft import draft_in, imported_before
from imports.selectors.opening import opening_of, sections_in
from imports.services.incident_import import import_incident
from imports.views.preview import Preview, answer, said_of
from imports.waiting import Brought, put_by, taken_up
from incidents.views.room import actor_of, address, person_of

DECLARE = "incidents.declare_incident"


@require_http_methods(["GET", "POST"])
@signed_in
def incident_bring(request: HttpRequest) -> HttpResponse:
    """Give a document or paste what was written; then look at the incident it would open."""
    form = BringForm(request.POST or None, request.FILES or None)
    words: list[str] = []

    def bring(said: dict[str, Any]) -> None:
        words.append(put_by(Brought(form.content(), form.name(), said["form"])))

    return form_page(
        request,
        form,
        bring,
        title=_("Import an incident"),
        submit=_("Look at what it brings"),
        back=reverse("incident_list"),
        then=lambda: reverse("incident_import", args=words),
        needs=DECLARE,
        lead=_("Nothing is imported before you have seen it and chosen."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def incident_import(request: HttpRequest, waiting: str) -> HttpResponse:
    """The incident that a file would open, with every guess; import it as it is corrected."""
    must_hold(request, DECLARE)
    brought = _waiting_or_404(waiting)
    preview = Preview(request, lambda choices: draft_in(None, brought, choices))
    sections = sections_in(preview.draft)
    opening = OpeningForm(
        request.POST or None, opening_of(preview.draft, brought.name), sections, new_key()
    )

    def act() -> str:
        return str(sent_once(request, opening.cleaned_data["key"], made))

    def made() -> str:
        contents = preview.chosen()
        row = import_incident(
            actor=actor_of(request),
            brought=brought,
            opening=opening.opening(),
            contents=contents,
            sections=opening.chosen(sections),
        )
        messages.success(request, said_of(len(contents)))
        return address(row.incident)

    return answer(
        request,
        preview,
        act,
        is_valid=not preview.is_import or opening.is_valid(),
        opening=opening,
        name=brought.name,
        earlier=imported_before(brought.content, person_of(request)),
        back=reverse("incident_list"),
    )


def _waiting_or_404(word: str) -> Brought:
    try:
        brought = taken_up(word)
    except DomainError:
        brought = None
    if brought is None:
        raise Http404(_("This file waits no longer. Bring it again."))
    return brought
