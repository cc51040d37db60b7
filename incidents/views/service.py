"""The catalogue of services."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import form_page, must_hold, signed_in
from incidents.forms.service import ChangeServiceForm, ServiceForm
from incidents.models import Service
from incidents.models.incident import VIEW
from incidents.services.service import MANAGE_SERVICES, add_service, change_service
from incidents.views.room import actor_of


@require_GET
@signed_in
def service_list(request: HttpRequest) -> HttpResponse:
    """What the organisation runs."""
    must_hold(request, VIEW)
    return render(request, "incidents/service_list.html", {"services": Service.objects.all()})


@require_http_methods(["GET", "POST"])
@signed_in
def service_add(request: HttpRequest) -> HttpResponse:
    """Enter a service in the catalogue."""
    return form_page(
        request,
        ServiceForm(request.POST or None),
        lambda said: add_service(actor=actor_of(request), **said),
        title=_("Add a service"),
        submit=_("Add"),
        back=reverse("service_list"),
        needs=MANAGE_SERVICES,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def service_change(request: HttpRequest, service_id: int) -> HttpResponse:
    """Change what the catalogue says of a service."""
    service = Service.objects.filter(pk=service_id).first()
    if service is None:
        raise Http404(_("There is no such service."))
    stored = {name: getattr(service, name) for name in ChangeServiceForm.base_fields}

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        service.refresh_from_db()
        return service.version, [(_("Name"), service.name)]

    return form_page(
        request,
        ChangeServiceForm(request.POST or None, initial=stored),
        lambda said: change_service(actor=actor_of(request), service_id=service.pk, **said),
        title=_("Change the service"),
        submit=_("Save"),
        back=reverse("service_list"),
        needs=MANAGE_SERVICES,
        standing=standing,
    )
