"""The filters somebody saved: named on the list they narrow, changed and removed here."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.who import actor_of, person_of
from core.http import Standing, form_page, must_hold, signed_in
from incidents.forms.saved_filter import ChangeSavedFilterForm, SavedFilterForm
from incidents.models import FilteredList, SavedFilter
from incidents.selectors.saved_filter import filters_for
from incidents.services.saved_filter import (
    SHARE,
    Kept,
    change_filter,
    remove_filter,
    save_filter,
)


def saved_beside(request: HttpRequest, of_list: str) -> dict[str, Any]:
    """What a list's page shows of saved filters: links, and where what is shown now is saved."""
    query = request.GET.copy()
    for place in ("page", "before", "all"):
        query.pop(place, None)
    now = query.urlencode()
    return {
        "saved_filters": filters_for(person_of(request), of_list),
        "of_list": of_list,
        "query_now": now,
    }


@require_GET
@signed_in
def filter_list(request: HttpRequest) -> HttpResponse:
    """One's own filters, and those that are shared."""
    person = person_of(request)
    context = {"filters": filters_for(person), "may_share": person.has_perm(SHARE)}
    return render(request, "incidents/filter_list.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def filter_save(request: HttpRequest, of_list: str) -> HttpResponse:
    """Give what a list shows now a name."""
    if of_list not in FilteredList.values:
        raise Http404(_("There is no such list."))
    return form_page(
        request,
        SavedFilterForm(
            request.POST or None,
            of_list=of_list,
            may_share=request.user.has_perm(SHARE),
            initial={"query": request.GET.get("query", "")},
        ),
        lambda said: save_filter(actor=actor_of(request), value=Kept(of_list, **said)),
        title=_("Save this filter"),
        submit=_("Save"),
        back=_back(of_list, request.GET.get("query", "")),
        lead=FilteredList(of_list).label,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def filter_change(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Rename a filter, narrow it otherwise, or share it."""
    kept = _filter_or_404(request, filter_id)
    names = ("name", "query", "is_shared", "version")
    return form_page(
        request,
        ChangeSavedFilterForm(
            request.POST or None,
            of_list=kept.of_list,
            may_share=request.user.has_perm(SHARE),
            initial={name: getattr(kept, name) for name in names},
        ),
        lambda said: change_filter(
            actor=actor_of(request),
            filter_id=kept.pk,
            **({"is_shared": kept.is_shared} | said),
        ),
        title=_("Change the filter"),
        submit=_("Save"),
        back=reverse("filter_list"),
        lead=kept.get_of_list_display(),
        standing=_standing(kept),
    )


@require_POST
@signed_in
def filter_remove(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Remove a filter; nothing that it found is changed."""
    remove_filter(actor=actor_of(request), filter_id=filter_id)
    messages.success(request, _("The filter is removed."))
    return redirect("filter_list")


def _back(of_list: str, query: str) -> str:
    return f"{reverse(of_list)}?{query}" if query else reverse(of_list)


def _filter_or_404(request: HttpRequest, filter_id: int) -> SavedFilter:
    kept = filters_for(person_of(request)).filter(pk=filter_id).first()
    if kept is None:
        raise Http404(_("There is no such filter."))
    if kept.person_id != request.user.pk:
        must_hold(request, SHARE)
    return kept


def _standing(kept: SavedFilter) -> Standing:
    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        kept.refresh_from_db()
        return kept.version, [(_("Name"), kept.name), (_("What stands in the address"), kept.query)]

    return standing
