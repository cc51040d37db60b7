"""The door in a real browser: passkeys and codes, which no other test can drive as people do."""

import base64
import hashlib
import hmac
import struct
import time

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from accounts.services.account import Account, create_account
from audit.actor import system

PASSWORD = "a long enough password"
EMAIL = "bo@example.org"


@pytest.fixture
def at_the_door(browser_page):
    """Bo has signed in, in a browser that can hold passkeys."""
    cache.clear()
    account = Account(EMAIL, "Bo Holm", roles=["viewer"])
    create_account(actor=system(), account=account, password=PASSWORD)
    browser = browser_page.context.new_cdp_session(browser_page)
    browser.send("WebAuthn.enable")
    keys = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": keys})
    give_password(browser_page)
    return browser_page


def give_password(page):
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def is_in(page):
    expect(page.get_by_role("heading", name="Incidents")).to_be_visible()


def code_of(secret: str) -> str:
    """What an authenticator app shows (RFC 6238)."""
    moment = struct.pack(">Q", int(time.time() // 30))
    mac = hmac.new(base64.b32decode(secret), moment, hashlib.sha1).digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def test_a_passkey_opens_the_door_alone_and_beside_the_password(at_the_door):
    page = at_the_door
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    is_in(page)
    page.get_by_role("button", name="Sign out").click()
    give_password(page)
    page.get_by_role("button", name="Use a passkey").click()
    is_in(page)


def test_an_app_is_set_up_and_a_recovery_code_opens_when_it_is_lost(at_the_door):
    page = at_the_door
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Code").fill(code_of(page.locator(".secret").inner_text().strip()))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.get_by_text("The authenticator app is set up.")).to_be_visible()
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("button", name="Sign out").click()
    give_password(page)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    is_in(page)


def test_a_new_token_fits_on_a_small_phone(at_the_door):
    page = at_the_door
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/account/tokens/add")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Status page")
    page.get_by_role("button", name="Make").click()
    expect(page.get_by_role("heading", name="Status page")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_browser_without_a_key_is_told_what_went_wrong(browser_page):
    page = browser_page
    page.add_init_script("navigator.credentials.get = () => Promise.reject(new Error('none'))")
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used.")
