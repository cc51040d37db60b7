"""Where alerts come from: set up, tried on a body, given keys."""

from dataclasses import fields
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.who import actor_of, person_of
from alerts.forms.alert_source import USUAL_SEVERITIES, ChangeSourceForm, KeyForm, SourceForm
from alerts.models import AlertSource, Delivery
from alerts.models.alert_source import SET_UP_ALERTS
from alerts.selectors.alert_source import (
    Preview,
    alerts_of,
    deliveries_of,
    preview_of,
    source_named,
)
from alerts.services.alert_key import NewKey, end_alert_key, make_alert_key
from alerts.services.alert_source import (
    SetUp,
    add_alert_source,
    change_alert_source,
    checked_source,
)
from core.http import Standing, attempt, form_page, must_hold, signed_in, told_and_back
from incidents.models import Incident

SHOWN = 20
TEMPLATE = "alerts/source_form.html"
VIEW_LOG = "audit.view_log"


@require_GET
@signed_in
def source_list(request: HttpRequest) -> HttpResponse:
    """Every tool that is listened to."""
    must_hold(request, SET_UP_ALERTS)
    return render(request, "alerts/source_list.html", {"sources": AlertSource.objects.all()})


@require_GET
@signed_in
def source_detail(request: HttpRequest, source: str) -> HttpResponse:
    """One tool: its address, its keys, and what it told lately."""
    must_hold(request, SET_UP_ALERTS)
    found, reader = _source_or_404(source), person_of(request)
    return render(
        request,
        "alerts/source_detail.html",
        {
            "source": found,
            "address": request.build_absolute_uri(reverse("api_alerts", args=[found.slug])),
            "keys": found.keys.filter(ended_at=None),
            "alerts": alerts_of(found, reader)[:SHOWN],
            "deliveries": deliveries_of(found, reader)[:SHOWN],
        },
    )


@require_http_methods(["GET", "POST"])
@signed_in
def source_add(request: HttpRequest) -> HttpResponse:
    """Listen to a tool."""
    form = SourceForm(
        request.POST or None,
        initial={
            "severities": USUAL_SEVERITIES,
            "severity": "sev3",
            "category": "outage",
            "opens_incidents": True,
            "is_active": True,
        },
    )
    return _page(
        request,
        form,
        lambda said: add_alert_source(actor=actor_of(request), setup=said["setup"]),
        title=_("Listen to a tool"),
        submit=_("Add"),
        back=reverse("alert_source_list"),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def source_change(request: HttpRequest, source: str) -> HttpResponse:
    """Set a source up anew."""
    must_hold(request, SET_UP_ALERTS)
    found = _source_or_404(source)
    stored = {each.name: getattr(found, each.name) for each in fields(SetUp)}
    form = ChangeSourceForm(request.POST or None, initial=stored | {"version": found.version})

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        found.refresh_from_db()
        shown = ("name", "slug", "kind", "opens_incidents", "is_active")
        return found.version, [(form.fields[name].label, getattr(found, name)) for name in shown]

    return _page(
        request,
        form,
        lambda said: change_alert_source(
            actor=actor_of(request),
            source_id=found.pk,
            version=said["version"],
            setup=said["setup"],
        ),
        title=_("Set up: %(source)s") % {"source": found},
        submit=_("Save"),
        back=reverse("alert_source_detail", args=[found.slug]),
        standing=standing,
    )


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def key_make(request: HttpRequest, source: str) -> HttpResponse:
    """Give a source a key; a token is shown this once."""
    must_hold(request, SET_UP_ALERTS)
    found = _source_or_404(source)
    made: list[NewKey] = []
    answer = form_page(
        request,
        KeyForm(request.POST or None, initial={"proof": "token"}),
        lambda said: made.append(
            make_alert_key(actor=actor_of(request), source_id=found.pk, **said)
        ),
        title=_("Make a key"),
        submit=_("Make"),
        back=reverse("alert_source_detail", args=[found.slug]),
        needs=SET_UP_ALERTS,
        lead=_("An earlier key stays good until you end it, so that nothing is missed meanwhile."),
    )
    if not made or not made[0].token:
        return answer
    return render(request, "alerts/key_made.html", {"source": found, "token": made[0].token})


@require_POST
@signed_in
def key_end(request: HttpRequest, source: str, key_id: int) -> HttpResponse:
    """End a key at once."""
    must_hold(request, SET_UP_ALERTS)
    found = _source_or_404(source)
    return told_and_back(
        request,
        lambda: end_alert_key(actor=actor_of(request), source_id=found.pk, key_id=key_id),
        reverse("alert_source_detail", args=[found.slug]),
        _("The key opens nothing any more."),
    )


@require_GET
@signed_in
def delivery_body(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """What arrived, byte for byte, for the auditor; as a file that no browser opens."""
    must_hold(request, VIEW_LOG)
    delivery = Delivery.objects.select_related("incident").filter(pk=delivery_id).first()
    known = Incident.objects.visible_to(request.user)
    if delivery is None or (delivery.incident and not known.filter(pk=delivery.incident.pk)):
        raise Http404(_("There is no such delivery."))
    return HttpResponse(
        bytes(delivery.body),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="delivery-{delivery.pk}.json"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _page(
    request: HttpRequest,
    form: SourceForm,
    act: Any,
    *,
    title: str,
    submit: str,
    back: str,
    standing: Standing | None = None,
) -> HttpResponse:
    """The form, and beside it what would be read of the body that was pasted."""
    must_hold(request, SET_UP_ALERTS)
    context = {"title": title, "submit": submit, "back": back}
    if "preview" not in request.POST:
        return form_page(
            request,
            form,
            act,
            needs=SET_UP_ALERTS,
            template=TEMPLATE,
            standing=standing,
            **context,
        )
    found: list[Preview] = []
    if form.is_valid():
        attempt(form, lambda said: found.append(_preview(said)))
    context |= {"form": form, "preview": found[0] if found else None}  # type: ignore[dict-item] # of any kind
    return render(request, TEMPLATE, context, status=200 if found else 422)


def _preview(said: dict[str, Any]) -> Preview:
    return preview_of(checked_source(said["setup"]), said["sample"].encode())


def _source_or_404(slug: str) -> AlertSource:
    source = source_named(slug)
    if source is None:
        raise Http404(_("There is no such source of alerts."))
    return source
