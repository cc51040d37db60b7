"""The organisation's checklists: read by everybody, kept by those who may."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.who import actor_of
from checklists.forms.checklist import ChangeChecklistForm, ChecklistForm
from checklists.models import Checklist
from checklists.permissions import KEEP_CHECKLISTS
from checklists.selectors.checklist import versions_of
from checklists.services.checklist import (
    ChecklistText,
    add_checklist,
    change_checklist,
    withdraw_checklist,
)
from checklists.steps import as_read, as_text, steps_from
from core.http import form_page, must_hold, signed_in
from incidents.forms.fields import VersionedReasonForm
from incidents.models.incident import VIEW


@require_GET
@signed_in
def checklist_list(request: HttpRequest) -> HttpResponse:
    """Every checklist as it stands, those that are offered no longer last."""
    must_hold(request, VIEW)
    every = sorted(
        Checklist.objects.newest(),
        key=lambda each: (each.withdrawn_at is not None, each.language != get_language()),
    )
    return render(request, "checklists/checklist_list.html", {"checklists": every})


@require_GET
@signed_in
def checklist_detail(request: HttpRequest, slug: str, version: int | None = None) -> HttpResponse:
    """A checklist as it stands, or as an earlier version said it."""
    must_hold(request, VIEW)
    versions = list(versions_of(slug))
    shown = versions[:1] if version is None else [v for v in versions if v.version == version]
    if not shown:
        raise Http404(_("There is no such checklist."))
    context = {
        "checklist": shown[0],
        "steps": as_read(shown[0].steps),
        "versions": versions,
        "is_newest": shown[0] == versions[0],
    }
    return render(request, "checklists/checklist_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def checklist_add(request: HttpRequest) -> HttpResponse:
    """Write a new one."""
    return form_page(
        request,
        ChecklistForm(request.POST or None, initial={"language": get_language()}),
        lambda said: add_checklist(actor=actor_of(request), value=_text(said)),
        title=_("Write a checklist"),
        submit=_("Add"),
        back=reverse("checklist_list"),
        needs=KEEP_CHECKLISTS,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def checklist_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Say it otherwise, as a new version."""
    must_hold(request, KEEP_CHECKLISTS)
    checklist = _newest_or_404(slug)

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = _newest_or_404(slug)
        steps = as_text(as_read(now.steps))
        return now.version, [(_("Name"), now.name), (_("Steps"), steps)]

    initial = {
        "name": checklist.name,
        "language": checklist.language,
        "severities": checklist.severities,
        "categories": checklist.categories,
        "steps": as_text(as_read(checklist.steps)),
        "version": checklist.version,
    }
    return form_page(
        request,
        ChangeChecklistForm(request.POST or None, initial=initial),
        lambda said: change_checklist(
            actor=actor_of(request), slug=slug, version=said["version"], value=_text(said)
        ),
        title=_("Change “%(name)s”") % {"name": checklist.name},
        submit=_("Save as a new version"),
        back=reverse("checklist_detail", args=[slug]),
        needs=KEEP_CHECKLISTS,
        lead=_("What is gone through already goes on with the version it began with."),
        standing=standing,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def checklist_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer it no longer."""
    must_hold(request, KEEP_CHECKLISTS)
    checklist = _newest_or_404(slug)
    return form_page(
        request,
        VersionedReasonForm(request.POST or None, initial={"version": checklist.version}),
        lambda said: withdraw_checklist(actor=actor_of(request), slug=slug, **said),
        title=_("Withdraw “%(name)s”") % {"name": checklist.name},
        submit=_("Withdraw"),
        back=reverse("checklist_detail", args=[slug]),
        needs=KEEP_CHECKLISTS,
        lead=_("It is offered no longer and stays readable. What was begun of it can be finished."),
    )


def _newest_or_404(slug: str) -> Checklist:
    checklist = versions_of(slug).first()
    if checklist is None:
        raise Http404(_("There is no such checklist."))
    return checklist


def _text(said: dict[str, Any]) -> ChecklistText:
    return ChecklistText(
        said["name"],
        said["language"],
        steps_from(said["steps"]),
        tuple(said["severities"]),
        tuple(said["categories"]),
    )
