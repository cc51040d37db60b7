"""One's own calendar addresses, and reading a calendar at one."""

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotModified,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.preferences import use_time_zone_of
from accounts.views.who import actor_of, person_of
from calendars.exports.icalendar import calendar_of
from calendars.forms import CalendarForm
from calendars.models import CalendarFeed
from calendars.selectors.calendar_feed import feed_at, feeds_of
from calendars.selectors.due import due_for
from calendars.services.calendar_feed import (
    NewAddress,
    end_calendar,
    make_calendar,
    note_reading,
    renew_calendar,
)
from core.api.throttling import AddressThrottle
from core.http import form_page, signed_in


class CalendarThrottle(AddressThrottle):
    """Of whoever reads calendars from one place."""

    scope = "calendars"


# Whoever knows the address reads: a calendar has neither cookie nor form.
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What is due, for a calendar; whose is not there is answered as none."""
    if wait := CalendarThrottle().seconds_to_wait(request):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    feed = feed_at(token)
    if feed is None:
        raise Http404(_("There is no calendar at this address."))
    note_reading(feed)
    return _answer(request, _written(feed))


def _written(feed: CalendarFeed) -> bytes:
    use_time_zone_of(feed.person)
    return calendar_of(feed, due_for(feed.person, feed.scope))


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    known = [
        one.removeprefix("W/") for one in parse_etags(request.headers.get("If-None-Match", ""))
    ]
    is_known = tag in known or "*" in known
    answer = (
        HttpResponseNotModified()
        if is_known
        else HttpResponse(body, content_type="text/calendar; charset=utf-8")
    )
    answer["ETag"] = tag
    # Asked for anew each time: what somebody may see can change from one minute to the next.
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    if not is_known:
        answer["Content-Disposition"] = 'inline; filename="havari.ics"'
    return answer


@require_GET
@signed_in
def calendar_list(request: HttpRequest) -> HttpResponse:
    """One's own calendars."""
    return render(request, "calendars/calendar_list.html", {"feeds": feeds_of(person_of(request))})


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def calendar_add(request: HttpRequest) -> HttpResponse:
    """Make an address, and show it this once."""
    made: list[NewAddress] = []

    def add(said: dict[str, Any]) -> None:
        person = person_of(request)
        made.append(make_calendar(actor=actor_of(request), person_id=person.pk, **said))

    answer = form_page(
        request,
        CalendarForm(request.POST or None),
        add,
        title=_("Make a calendar address"),
        submit=_("Make"),
        back=reverse("calendar_list"),
        lead=_(
            "Whoever knows the address reads the calendar without signing in, and the calendar "
            "passes on what it reads to whoever runs it. Of restricted incidents it holds the "
            "reference only."
        ),
        is_about_oneself=True,
    )
    return _shown(request, made[0]) if made else answer


@require_POST
@signed_in
@never_cache
def calendar_renew(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Give a calendar another address, and show it this once."""
    return _shown(request, renew_calendar(actor=actor_of(request), feed_id=feed_id))


@require_POST
@signed_in
def calendar_end(request: HttpRequest, feed_id: int) -> HttpResponse:
    """End an address at once."""
    end_calendar(actor=actor_of(request), feed_id=feed_id)
    messages.success(request, _("Nothing is read at that address any more."))
    return redirect("calendar_list")


def _shown(request: HttpRequest, made: NewAddress) -> HttpResponse:
    context = {
        "feed": made.feed,
        "address": request.build_absolute_uri(reverse("calendar_feed", args=[made.token])),
    }
    return render(request, "calendars/calendar_made.html", context)
