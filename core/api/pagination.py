"""Long lists, page by page, newest first. A page begins where the last ended, whatever was added."""

from typing import Any

from django.db.models import Model, Q, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from core.api.fields import IdField, NumberField, Said

LARGEST_PAGE = 200


class PageQuery(Said):
    """Which part of a list is asked for."""

    before = IdField(required=False, help_text="Only what is older than the row of this number.")
    limit = NumberField(
        min_value=1, max_value=LARGEST_PAGE, default=50, help_text="Rows on a page."
    )


def page_of(
    rows: QuerySet[Any], by: tuple[str, ...], query: PageQuery, request: Request
) -> tuple[list[Any], str | None]:
    """The rows of one page, the highest `by` first, and the address of the next page."""
    asked = query.validated_data
    if "before" in asked:
        rows = rows.filter(_below(by, asked["before"]))
    found = list(rows.order_by(*(f"-{name}" for name in by))[: asked["limit"] + 1])
    page = found[: asked["limit"]]
    return page, _address_after(page[-1], by, query, request) if len(found) > len(page) else None


def _below(by: tuple[str, ...], place: Any) -> Q:
    """Rows whose columns, compared one after the other, lie below the place."""
    bound = place if isinstance(place, tuple) else (place,)
    below = Q()
    for position, name in enumerate(by):
        same = dict(zip(by[:position], bound, strict=False))
        below |= Q(**same, **{f"{name}__lt": bound[position]})
    return below


def _address_after(last: Model, by: tuple[str, ...], query: PageQuery, request: Request) -> str:
    place = tuple(getattr(last, name) for name in by)
    shown = query.fields["before"].to_representation(place if len(place) > 1 else place[0])
    return replace_query_param(request.build_absolute_uri(), "before", shown)
