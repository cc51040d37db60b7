"""Bringing a file, looking at what it would bring, importing it, and taking that back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import DomainError, NotFound, NotPermitted
from core.http import form_page, must_hold, signed_in
from imports.forms.timeline_import import BringForm, ChoicesForm, RowForm, choices_in
from imports.models import TimelineImport
from imports.selectors.draft import Choices, Draft, draft_of, earlier_import_of, imports_of
from imports.services.timeline_import import bring_file, import_entries, undo_import
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
    draft = _draft(request, brought)
    is_import = request.method == "POST" and "import" in request.POST
    form = ChoicesForm(request.POST or None, draft)
    rows = [RowForm(request.POST if is_import else None, row) for row in draft.rows]
    refusal = ""
    if is_import:
        unread = [row for row in rows if not row.is_valid()]
        if form.is_valid() and not unread:
            refusal = _import(request, brought, rows)
            if not refusal:
                return redirect(address(incident))
        else:
            refusal = _("Some of this cannot be read. What is wrong stands beside it.")
    context = {
        "incident": incident,
        "brought": brought,
        "draft": draft,
        "form": form,
        "rows": rows,
        "refusal": refusal,
        "earlier": earlier_import_of(brought),
        "back": address(incident),
    }
    return render(request, "imports/import_preview.html", context, status=422 if refusal else 200)


def _draft(request: HttpRequest, brought: TimelineImport) -> Draft:
    if request.method != "POST":
        return draft_of(brought, Choices())
    authors = draft_of(brought, Choices()).reading.authors()
    return draft_of(brought, choices_in(request.POST, authors))


def _import(request: HttpRequest, brought: TimelineImport, rows: list[RowForm]) -> str:
    """Import what is ticked; the words of a refusal, or none."""
    contents = [row.content() for row in rows if row.cleaned_data["take"]]
    try:
        import_entries(
            actor=actor_of(request),
            incident_id=brought.incident_id,
            import_id=brought.pk,
            contents=contents,
        )
    except (NotFound, NotPermitted):
        raise
    except DomainError as refused:
        return str(refused.message)
    done = ngettext("%(count)s entry imported.", "%(count)s entries imported.", len(contents))
    messages.success(request, done % {"count": len(contents)})
    return ""


@require_http_methods(["GET", "POST"])
@signed_in
def import_undo(request: HttpRequest, year: int, number: int, import_id: int) -> HttpResponse:
    """Take back everything an import brought, with one reason."""
    incident = incident_or_404(request, year, number)
    brought = _brought_or_404(incident, import_id)

    def undo(said: dict[str, Any]) -> None:
        left = undo_import(
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
        lead=_("All entries that came with it are taken back; they stay readable as withdrawn."),
    )


def _brought_or_404(incident: Incident, import_id: int) -> TimelineImport:
    brought = incident.timeline_imports.select_related("incident").filter(pk=import_id).first()
    if brought is None:
        raise Http404(_("There is no such file in this incident."))
    return brought
