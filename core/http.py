"""What every page does: ask who is there, show a form, call one service, keep what was typed."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import IO, Any, Concatenate, ParamSpec, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost, PermissionDenied, SuspiciousOperation
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from whitenoise.responders import SlicedFile

from core.errors import Conflict, DomainError, NotFound, NotPermitted
from core.files.kind import is_picture
from core.forms import labels_of
from core.ranges import NoSuchPart, part_of

P = ParamSpec("P")
Answer = TypeVar("Answer", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Standing = Callable[[], tuple[int, list[tuple[Any, Any]]]]
# Whatever a browser makes of the content, it runs no script, loads nothing and sends no form.
NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'"
MACHINE = ("csrfmiddlewaretoken", "_offset")


class Asking(Protocol):
    """Whoever asks, a browser or a program."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What is said along with the question."""


class File(Protocol):
    """A file to be sent."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def media_type(self) -> str:
        """What it is."""

    @property
    def content(self) -> bytes:
        """What is in it."""


def signed_in(
    view: Callable[Concatenate[HttpRequest, P], Answer],
) -> Callable[Concatenate[HttpRequest, P], Answer | HttpResponse]:
    """Ask for sign-in first; what somebody typed before they were signed out is shown to them."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> Answer | HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return refusal_page(
                request,
                403,
                _("You were signed out before this was saved"),
                _("Sign in in another tab, open the form again and paste what you wrote."),
                sign_in=settings.LOGIN_URL,
            )
        return redirect_to_login(request.get_full_path())

    return asked


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The labels and texts of a posted form, to be shown again; none when it cannot be read."""
    try:
        posted = dict(request.POST.lists())
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return []
    labels = labels_of({name for name in posted if not name.endswith(MACHINE)})
    return [
        (labels[name], text)
        for name, texts in posted.items()
        for text in texts
        if name in labels and text.strip()
    ]


def refusal_page(
    request: HttpRequest,
    status: int,
    title: str,
    lead: str,
    template: str = "refusal.html",
    **context: Any,
) -> HttpResponse:
    """The page that says what could not be done, what to do next, and what had been typed."""
    context |= {"title": title, "lead": lead, "typed": typed_in(request), "back": _origin(request)}
    return render(request, template, context, status=status)


def _origin(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    try:
        is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    except DisallowedHost:  # the very thing that may have to be refused here
        return ""
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl() if is_ours else ""


def form_page(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    submit: str,
    back: str,
    needs: str = "",
    standing: Standing | None = None,
    **context: Any,
) -> HttpResponse:
    """A page with one form: valid, `act` is called and the reader goes back; else it is kept.

    `needs` is the permission without which nobody is even asked; none when it is about oneself.
    `standing` tells, when somebody else was faster, the present version and what stands now, so
    that both can be compared. A `template` in the context shows more beside the form; `then` there
    tells where the reader goes instead of back, once it is saved.
    """
    if needs:
        must_hold(request, needs)
    template = context.pop("template", "components/form_page.html")
    then: Callable[[], str] = context.pop("then", lambda: back)
    context |= {"form": form, "title": title, "submit": submit, "back": back}
    if request.method == "POST" and form.is_valid():
        refusal = attempt(form, act)
        if refusal is None:
            messages.success(request, _("Saved."))
            return redirect(then())
        if isinstance(refusal, Conflict) and standing:
            context["standing"] = _take_up(form, *standing())
    return render(request, template, context, status=422 if form.is_bound else 200)


def file_page(
    request: HttpRequest,
    form: forms.BaseForm,
    make: Callable[[dict[str, Any]], File],
    *,
    needs: str,
    **context: Any,
) -> HttpResponse:
    """A page with one form, as `form_page`; valid, the answer is the file that `make` makes."""
    must_hold(request, needs)
    made: list[File] = []
    if request.method == "POST" and form.is_valid():
        attempt(form, lambda said: made.append(make(said)))
    if made:
        return sent(made[0])
    context |= {"form": form, "stays": True}
    status = 422 if form.is_bound else 200
    return render(request, "components/form_page.html", context, status=status)


def sent(file: File) -> HttpResponse:
    """The file, to be kept."""
    return HttpResponse(
        file.content,
        content_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )


def served(
    request: Asking, file: IO[Any], name: str, media_type: str, digest: str, size: int
) -> HttpResponseBase:
    """The file in pieces, or the part that is asked for, so that a cut download goes on.

    `digest` is the hash of what is in it. Only pictures open in the page; nobody in between may
    keep the file.
    """
    headers = {
        "Content-Security-Policy": NOTHING_RUNS,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",
        # As it is: packed on the way, its length would not be known.
        "Content-Encoding": "identity",
        "Accept-Ranges": "bytes",
        "ETag": f'"{digest}"',
    }
    if _is_known(request, headers["ETag"]):
        file.close()
        return HttpResponse(status=304, headers=headers)
    try:
        part = part_of(size, *_asked_part(request), headers["ETag"])
    except NoSuchPart:
        file.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    answer = FileResponse(
        SlicedFile(file, part.first, part.last) if part else file,
        status=206 if part else 200,
        as_attachment=not is_picture(media_type),
        filename=name,
        content_type=media_type,
        headers=headers,
    )
    answer["Content-Length"] = str(part.last - part.first + 1 if part else size)
    if part:
        answer["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    return answer


def _asked_part(request: Asking) -> tuple[str, str]:
    return request.headers.get("Range", ""), request.headers.get("If-Range", "")


def _is_known(request: Asking, etag: str) -> bool:
    """Whether the browser has it already (`If-None-Match`)."""
    known = [each.strip() for each in request.headers.get("If-None-Match", "").split(",")]
    return "*" in known or etag in (each.removeprefix("W/") for each in known)


def address_with(request: HttpRequest, **places: Any) -> str:
    """The address of this page with other places in its query; None takes a place out."""
    query = request.GET.copy()
    for name, place in places.items():
        query.pop(name, None)
        if place is not None:
            query[name] = str(place)
    return f"?{query.urlencode()}"


def must_hold(request: HttpRequest, permission: str) -> None:
    """Refuse a reader without `permission`.

    Raises:
        PermissionDenied: the reader does not hold it.
    """
    if not request.user.has_perm(permission):
        raise PermissionDenied(_("Your role does not allow this."))


def told_and_back(
    request: HttpRequest, act: Callable[[], Any], back: str, done: str = ""
) -> HttpResponse:
    """Carry out what a button asks, say what was refused or `done`, and show the page again."""
    try:
        act()
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def attempt(form: forms.BaseForm, act: Callable[[dict[str, Any]], Any]) -> DomainError | None:
    """Call the service with what the form says; a refusal is written at its field."""
    try:
        act(form.cleaned_data)
    except (NotFound, NotPermitted):
        raise
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        if field and form.fields[field].widget.is_hidden:
            field = None
        form.add_error(field, str(refusal.message))
        return refusal
    return None


def _take_up(
    form: forms.BaseForm, version: int, standing: list[tuple[Any, Any]]
) -> list[tuple[Any, Any]]:
    # Sent once more, after comparing, the form is about what stands now.
    typed = cast(QueryDict, form.data).copy()
    typed[form.add_prefix("version")] = str(version)
    form.data = typed
    return standing
