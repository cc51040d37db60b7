"""What each role may do."""

from typing import Any

from django.contrib.auth.models import Group
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms.role import RecomposeForm, RoleForm
from accounts.permissions import MANAGE_PEOPLE
from accounts.roles import role_label
from accounts.selectors.role import full_name, roles
from accounts.services.role import add_role, recompose_role
from accounts.views.who import actor_of
from core.http import form_page, must_hold, signed_in


@require_GET
@signed_in
def role_list(request: HttpRequest) -> HttpResponse:
    """Every role with what it may do."""
    must_hold(request, MANAGE_PEOPLE)
    return render(request, "accounts/role_list.html", {"roles": roles()})


@require_http_methods(["GET", "POST"])
@signed_in
def role_add(request: HttpRequest) -> HttpResponse:
    """Make a role of the organisation's own."""
    return form_page(
        request,
        RoleForm(request.POST or None),
        lambda said: add_role(actor=actor_of(request), **said),
        title=_("Add a role"),
        submit=_("Add"),
        back=reverse("role_list"),
        needs=MANAGE_PEOPLE,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def role_recompose(request: HttpRequest, role_id: int) -> HttpResponse:
    """Say anew what a role may do."""
    must_hold(request, MANAGE_PEOPLE)
    role = Group.objects.filter(pk=role_id).first()
    if role is None:
        raise Http404(_("There is no such role."))
    held = [full_name(each) for each in role.permissions.select_related("content_type")]

    def recompose(said: dict[str, Any]) -> Group:
        return recompose_role(actor=actor_of(request), role_id=role_id, **said)

    return form_page(
        request,
        RecomposeForm(request.POST or None, initial={"permissions": held}),
        recompose,
        title=_("What a role may do: %(role)s") % {"role": role_label(role.name)},
        submit=_("Save"),
        back=reverse("role_list"),
        needs=MANAGE_PEOPLE,
        lead=_("It counts at once, for everybody who holds the role."),
    )
