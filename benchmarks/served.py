"""Havari as Granian serves it, with one page more that has nothing to say."""

from typing import Any

from django.http import HttpRequest, HttpResponse  # noqa: TID251 - a page to measure against
from django.urls import path

from config.wsgi import application

__all__ = ["application"]


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, through everything that stands before a page."""
    return HttpResponse()


def _add_it() -> None:
    from config.urls import urlpatterns  # noqa: PLC0415 - `config.wsgi` must have set Django up

    every: list[Any] = urlpatterns
    every.insert(0, path("empty", empty))


_add_it()
