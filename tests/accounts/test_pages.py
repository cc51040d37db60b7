"""The pages for those who manage people."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.services.api_token import create_api_token
from audit.actor import system
from audit.models import LogEntry
from tests.misfit import misfit

TYPED = {
    "name": "Bo Holm",
    "email": "bo@example.org",
    "roles": ["viewer", "responder"],
    "language": "da",
    "time_zone": "Europe/Copenhagen",
}


@pytest.fixture
def browser(client, person, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(person("administrator"))
    return client


@pytest.fixture
def bo(browser) -> User:
    browser.post(reverse("person_add"), TYPED)
    return User.objects.get(email="bo@example.org")


def test_somebody_added_gets_a_link_and_chooses_a_password(browser, bo, client):
    assert {role.name for role in bo.groups.all()} == {"viewer", "responder"}
    assert mail.outbox[0].to == ["bo@example.org"]
    link = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    browser.logout()
    form = browser.get(link, follow=True)
    chosen = {"password1": "entirely new words", "password2": "entirely new words"}
    browser.post(form.redirect_chain[-1][0], chosen)
    assert browser.get("/").status_code == 200
    assert misfit() is None


def test_an_address_that_has_an_account_is_refused_at_its_field_and_what_was_typed_stays(
    browser, bo
):
    answer = browser.post(reverse("person_add"), TYPED | {"name": "Bo Two"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody has an account with this address." in page
    assert "Bo Two" in page
    assert len(mail.outbox) == 1


def test_a_change_made_meanwhile_is_shown_beside_ones_own(browser, bo):
    page = reverse("person_change", args=[bo.pk])
    now = TYPED | {"version": "1", "is_active": "on", "reason": "Asked for"}
    browser.post(page, now | {"name": "Bo Lind"})
    answer = browser.post(page, now | {"name": "Bo Falk"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "What stands now" in text
    assert "Bo Lind" in text
    assert "Bo Falk" in text
    browser.post(
        page, now | {"name": "Bo Falk", "version": answer.context["form"]["version"].value()}
    )
    assert User.objects.get(pk=bo.pk).full_name == "Bo Falk"


def test_a_role_is_given_and_the_account_closed_in_the_page(browser, bo):
    page = reverse("person_change", args=[bo.pk])
    browser.post(
        page, TYPED | {"version": "1", "roles": ["auditor"], "reason": "Moves to another desk"}
    )
    bo.refresh_from_db()
    assert [role.name for role in bo.groups.all()] == ["auditor"]
    assert not bo.is_active
    verbs = LogEntry.objects.filter(subject_type="account").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["account.changed", "account.roles_changed"]


def test_the_last_administrator_is_told_why_not(browser):
    me = User.objects.get(email="administrator@example.org")
    answer = browser.post(
        reverse("person_change", args=[me.pk]),
        TYPED | {"email": me.email, "version": "1", "is_active": "on", "reason": "Holiday"},
    )
    assert answer.status_code == 422
    assert "Nobody would be left" in answer.content.decode()


def test_a_link_is_sent_again_but_not_to_who_may_not_sign_in(browser, bo):
    browser.post(reverse("person_invite", args=[bo.pk]))
    assert len(mail.outbox) == 2
    User.objects.filter(pk=bo.pk).update(is_active=False)
    browser.post(reverse("person_invite", args=[bo.pk]))
    assert len(mail.outbox) == 2


def test_the_token_of_somebody_is_revoked_from_their_page(browser, bo):
    token, _key = create_api_token(actor=system(), person_id=bo.pk, name="Laptop")
    page = reverse("person_detail", args=[bo.pk])
    assert "Laptop" in browser.get(page).content.decode()
    answer = browser.post(reverse("token_revoke", args=[token.pk]), {"person": bo.pk})
    assert answer.headers["Location"] == page
    assert "Laptop" not in browser.get(page).content.decode()


def test_roles_are_listed_with_what_they_may_do_and_recomposed(browser):
    assert "Can read the log" in browser.get(reverse("role_list")).content.decode()
    viewer = Group.objects.get(name="viewer")
    browser.post(
        reverse("role_recompose", args=[viewer.pk]),
        {"permissions": ["incidents.view_incident", "audit.view_log"], "reason": "They asked"},
    )
    assert viewer.permissions.filter(codename="view_log").exists()
    browser.post(reverse("role_add"), {"name": "Legal"})
    assert "Legal" in browser.get(reverse("person_add")).content.decode()


@pytest.mark.parametrize("name", ["person_list", "role_list"])
def test_a_list_of_many_needs_few_queries(browser, person, name, django_assert_max_num_queries):
    for number in range(20):
        person("viewer", f"viewer{number}@example.org")
    with django_assert_max_num_queries(12):
        browser.get(reverse(name))


def test_names_are_shown_as_text(browser):
    browser.post(reverse("person_add"), TYPED | {"name": "<script>alert(1)</script>"})
    for page in ("/people", f"/people/{User.objects.last().pk}"):
        assert "<script>alert" not in browser.get(page).content.decode()


def test_the_administration_tells_what_a_role_may_do_in_the_language_of_its_reader(browser):
    User.objects.update(language="da")
    role = Group.objects.get(name="viewer")
    said = browser.get(reverse("admin:auth_group_change", args=[role.pk])).content.decode()
    assert "Kan læse hændelser uden begrænset adgang" in said
    assert "Can read incidents" not in said
