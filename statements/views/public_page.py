"""What strangers read, and setting it up."""

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_GET, require_http_methods

from core.http import form_page, must_hold, signed_in
from incidents.views.room import actor_of
from statements.forms.public_page import AddComponentForm, ChangeComponentForm, SwitchForm
from statements.models import PublicComponent, PublicPage
from statements.services.door import SET_UP
from statements.services.public_page import (
    Naming,
    add_component,
    change_component,
    switch_public_page,
)
from statements.shelf import LANGUAGES, Answer, answer
from statements.states import component_state

READING = ["GET", "HEAD"]
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


def public_page(request: HttpRequest) -> HttpResponse:
    """How the services do, and what was said, in the language that the browser asks for."""
    chosen = _chosen(request)
    response = _told(request, "page", chosen or _negotiated(request), "text/html; charset=utf-8")
    if not chosen:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def public_feed(request: HttpRequest) -> HttpResponse:
    """What was said, for feed readers."""
    return _told(request, "feed", _chosen(request) or "en", "application/atom+xml; charset=utf-8")


def public_json(request: HttpRequest, kind: str) -> HttpResponse:
    """One of Statuspage's documents, for programs on any site."""
    response = _told(request, kind, _chosen(request) or "en", "application/json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _chosen(request: HttpRequest) -> str:
    """The language that the address names; "" when it names none there is."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else ""


def _negotiated(request: HttpRequest) -> str:
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    languages = (tag.partition("-")[0] for tag, _weight in accepted)
    return next((language for language in languages if language in LANGUAGES), "en")


def _told(request: HttpRequest, kind: str, language: str, media_type: str) -> HttpResponse:
    """The answer, or that nothing has changed since the one that the reader has.

    Raises:
        Http404: there is no public page.
    """
    known = answer(kind, language)
    if known is None:
        raise Http404
    if request.method not in READING:
        return HttpResponseNotAllowed(READING)
    tags = [tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))]
    is_known = f'"{known.tag}"' in tags or "*" in tags
    response = HttpResponseNotModified() if is_known else _sent(request, known, media_type)
    response["ETag"] = (
        f'W/"{known.tag}"' if response.has_header("Content-Encoding") else f'"{known.tag}"'
    )
    # Whoever keeps it asks again each time: what is restricted is gone at once.
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _sent(request: HttpRequest, known: Answer, media_type: str) -> HttpResponse:
    is_packed = bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))
    body = known.packed if is_packed else known.body
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=media_type)
    response["Content-Length"] = len(body)
    if is_packed:
        response["Content-Encoding"] = "gzip"
    return response


@require_GET
@signed_in
def public_page_set_up(request: HttpRequest) -> HttpResponse:
    """Whether there is a public page, and what services are called on it."""
    must_hold(request, SET_UP)
    components = PublicComponent.objects.select_related("service")
    context = {"page": PublicPage.objects.first(), "components": components}
    return render(request, "statements/public_page_set_up.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def public_page_switch(request: HttpRequest) -> HttpResponse:
    """Switch it on or off, and name it."""
    return form_page(
        request,
        SwitchForm(request.POST or None, initial=_standing_page()),
        lambda said: switch_public_page(actor=actor_of(request), **said),
        title=_("Switch the public page"),
        submit=_("Save"),
        back=reverse("public_page_set_up"),
        needs=SET_UP,
        lead=_(
            "Everybody can read it without signing in: how your services do, and what you have"
            " released to the press or to customers on a website, in a press release or on social"
            " media. Nothing of a restricted incident is on it."
        ),
        standing=lambda: _compared(_standing_page()),
    )


def _standing_page() -> dict[str, Any]:
    page = PublicPage.objects.first()
    if page is None:
        return {"version": 0}
    return {"version": page.version, "is_on": page.is_on, "name": page.name}


def _compared(stored: dict[str, Any]) -> tuple[int, list[tuple[Any, Any]]]:
    state = _("It is on") if stored.get("is_on") else _("It is off")
    return stored["version"], [(_("Name of the page"), stored.get("name", "")), (_("State"), state)]


@require_http_methods(["GET", "POST"])
@signed_in
def component_add(request: HttpRequest) -> HttpResponse:
    """Show a service on the public page."""
    return form_page(
        request,
        AddComponentForm(request.POST or None),
        lambda said: add_component(
            actor=actor_of(request), service_id=said.pop("service").pk, naming=Naming(**said)
        ),
        title=_("Show a service on the public page"),
        submit=_("Save"),
        back=reverse("public_page_set_up"),
        needs=SET_UP,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def component_change(request: HttpRequest, component_id: int) -> HttpResponse:
    """Call it otherwise, or show it no longer."""
    component = PublicComponent.objects.select_related("service").filter(pk=component_id).first()
    if component is None:
        raise Http404(_("There is no such part of the page."))

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        component.refresh_from_db()
        names = [
            (_("Name in Danish"), component.name_da),
            (_("Name in English"), component.name_en),
        ]
        return component.version, names

    return form_page(
        request,
        ChangeComponentForm(request.POST or None, initial=component_state(component)),
        lambda said: change_component(
            actor=actor_of(request),
            component_id=component.pk,
            version=said.pop("version"),
            naming=Naming(**said),
        ),
        title=_("Change what a service is called"),
        submit=_("Save"),
        back=reverse("public_page_set_up"),
        needs=SET_UP,
        lead=component.service.name,
        standing=standing,
    )
