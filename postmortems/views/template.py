"""The organisation's own lists of sections."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import form_page, must_hold, signed_in
from incidents.views.room import actor_of, address
from postmortems.forms.template import (
    NAMES,
    ChangeTemplateForm,
    TakeOverForm,
    TemplateForm,
    WithdrawTemplateForm,
)
from postmortems.models import PostmortemTemplate
from postmortems.outline import as_read, as_text
from postmortems.services.door import SET_UP, WRITE
from postmortems.services.template import (
    TemplateText,
    add_template,
    change_template,
    take_over_template,
    withdraw_template,
)
from postmortems.views.started import started_or_404

FORM = "postmortems/template_form.html"


@require_GET
@signed_in
def postmortem_template_list(request: HttpRequest) -> HttpResponse:
    """Every template there is, with its sections."""
    must_hold(request, SET_UP)
    templates = [
        (template, as_read(template.sections)) for template in PostmortemTemplate.objects.all()
    ]
    return render(request, "postmortems/template_list.html", {"templates": templates})


@require_http_methods(["GET", "POST"])
@signed_in
def postmortem_template_add(request: HttpRequest) -> HttpResponse:
    """Make one of the organisation's own."""
    return form_page(
        request,
        TemplateForm(request.POST or None),
        lambda said: add_template(actor=actor_of(request), value=TemplateText(**said)),
        title=_("Add a template"),
        submit=_("Add"),
        back=reverse("postmortem_template_list"),
        needs=SET_UP,
        template=FORM,
        names=NAMES,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def postmortem_template_change(request: HttpRequest, template_id: int) -> HttpResponse:
    """Say it otherwise; reports that began from it stay as they are."""
    must_hold(request, SET_UP)
    template = _template_or_404(template_id)

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        template.refresh_from_db()
        sections = as_text(as_read(template.sections))
        return template.version, [(_("Name"), template.name), (_("Sections"), sections)]

    initial = {
        "name": template.name,
        "severities": template.severities,
        "categories": template.categories,
        "sections": as_text(as_read(template.sections)),
        "version": template.version,
    }
    return form_page(
        request,
        ChangeTemplateForm(request.POST or None, initial=initial),
        lambda said: change_template(
            actor=actor_of(request),
            template_id=template_id,
            version=said.pop("version"),
            value=TemplateText(**said),
        ),
        title=_("Change the template"),
        submit=_("Save"),
        back=reverse("postmortem_template_list"),
        needs=SET_UP,
        standing=standing,
        template=FORM,
        names=NAMES,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def postmortem_template_withdraw(request: HttpRequest, template_id: int) -> HttpResponse:
    """Offer it no longer."""
    must_hold(request, SET_UP)
    template = _template_or_404(template_id)
    return form_page(
        request,
        WithdrawTemplateForm(request.POST or None, initial={"version": template.version}),
        lambda said: withdraw_template(actor=actor_of(request), template_id=template_id, **said),
        title=_("Offer the template no longer"),
        submit=_("Offer it no longer"),
        back=reverse("postmortem_template_list"),
        needs=SET_UP,
        lead=_("Reports that began from “%(name)s” keep their sections.") % {"name": template.name},
    )


@require_http_methods(["GET", "POST"])
@signed_in
def template_take_over(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Give a report the sections of a template; what has words in it stays."""
    postmortem = started_or_404(request, year, number)
    incident = postmortem.incident
    return form_page(
        request,
        TakeOverForm(request.POST or None, initial={"version": postmortem.version}),
        lambda said: take_over_template(
            actor=actor_of(request),
            incident_id=incident.pk,
            version=said["version"],
            template_id=said["template"].pk,
        ),
        title=_("Take the sections of a template"),
        submit=_("Take the sections"),
        back=address(incident, "postmortem_detail"),
        needs=WRITE,
        lead=_(
            "Sections in which something is written stay; those that the template does not have come last."
        ),
        incident=incident,
    )


def _template_or_404(template_id: int) -> PostmortemTemplate:
    template = PostmortemTemplate.objects.filter(pk=template_id).first()
    if template is None:
        raise Http404(_("There is no such template."))
    return template
