"""Pages that stand open and follow the record: asked every second, answered cheaply."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified
from django.utils import timezone

from audit.log import newest_entry

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SEEN = "X-Havari-Seen"


def kept_fresh(view: View[P]) -> View[P]:
    """The page; whoever asks with the header is told in it what it shows, and 304 until that moves.

    What it shows is named by the last entry of the log, and by the minute, for clocks.
    """

    @wraps(view)
    def told(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if SEEN not in request.headers:
            return view(request, *args, **kwargs)
        # Read before the page is made: whatever is recorded after it makes another entry.
        newest = newest_entry()
        shown = f"{newest[0] if newest else 'none'} {timezone.now():%H:%M}"
        if request.headers[SEEN] == shown:
            return HttpResponseNotModified()
        response = view(request, *args, **kwargs)
        response[SEEN] = shown
        return response

    return told
