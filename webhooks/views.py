"""The webhooks, and what became of what they told."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.views.who import actor_of
from core.http import form_page, must_hold, signed_in
from incidents.forms.fields import ReasonForm
from webhooks.forms import ChangeWebhookForm, ReplayForm, WebhookForm
from webhooks.models import EventKind, Webhook
from webhooks.permissions import MANAGE
from webhooks.services.webhook import (
    Telling,
    add_webhook,
    change_webhook,
    renew_secret,
    replay,
    stop_webhook,
)

PAGE_SIZE = 50


@require_GET
@signed_in
def webhook_list(request: HttpRequest) -> HttpResponse:
    """The programs that are told."""
    must_hold(request, MANAGE)
    return render(request, "webhooks/webhook_list.html", {"webhooks": Webhook.objects.all()})


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def webhook_add(request: HttpRequest) -> HttpResponse:
    """Have a program told, and show the secret this once."""
    made: list[tuple[Webhook, str]] = []
    answer = form_page(
        request,
        WebhookForm(request.POST or None),
        lambda said: made.append(add_webhook(actor=actor_of(request), value=Telling(**said))),
        title=_("Add a webhook"),
        submit=_("Add"),
        back=reverse("webhook_list"),
        needs=MANAGE,
    )
    return _shown(request, *made[0]) if made else answer


@require_GET
@signed_in
def webhook_detail(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """What it was told, the newest first, with every try."""
    must_hold(request, MANAGE)
    webhook = webhook_or_404(webhook_id)
    deliveries = webhook.deliveries.prefetch_related("attempts")
    page = Paginator(deliveries, PAGE_SIZE).get_page(request.GET.get("page"))
    kinds = [EventKind(kind).label for kind in webhook.kinds]
    context = {"webhook": webhook, "deliveries": page, "kinds": kinds}
    return render(request, "webhooks/webhook_detail.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def webhook_change(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Have it go elsewhere or tell something else; one that was stopped goes on."""
    must_hold(request, MANAGE)
    webhook = webhook_or_404(webhook_id)
    names = ("name", "url", "kinds", "tells_restricted", "version")

    def change(said: dict[str, Any]) -> None:
        version, reason = said.pop("version"), said.pop("reason")
        change_webhook(
            actor=actor_of(request),
            webhook_id=webhook.pk,
            version=version,
            reason=reason,
            value=Telling(**said),
        )

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        webhook.refresh_from_db()
        return webhook.version, [(_("Name"), webhook.name), (_("Address"), webhook.url)]

    return form_page(
        request,
        ChangeWebhookForm(
            request.POST or None, initial={name: getattr(webhook, name) for name in names}
        ),
        change,
        title=_("Change the webhook"),
        submit=_("Save"),
        back=reverse("webhook_detail", args=[webhook.pk]),
        needs=MANAGE,
        standing=standing,
    )


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def webhook_renew(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Make a new secret, shown this once."""
    must_hold(request, MANAGE)
    webhook = webhook_or_404(webhook_id)
    made: list[tuple[Webhook, str]] = []
    answer = form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: made.append(
            renew_secret(actor=actor_of(request), webhook_id=webhook.pk, **said)
        ),
        title=_("Make a new secret"),
        submit=_("Make"),
        back=reverse("webhook_detail", args=[webhook.pk]),
        needs=MANAGE,
        lead=_("For a day messages are signed with the former secret too."),
    )
    return _shown(request, *made[0]) if made else answer


@require_http_methods(["GET", "POST"])
@signed_in
def webhook_stop(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Tell it nothing more."""
    must_hold(request, MANAGE)
    webhook = webhook_or_404(webhook_id)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: stop_webhook(actor=actor_of(request), webhook_id=webhook.pk, **said),
        title=_("Stop the webhook"),
        submit=_("Stop"),
        back=reverse("webhook_detail", args=[webhook.pk]),
        needs=MANAGE,
        lead=_("It is told nothing more, not even what waits. Changed, it goes on."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def webhook_replay(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send again what was made since a moment."""
    must_hold(request, MANAGE)
    webhook = webhook_or_404(webhook_id)

    def again(said: dict[str, Any]) -> None:
        count = replay(actor=actor_of(request), webhook_id=webhook.pk, **said)
        told = ngettext(
            "%(count)s message is sent again.", "%(count)s messages are sent again.", count
        )
        messages.info(request, told % {"count": count})

    return form_page(
        request,
        ReplayForm(request.POST or None),
        again,
        title=_("Send again"),
        submit=_("Send again"),
        back=reverse("webhook_detail", args=[webhook.pk]),
        needs=MANAGE,
        lead=_("It has the same identifiers, so that the program can tell what it has already."),
    )


def webhook_or_404(webhook_id: int) -> Webhook:
    """The webhook of that number."""
    webhook = Webhook.objects.filter(pk=webhook_id).first()
    if webhook is None:
        raise Http404(_("There is no such webhook."))
    return webhook


def _shown(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    context = {"webhook": webhook, "secret": secret}
    return render(request, "webhooks/webhook_secret.html", context)
