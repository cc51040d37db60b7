"""The texts that statements start from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.http import form_page, must_hold, signed_in
from incidents.views.room import actor_of
from statements.forms.template import ChangeTemplateForm, TemplateForm, WithdrawTemplateForm
from statements.selectors.template import ReadTemplate, template_named, templates
from statements.services.door import WRITE
from statements.services.template import (
    TemplateText,
    add_template,
    change_template,
    withdraw_template,
)


@require_GET
@signed_in
def template_list(request: HttpRequest) -> HttpResponse:
    """Every text there is to start from."""
    must_hold(request, WRITE)
    return render(request, "statements/template_list.html", {"templates": templates()})


@require_http_methods(["GET", "POST"])
@signed_in
def template_add(request: HttpRequest) -> HttpResponse:
    """Make one of the team's own."""
    return form_page(
        request,
        TemplateForm(request.POST or None, initial={"language": get_language()}),
        lambda said: add_template(actor=actor_of(request), value=TemplateText(**said)),
        title=_("Add a template"),
        submit=_("Add"),
        back=reverse("template_list"),
        needs=WRITE,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def template_change(request: HttpRequest, template: str) -> HttpResponse:
    """Word one otherwise."""
    must_hold(request, WRITE)
    read = _known(template)

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = _known(template)
        return now.version, [(_("Title"), now.title), (_("Text"), now.text)]

    stored = {name: getattr(read, name) for name in ChangeTemplateForm.base_fields}
    return form_page(
        request,
        ChangeTemplateForm(request.POST or None, initial=stored),
        lambda said: change_template(
            actor=actor_of(request),
            key=template,
            version=said.pop("version"),
            value=TemplateText(**said),
        ),
        title=_("Change the template"),
        submit=_("Save"),
        back=reverse("template_list"),
        needs=WRITE,
        standing=standing,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def template_withdraw(request: HttpRequest, template: str) -> HttpResponse:
    """Offer it no longer."""
    must_hold(request, WRITE)
    read = _known(template)
    return form_page(
        request,
        WithdrawTemplateForm(request.POST or None, initial={"version": read.version}),
        lambda said: withdraw_template(actor=actor_of(request), key=template, **said),
        title=_("Offer the template no longer"),
        submit=_("Offer it no longer"),
        back=reverse("template_list"),
        needs=WRITE,
        lead=_("“%(title)s” is kept, and is offered again when it is changed.")
        % {"title": read.title},
    )


def _known(key: str) -> ReadTemplate:
    template = template_named(key)
    if template is None:
        raise Http404(_("There is no such template."))
    return template
