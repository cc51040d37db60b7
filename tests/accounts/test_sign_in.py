"""Signing in, being kept out, and getting in again."""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from accounts.adapter import AccountAdapter
from accounts.models import User
from accounts.selectors.demonstration import _is_published
from accounts.services.account import Account, create_account, remove_second_factors
from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import Conflict, DomainError, NotPermitted
from tests.misfit import misfit

PASSWORD = "a long enough password"
WRONG = "not the password at all"
SIGN_IN = "/accounts/login/"


@pytest.fixture(autouse=True)
def nobody_tried_yet(db):
    cache.clear()


@pytest.fixture
def bo(db) -> User:
    return member("bo@example.org")


def member(email: str, *roles: str, password: str | None = PASSWORD, **more: object) -> User:
    account = Account(email, email.split("@", maxsplit=1)[0].title(), roles=roles, **more)
    return create_account(actor=system("command"), account=account, password=password)


def sign_in(client: Client, email: str, password: str = PASSWORD):
    return client.post(SIGN_IN, {"login": email, "password": password})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def words_of(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode())


def test_address_in_any_case_and_password_open_the_door(client, bo):
    answer = sign_in(client, "Bo@Example.org")
    assert answer.headers["Location"] == "/"
    assert is_in(client)


def test_one_comes_back_to_the_page_one_asked_for_and_to_no_other_site(client, bo):
    asked = client.get("/actions")
    assert asked.headers["Location"] == f"{SIGN_IN}?next=/actions"
    typed = {"login": bo.email, "password": PASSWORD}
    assert client.post(f"{SIGN_IN}?next=/actions", typed).headers["Location"] == "/actions"
    client.logout()
    away = client.post(f"{SIGN_IN}?next=https://evil.example.org/", typed)
    assert away.headers["Location"] == "/"


def test_one_is_told_in_plain_danish_who_one_is(client, bo):
    typed = {"login": bo.email, "password": PASSWORD}
    answer = client.post(SIGN_IN, typed, headers={"Accept-Language": "da"}, follow=True)
    assert f"Du er logget ind som {bo.full_name}." in answer.content.decode()


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client, bo):
    answers = [sign_in(client, email, WRONG) for email in ("bo@example.org", "no@example.org")]
    known, unknown = (
        re.sub(r"value=\"[^\"]*\"", "", answer.content.decode()) for answer in answers
    )
    assert known == unknown
    assert not is_in(client)


@pytest.mark.parametrize("email", ["bo@example.org", "nobody@example.org"])
def test_after_five_failures_one_is_told_when_to_try_again(client, bo, email):
    for _ in range(5):
        assert "Too many attempts" not in words_of(sign_in(client, email, WRONG))
    answer = sign_in(client, email)
    assert "Too many attempts. Try again in 5 minutes." in words_of(answer)
    assert not is_in(client)


def test_the_wait_is_told_in_danish_too_when_that_is_asked_for(client, bo):
    for _ in range(6):
        answer = client.post(
            SIGN_IN,
            {"login": bo.email, "password": WRONG},
            headers={"Accept-Language": "da"},
        )
    assert 'lang="da"' in answer.content.decode()


def test_others_are_not_kept_out_by_that(client, bo):
    for _ in range(6):
        sign_in(client, "nobody@example.org", WRONG)
    sign_in(client, bo.email)
    assert is_in(client)


def test_too_many_requests_are_answered_with_a_sentence_and_a_retry_after(client, settings, bo):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    for _ in range(2):
        sign_in(client, bo.email, WRONG)
    answer = sign_in(client, bo.email)
    assert answer.status_code == 429
    assert "Try again in 1 minute." in words_of(answer)
    assert 0 < int(answer.headers["Retry-After"]) <= 60


def test_a_proxy_in_front_says_who_asks_only_when_it_is_ours(client, settings, bo):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for spoofed in ("203.0.113.1", "203.0.113.2"):
        answer = client.post(
            SIGN_IN,
            {"login": bo.email, "password": WRONG},
            headers={"X-Forwarded-For": spoofed},
        )
    assert answer.status_code == 429


def test_somebody_who_may_not_sign_in_is_told_so_only_with_the_right_password(client, bo):
    User.objects.filter(pk=bo.pk).update(is_active=False)
    assert "not correct" in words_of(sign_in(client, bo.email, WRONG))
    answer = client.post(SIGN_IN, {"login": bo.email, "password": PASSWORD}, follow=True)
    assert "may not sign in" in words_of(answer)
    assert not is_in(client)


@pytest.mark.parametrize(
    "place", ["signup/", "email/", "confirm-email/", "login/code/", "3rdparty/", "sessions/", ""]
)
def test_pages_that_make_no_sense_here_are_not_there(client, bo, place):
    client.force_login(bo)
    for answer in (client.get(f"/accounts/{place}"), client.post(f"/accounts/{place}")):
        assert answer.status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_email")


# --- a new password ------------------------------------------------------------------------------


@pytest.fixture
def mailbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


def test_a_reset_tells_the_asker_nothing_and_the_owner_everything(client, bo, mailbox):
    pages = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True).content
        for email in ("bo@example.org", "nobody@example.org")
    ]
    assert pages[0] == pages[1]
    to_owner, to_nobody = mailbox.outbox
    assert to_owner.to == ["bo@example.org"]
    assert "/accounts/password/reset/key/" in to_owner.body
    assert to_nobody.to == ["nobody@example.org"]
    assert "there is no account with it" in to_nobody.body
    assert "http" not in to_nobody.body


def test_the_link_sets_a_password_signs_in_and_is_logged_once(client, bo, mailbox):
    for _ in range(6):
        sign_in(client, bo.email, WRONG)
    client.post("/accounts/password/reset/", {"email": bo.email})
    link = link_in(mailbox.outbox[0])
    form = client.get(link, follow=True)
    chosen = {"password1": "entirely new words", "password2": "entirely new words"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert is_in(client)
    assert LogEntry.objects.last().verb == "account.password_set"
    assert LogEntry.objects.last().actor_id == bo.pk
    assert misfit() is None
    again = Client()
    assert "opens nothing any more" in words_of(again.get(link, follow=True))
    sign_in(again, bo.email, "entirely new words")
    assert is_in(again), "who has a new password is not kept out by earlier failures"


def test_a_second_factor_is_asked_for_after_a_reset_too(client, bo, mailbox):
    TOTP.activate(bo, generate_totp_secret())
    client.post("/accounts/password/reset/", {"email": bo.email})
    form = client.get(link_in(mailbox.outbox[0]), follow=True)
    chosen = {"password1": "entirely new words", "password2": "entirely new words"}
    answer = client.post(form.redirect_chain[-1][0], chosen)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)


def test_the_link_is_written_in_its_readers_language_wherever_it_was_asked_for(
    client, mailbox, monkeypatch
):
    spoken: list[str] = []
    monkeypatch.setattr(
        AccountAdapter, "send_mail", lambda *_args: spoken.append(translation.get_language())
    )
    for language in ("da", "en"):
        email = f"{language}@example.org"
        member(email, language=language)
        for asked in ("da", "en"):
            client.post(
                "/accounts/password/reset/",
                {"email": email},
                headers={"Accept-Language": asked},
            )
    assert spoken == ["da", "da", "en", "en"]


def test_mail_that_cannot_be_sent_is_said_and_nothing_breaks(client, bo, settings, mailbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    answer = client.post("/accounts/password/reset/", {"email": bo.email}, follow=True)
    assert answer.status_code == 200
    assert "could not be sent" in words_of(answer)


def test_mail_that_cannot_be_sent_is_said_alike_whoever_has_an_account(
    client, bo, settings, mailbox
):
    User.objects.filter(pk=bo.pk).update(language="da")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    said = {
        words_of(client.post("/accounts/password/reset/", {"email": email}, follow=True))
        for email in (bo.email, "nobody@example.org")
    }
    assert len(said) == 1


def test_changing_the_password_needs_the_present_one_and_ends_other_sessions(client, bo, mailbox):
    other = Client()
    for each in (client, other):
        sign_in(each, bo.email)
    new = {"password1": "entirely new words", "password2": "entirely new words"}
    client.post("/accounts/password/change/", {"oldpassword": WRONG, **new})
    assert User.objects.get(pk=bo.pk).check_password(PASSWORD)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert User.objects.get(pk=bo.pk).check_password("entirely new words")
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert LogEntry.objects.last().verb == "account.password_set"
    assert mailbox.outbox[-1].to == ["bo@example.org"]


def test_a_password_easy_to_guess_is_refused_with_reasons(client, bo, mailbox):
    sign_in(client, bo.email)
    new = {"oldpassword": PASSWORD, "password1": "password1", "password2": "password1"}
    answer = client.post("/accounts/password/change/", new)
    assert "too short" in words_of(answer)
    assert User.objects.get(pk=bo.pk).check_password(PASSWORD)


# --- second factors ------------------------------------------------------------------------------


def test_with_a_second_factor_the_password_alone_opens_nothing(client, bo):
    TOTP.activate(bo, generate_totp_secret())
    codes = RecoveryCodes.activate(bo).get_unused_codes()
    answer = sign_in(client, bo.email)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)
    assert client.get("/").status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": codes[0]})
    assert is_in(client)


def test_a_recovery_code_opens_once(bo):
    TOTP.activate(bo, generate_totp_secret())
    code = RecoveryCodes.activate(bo).get_unused_codes()[0]
    for opens in (True, False):
        client = Client()
        sign_in(client, bo.email)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert is_in(client) is opens


def test_codes_cannot_be_guessed_without_end(client, bo):
    TOTP.activate(bo, generate_totp_secret())
    sign_in(client, bo.email)
    for number in range(6):
        answer = client.post(reverse("mfa_authenticate"), {"code": f"00000{number}"})
    assert "Try again in 5 minutes." in words_of(answer)


def test_neither_the_administration_nor_the_api_lets_past_the_second_factor(client):
    boss = member("boss@example.org", "administrator")
    TOTP.activate(boss, generate_totp_secret())
    client.post("/admin/login/", {"username": boss.email, "password": PASSWORD})
    sign_in(client, boss.email)
    assert client.get("/admin/").status_code == 302
    assert client.get(reverse("api_me")).status_code == 401


def test_whoever_manages_people_lets_in_again_who_lost_the_second_factor(client, bo):
    boss = Actor(user=member("boss@example.org", "administrator"), channel="web")
    TOTP.activate(bo, generate_totp_secret())
    RecoveryCodes.activate(bo)
    with pytest.raises(NotPermitted):
        remove_second_factors(actor=Actor(user=bo, channel="web"), person_id=bo.pk, reason="Lost")
    with pytest.raises(DomainError):
        remove_second_factors(actor=boss, person_id=bo.pk, reason=" ")
    remove_second_factors(actor=boss, person_id=bo.pk, reason="Telephone lost at sea")
    assert LogEntry.objects.last().verb == "account.factors_removed"
    assert not Authenticator.objects.exists()
    sign_in(client, bo.email)
    assert is_in(client)
    with pytest.raises(Conflict):
        remove_second_factors(actor=boss, person_id=bo.pk, reason="Again")


# --- how it looks --------------------------------------------------------------------------------


class InlineCode(HTMLParser):
    """Finds what the Content-Security-Policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        is_data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.found.append(tag)
        self.found += [name for name in given if name == "style" or name.startswith("on")]


STRANGERS_PAGES = [
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
MEMBERS_PAGES = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "preferences_choose",
    "token_list",
    "token_add",
]


def test_every_page_of_the_door_is_ours_and_carries_no_inline_code(client, bo):
    stranger = Client()
    sign_in(client, bo.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    TOTP.activate(bo, generate_totp_secret())
    pages = [stranger.get(reverse(name)) for name in STRANGERS_PAGES]
    pages += [client.get(reverse(name)) for name in MEMBERS_PAGES if "activate" not in name]
    TOTP(Authenticator.objects.get()).instance.delete()
    pages.append(client.get(reverse("mfa_activate_totp")))
    for page in pages:
        assert page.status_code == 200, page.request["PATH_INFO"]
        text = page.content.decode()
        assert "css/tokens.css" in text
        assert 'lang="' in text
        seen = InlineCode()
        seen.feed(text)
        assert not seen.found, page.request["PATH_INFO"]
        assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_demonstration_is_offered_only_while_its_password_is_the_published_one(
    client, settings
):
    _is_published.cache_clear()
    offered = "This is a demonstration"
    assert offered not in words_of(client.get(SIGN_IN))
    viewer = member("viewer@example.org", "viewer", password=settings.PUBLISHED_PASSWORD)
    page = client.get(SIGN_IN)
    assert offered in words_of(page)
    sign_in(client, viewer.email, settings.PUBLISHED_PASSWORD)
    assert is_in(client)
    viewer.set_password(PASSWORD)
    viewer.save()
    private = Client().get(SIGN_IN)
    assert offered not in words_of(private)
    assert settings.PUBLISHED_PASSWORD not in private.content.decode()
    assert viewer.email not in private.content.decode()
