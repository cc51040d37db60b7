"""A real Chromium against a real server.

    def test_a_commander_declares(browser_page):                # nobody has signed in
        browser_page.goto("/accounts/login/")

    def test_a_responder_reads(signed_in):
        page = signed_in("responder", language="da")            # a person who holds that role
        page.goto("/")

A page that runs into a script error, breaks its own Content-Security-Policy or asks another
server for something fails the test.
"""

import os
from threading import Condition

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.models import User
from tests.browser import chromium
from tests.live.process import LiveProcess

PATIENCE = 15_000  # milliseconds, on a machine that has much else to do


@pytest.fixture(scope="package")
def browser():
    """The Chromium there is; without one the test is left out, or fails where it is required."""
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would take it for asynchronous code.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        executable = chromium.found(playwright) or chromium.set_up(playwright)
        if executable is None:
            leave_out = pytest.fail if os.environ.get(chromium.REQUIRED) else pytest.skip
            leave_out(chromium.MISSING)
        # Chromium's sandbox does not work for root.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield running
        running.close()


@pytest.fixture
def live_server(live_server):
    """The running server; what it still answers when the test is over comes to its end first.

    An open page asks on its own; the tables cannot be emptied while that is being answered.
    """
    answering = Answering()
    request_started.connect(answering.begin)
    request_finished.connect(answering.end)
    yield live_server
    answering.wait()
    request_started.disconnect(answering.begin)
    request_finished.disconnect(answering.end)


class Answering:
    """How many requests are being answered."""

    def __init__(self):
        self._changed = Condition()
        self._count = 0

    def begin(self, **_signal):
        with self._changed:
            self._count += 1

    def end(self, **_signal):
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait(self):
        """Until all are answered, as long as one is patient."""
        with self._changed:
            self._changed.wait_for(lambda: self._count <= 0, PATIENCE / 1000)


@pytest.fixture
def live(live_server, settings):
    """The live process, and pages that may listen to it."""
    process = LiveProcess(live_server.thread.port)
    settings.LIVE_ADDRESS = process.address
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": directives | {"connect-src": ["'self'", process.address]}
    }
    yield process
    process.stop()


@pytest.fixture
def enter(browser, live, live_server):
    """A browser of one's own for somebody who has signed in."""
    opened = []

    def sign_in(user, **options):
        client = Client()
        client.force_login(user)
        context = browser.new_context(base_url=live_server.url, **options)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([cookie])
        opened.append(context)
        return context.new_page()

    yield sign_in
    for context in opened:
        context.close()


@pytest.fixture
def context_options():
    """How the browser is set up; a test that needs it otherwise says so."""
    return {"locale": "en-GB"}


@pytest.fixture
def browser_context(live_server, browser: Browser, context_options):
    """A browser nobody has used yet, at the address of the running server."""
    context = browser.new_context(base_url=live_server.url, **context_options)
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    trouble: list[str] = []
    context.on("weberror", lambda seen: trouble.append(str(seen.error)))
    context.on("console", lambda seen: trouble.append(seen.text) if _is_error(seen) else None)
    context.on(
        "request",
        lambda seen: None if _is_ours(seen.url, live_server.url) else trouble.append(seen.url),
    )
    yield context
    context.close()
    assert not trouble


@pytest.fixture
def browser_page(browser_context) -> Page:
    """An empty page; nobody has signed in."""
    return browser_context.new_page()


@pytest.fixture
def signed_in(person, let_in):
    """Make a person who holds a role and has signed in; their page."""

    def sign_in(role: str, language: str = "en") -> Page:
        return let_in(person(role), language)

    return sign_in


@pytest.fixture
def let_in(browser_context, live_server):
    """A page of somebody there is, signed in; whoever was signed in before is no longer."""

    def sign_in(user: User, language: str = "en") -> Page:
        user.language = language
        user.save()
        client = Client()
        client.force_login(user)
        browser_context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        return browser_context.new_page()

    return sign_in


def _is_error(message) -> bool:
    # A refusal (404, 422) is told on the console too; the test looks at the page for that.
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def _is_ours(address: str, server: str) -> bool:
    # Where no live process runs, pages look for it all the same, and then ask by themselves.
    live = settings.LIVE_ADDRESS or f"http://localhost:{settings.LIVE_PORT}"
    return address.startswith((server, f"{live}/stream?", "data:", "blob:"))
