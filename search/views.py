"""The page on which everything is found."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from core.errors import DomainError
from core.http import address_with, must_hold, signed_in
from incidents.models.incident import VIEW
from incidents.selectors.incident import REFERENCE, incident_for
from incidents.views.room import address, person_of
from search.addresses import page_of
from search.forms import SearchForm
from search.selectors.kinds import CONSIDERED
from search.selectors.search import PAGE_SIZE, Answer, Group, search


@require_GET
@signed_in
def search_page(request: HttpRequest) -> HttpResponse:
    """What this person may read that answers `q`; a reference leads straight to its incident."""
    must_hold(request, VIEW)
    form = SearchForm(request.GET)
    form.full_clean()
    text = request.GET.get("q", "").strip()
    if found := REFERENCE.match(text):
        incident = incident_for(person_of(request), int(found[1]), int(found[2]))
        if incident:
            return redirect(address(incident))
    context: dict[str, Any] = {"form": form, "text": text, "considered": CONSIDERED}
    try:
        answer = search(person_of(request), text, form.narrowed(), _page(request))
    except DomainError as refusal:
        return render(
            request, "search/search_page.html", context | {"refusal": refusal.message}, status=422
        )
    context |= {
        "answer": answer,
        "groups": [_shown(request, group, answer) for group in answer.groups],
        "is_filtered": any(request.GET.getlist(name) for name in form.fields if name != "q"),
    }
    return render(request, "search/search_page.html", context)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    last = CONSIDERED // PAGE_SIZE
    return min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 4 else 1


def _shown(request: HttpRequest, group: Group, answer: Answer) -> dict[str, Any]:
    page, is_one = _page(request), bool(request.GET.get("kind"))
    is_last = group.count <= (page * PAGE_SIZE if is_one else len(group.hits))
    return {
        "group": group,
        "hits": [(hit, page_of(hit)) for hit in group.hits],
        "all": not is_one and not is_last and address_with(request, kind=group.kind.value),
        "previous": is_one and page > 1 and address_with(request, page=page - 1),
        "next": is_one and not is_last and address_with(request, page=page + 1),
    }
