"""Bringing a file, looking at what it would bring, importing it, and taking that back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core.http import form_page, must_hold, signed_in
from imports.forms.timeline_import import BringForm
from imports.models import TimelineImport
from imports.selectors.draft import draft_of, earlier_import_of, import_in, imports_of
from imports.services.incident_import import undo_incident_import
from imports.services.timeline_import import bring_file, import_entries, undo_import
from imports.views.preview import Preview, answer, said_of
from incidents.forms.fields import ReasonForm
from incidents.models import Incident
from incidents.services.door import KEEP_RECORD
from incidents.views.room import actor_of, address, incident_or_404


@require_http_methods(["GET", "POST"])
@signed_in
def import_bring(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Give a file or paste what was written; then look at what it would bring."""
    incident = incident_or_404(request, year, number)
    form = BringForm(request.POST or None, request.FILES or None)
    brought: list[TimelineImport] = []

    def bring(_said: dict[str, Any]) -> None:
        brought.append(
            bring_file(
                actor=actor_of(request),
                incident_id=incident.pk,
                content=form.content(),
                name=form.name(),
                form=form.cleaned_data["form"],
            )
        )

    return form_page(
        request,
        form,
        bring,
        title=_("Import a timeline"),
        submit=_("Look at what it brings"),
        back=address(incident),
        then=lambda: address(incident, "import_preview", brought[0].pk),
        needs=KEEP_RECORD,
        incident=incident,
        template="imports/import_bring.html",
        imports=imports_of(incident),
        lead=_("Nothing is imported before you have seen it and chosen."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def import_preview(request: HttpRequest, year: int, number: int, import_id: int) -> HttpResponse:
    """What a file would bring, with every guess; import what is ticked, or read it otherwise."""
    incident = incident_or_404(request, year, number)
    must_hold(request, KEEP_RECORD)
    brought = _brought_or_404(incident, import_id)
    preview = Preview(request, lambda choices: draft_of(brought, choices))

    def act() -> str:
        contents = preview.chosen()
        import_entries(
            actor=actor_of(request),
            incident_id=incident.pk,
            import_id=brought.pk,
            contents=contents,
        )
        messages.success(request, said_of(len(contents)))
        return address(incident)

    return answer(
        request,
        preview,
        act,
        incident=incident,
        name=brought.name,
        earlier=earlier_import_of(brought),
        back=address(incident),
    )


_UNDONE = {
    False: gettext_lazy(
        "All entries that came with it are taken back; they stay readable as withdrawn."
    ),
    True: gettext_lazy(
        "The incident it opened is taken back: its entries are withdrawn, its sections emptied, it is"
        " closed and its title says so. All stays readable. If somebody has worked in it since, the"
        " incident itself stays as it is."
    ),
}


@require_http_methods(["GET", "POST"])
@signed_in
def import_undo(request: HttpRequest, year: int, number: int, import_id: int) -> HttpResponse:
    """Take back everything an import brought, with one reason."""
    incident = incident_or_404(request, year, number)
    brought = _brought_or_404(incident, import_id)

    def undo(said: dict[str, Any]) -> None:
        take_back = undo_incident_import if brought.opened_incident else undo_import
        left = take_back(
            actor=actor_of(request), incident_id=incident.pk, import_id=brought.pk, **said
        )
        if left:
            words = ngettext(
                "%(count)s entry was changed since and is left alone.",
                "%(count)s entries were changed since and are left alone.",
                len(left),
            )
            messages.info(request, words % {"count": len(left)})

    return form_page(
        request,
        ReasonForm(request.POST or None),
        undo,
        title=_("Take the import back"),
        submit=_("Take back"),
        back=address(incident),
        needs=KEEP_RECORD,
        incident=incident,
        lead=_UNDONE[brought.opened_incident],
    )


def _brought_or_404(incident: Incident, import_id: int) -> TimelineImport:
    brought = import_in(incident, import_id)
    if brought is None:
        raise Http404(_("There is no such file in this incident."))
    return brought
