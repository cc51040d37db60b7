"""The page of what many incidents show, and its data as files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.http import must_hold, sent, signed_in
from incidents.models import Incident
from incidents.models.incident import VIEW
from insights.exports.table import table_file
from insights.forms import InsightsFilter
from insights.selectors.insights import TABLES, Insights, insights_of


@require_GET
@signed_in
def insights(request: HttpRequest) -> HttpResponse:
    """The figures of the incidents this person may see, narrowed by the filters in the address."""
    filters = _filters(request)
    found = _found(filters)
    context = {
        "filters": filters,
        "insights": found,
        "is_filtered": any(request.GET.getlist(name) for name in filters.form.fields),
        "query": request.GET.urlencode(),
    }
    return render(request, "insights/insights.html", context)


@require_GET
@signed_in
def insights_table(request: HttpRequest, table: str) -> HttpResponse:
    """The data of a figure as CSV, of the same incidents as the page with these filters."""
    filters = _filters(request)
    found = _found(filters).table(table) if table in TABLES else None
    if found is None:
        raise Http404(_("There is no such table."))
    return sent(table_file(found, timezone.localdate()))


def _filters(request: HttpRequest) -> InsightsFilter:
    must_hold(request, VIEW)
    return InsightsFilter(request.GET, queryset=Incident.objects.visible_to(request.user))


def _found(filters: InsightsFilter) -> Insights:
    return insights_of(filters.qs, filters.period, timezone.now())
