"""Who there is: making and changing accounts, for those who manage people."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import request_password_reset
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.forms.fields import ReasonForm
from accounts.forms.person import ChangePersonForm, PersonForm
from accounts.models import User
from accounts.permissions import MANAGE_PEOPLE
from accounts.roles import role_label
from accounts.selectors.person import people
from accounts.services.account import (
    Account,
    change_account,
    create_account,
    remove_second_factors,
)
from accounts.views.who import actor_of
from core.http import form_page, must_hold, signed_in

PAGE_SIZE = 100


@require_GET
@signed_in
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, with the roles they hold."""
    must_hold(request, MANAGE_PEOPLE)
    page = Paginator(people(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "accounts/person_list.html", {"page": page})


@require_GET
@signed_in
def person_detail(request: HttpRequest, person_id: int) -> HttpResponse:
    """One account, and what can be done with it."""
    person = person_or_404(request, person_id)
    return render(
        request,
        "accounts/person_detail.html",
        {
            "person": person,
            "roles": [role_label(role.name) for role in person.groups.all()],
            "tokens": person.auth_token_set.all(),
            "now": timezone.now(),
        },
    )


@require_http_methods(["GET", "POST"])
@signed_in
def person_add(request: HttpRequest) -> HttpResponse:
    """Make an account, and send its owner the link to a password."""

    def add(said: dict[str, Any]) -> None:
        person = create_account(actor=actor_of(request), account=Account(**said))
        send_link(request, person)

    return form_page(
        request,
        PersonForm(request.POST or None),
        add,
        title=_("Add a person"),
        submit=_("Add and send the link"),
        back=reverse("person_list"),
        needs=MANAGE_PEOPLE,
        lead=_("They get a message with a link, and choose a password themselves."),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def person_change(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change who somebody is, whether they may sign in, and their roles."""
    person = person_or_404(request, person_id)
    roles = [role.name for role in person.groups.all()]
    stored = {"name": person.full_name, "roles": roles, "version": person.version}

    def change(said: dict[str, Any]) -> User:
        reason, version = said.pop("reason"), said.pop("version")
        return change_account(
            actor=actor_of(request),
            person_id=person.pk,
            version=version,
            account=Account(**said),
            reason=reason,
        )

    def standing() -> tuple[int, list[tuple[Any, Any]]]:
        now = person_or_404(request, person_id)
        held = ", ".join(role_label(role.name) for role in now.groups.all())
        return now.version, [
            (_("Name"), now.full_name),
            (_("E-mail address"), now.email),
            (_("Roles"), held or _("none")),
            (_("May sign in"), _("Yes") if now.is_active else _("No")),
        ]

    return form_page(
        request,
        ChangePersonForm(request.POST or None, instance=person, initial=stored),
        change,
        title=_("Change the account"),
        submit=_("Save"),
        back=reverse("person_detail", args=[person.pk]),
        needs=MANAGE_PEOPLE,
        standing=standing,
        lead=str(person),
    )


@require_POST
@signed_in
def person_invite(request: HttpRequest, person_id: int) -> HttpResponse:
    """Send somebody the link to a new password."""
    person = person_or_404(request, person_id)
    if person.is_active:
        send_link(request, person)
        messages.success(request, _("The link is on its way to %(email)s.") % vars(person))
    else:
        messages.error(request, _("This person may not sign in."))
    return redirect("person_detail", person.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def factors_remove(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let somebody who lost their second factor in again."""
    person = person_or_404(request, person_id)
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda said: remove_second_factors(actor=actor_of(request), person_id=person.pk, **said),
        title=_("Remove the second factor"),
        submit=_("Remove"),
        back=reverse("person_detail", args=[person.pk]),
        needs=MANAGE_PEOPLE,
        lead=_("%(person)s will sign in with the password alone. Be sure that it is they who ask.")
        % {"person": person},
    )


def person_or_404(request: HttpRequest, person_id: int) -> User:
    """The person, for those who manage people."""
    must_hold(request, MANAGE_PEOPLE)
    person = people().filter(pk=person_id).first()
    if person is None:
        raise Http404(_("There is no such person."))
    return person


def send_link(request: HttpRequest, person: User) -> None:
    """Send the link to a new password, as if they had asked for it themselves."""
    request_password_reset(request, person.email, [person], default_token_generator)
