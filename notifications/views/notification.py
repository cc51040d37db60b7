"""What somebody was told."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.who import person_of
from core.http import signed_in
from notifications.selectors.notification import UNREAD, shown_to, subjects_of
from notifications.services.notification import mark_read
from notifications.wording import line_of, path_of

PAGE_SIZE = 30


@require_http_methods(["GET", "POST"])
@signed_in
def notification_list(request: HttpRequest) -> HttpResponse:
    """What one was told, the newest first; a button marks one of them, or all, as read."""
    person = person_of(request)
    if request.method == "POST":
        number = request.POST.get("read", "")
        is_one = number.isdecimal() and len(number) < 19
        if is_one or "read" not in request.POST:
            mark_read(person, [int(number)] if is_one else None)
        return redirect("notification_list")
    page = Paginator(shown_to(person), PAGE_SIZE).get_page(request.GET.get("page"))
    told = list(page.object_list)
    subjects = subjects_of(told)
    context = {
        "page": page,
        "lines": [(each, line_of(each, subjects), path_of(each, subjects)) for each in told],
        "is_any_unread": bool(getattr(person, UNREAD, 0)),
    }
    return render(request, "notifications/notification_list.html", context)


@require_GET
@never_cache
@signed_in
def notification_count(request: HttpRequest) -> HttpResponse:
    """How much is not read, for pages that stand open; it came with the person."""
    return JsonResponse({"unread": getattr(person_of(request), UNREAD, 0)})
