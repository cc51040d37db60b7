"""The process that keeps open pages up to date, started as `config.live:application`.

Server-sent events (WHATWG HTML, 9.2). Whoever asks shows a ticket from the web process; there are no
cookies here, and no other address but a sign of life.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from django.conf import settings
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from live.follower import Follower
from live.hub import BEAT, Hub, Stream
from live.tickets import NoTicket, read

hub = Hub()
follower = Follower(hub)
# More are a mistake, or meant to wear the process out.
MOST_PAGES = 200
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


async def stream(request: Request) -> Response:
    """Everything recorded in an incident since the page was made, as it is recorded."""
    try:
        ticket = read(request.query_params.get("ticket", ""))
    except NoTicket:
        return PlainTextResponse("This ticket does not hold. Ask for a new one.", 403)
    if hub.count_of(ticket.person_id) >= MOST_PAGES:
        return PlainTextResponse("So many pages of yours listen already.", 429)
    page = await follower.admit(ticket, _last_of(request))
    if page is None:
        return PlainTextResponse("This is not for you to hear.", 403)
    return StreamingResponse(_told(page), media_type="text/event-stream", headers=HEADERS)


def _last_of(request: Request) -> int:
    said = request.headers.get("Last-Event-ID") or request.query_params.get("last", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else -1


async def _told(page: Stream) -> AsyncIterator[bytes]:
    try:
        # Something at once, so that the page knows that it is heard.
        yield BEAT
        async for said in page.said():
            yield said
    finally:
        hub.leave(page)


async def healthz(request: Request) -> Response:
    """The process lives."""
    return PlainTextResponse("ok")


@asynccontextmanager
async def following(app: Starlette) -> AsyncIterator[None]:
    """Follow the log as long as the process runs."""
    await follower.prepare()
    task = asyncio.create_task(follower.run())
    yield
    task.cancel()
    for page in hub.all():
        page.end()
    with suppress(asyncio.CancelledError):
        await task


application = Starlette(
    routes=[Route("/stream", stream), Route("/healthz", healthz)],
    middleware=[Middleware(CORSMiddleware, allow_origins=settings.LIVE_ORIGINS)],
    lifespan=following,
)
