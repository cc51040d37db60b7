import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.actor import Actor
from incidents.models import Incident, Role, TimelineEntry
from incidents.selectors.alike import open_and_alike
from incidents.services.incident import change_status, declare_incident

DECLARE = "/incidents/declare"


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


def key_in(answer):
    return re.search(r'name="key"\s+value="([^"]+)"', answer.content.decode())[1]


def alike(title, reader):
    return [match.incident.title for match in open_and_alike(title, reader)]


@pytest.mark.parametrize(
    "typed",
    ["Logins failing", "logins", "Login fails for many", "Lgins fail", "LOGINS FAIL"],
)
def test_an_open_incident_is_found_by_stem_part_and_typing_error(commander, incident, typed):
    assert alike(typed, commander.user) == [incident.title]


@pytest.mark.parametrize("typed", ["Mange kan ikke logge på", "kunder logger på", "logge"])
def test_words_are_stemmed_in_danish(commander, typed):
    declare_incident(actor=commander, title="Kunderne kan ikke logge på")
    assert alike(typed, commander.user) == ["Kunderne kan ikke logge på"]


@pytest.mark.parametrize("typed", ["Cards are declined", "a", "", "\0\0\0\0", "?!?!", "the of and"])
def test_what_sounds_otherwise_or_says_nothing_finds_none(commander, incident, typed):
    assert alike(typed, commander.user) == []


def test_what_is_over_or_hidden_is_not_offered(commander, person, incident):
    change_status(actor=commander, incident_id=incident.pk, version=1, status="resolved")
    other = Actor(person("responder"), "web")
    declare_incident(actor=other, title="Logins fail in secret", is_restricted=True)
    assert alike("Logins fail", commander.user) == []
    assert alike("Logins fail", other.user) == ["Logins fail in secret"]


def test_the_title_alone_is_enough(browser):
    answer = browser.post(DECLARE, {"title": "Cards fail"}, follow=True)
    made = Incident.objects.get()
    assert (made.title, made.severity, made.category) == ("Cards fail", "sev3", "outage")
    assert answer.redirect_chain[-1][0] == reverse("incident_detail", args=[made.year, made.number])


def test_command_can_be_taken_with_it(browser, commander):
    browser.post(DECLARE, {"title": "Cards fail", "takes_command": "on"})
    held = Incident.objects.get().roles_held.get()
    assert (held.role, held.person) == (Role.COMMANDER, commander.user)


def test_who_may_not_lead_is_not_offered_command(client, person):
    client.force_login(person("responder"))
    assert "takes_command" not in client.get(DECLARE).content.decode()
    client.post(DECLARE, {"title": "Cards fail", "takes_command": "on"})
    assert not Incident.objects.get().roles_held.exists()


def test_the_same_form_sent_again_declares_once(browser):
    said = {"title": "Cards fail", "key": key_in(browser.get(DECLARE))}
    first, again = (browser.post(DECLARE, said) for _each in range(2))
    assert (first.status_code, first.url) == (again.status_code, again.url)
    assert Incident.objects.count() == 1


def test_other_words_under_the_same_key_are_another_incident(browser):
    key = key_in(browser.get(DECLARE))
    for title in ("Cards fail", "Mails are late"):
        browser.post(DECLARE, {"title": title, "key": key})
    assert Incident.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_declares_once_and_both_are_led_to_it(commander):
    clients = [Client() for _each in range(4)]
    for client in clients:
        client.force_login(commander.user)
    said = {"title": "Cards fail", "key": "one"}

    def click(client):
        try:
            return client.post(DECLARE, said).url
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        led_to = set(pool.map(click, clients))
    assert len(led_to) == Incident.objects.count() == 1


def test_a_near_duplicate_is_shown_once_and_can_be_declared_anyway(browser, incident):
    asked = browser.post(DECLARE, {"title": "Logins fail"})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert 'value="Logins fail"' in page
    assert "Declare anyway" in page
    assert Incident.objects.count() == 1
    browser.post(DECLARE, {"title": "Logins fail", "seen": incident.reference})
    assert Incident.objects.count() == 2


def test_joining_adds_what_was_typed_to_the_open_one(browser, incident):
    said = {
        "title": "Logins fail",
        "summary": "Since *noon*",
        "join": incident.reference,
        "key": "k",
    }
    for _each in range(2):
        answer = browser.post(DECLARE, said)
    entry = TimelineEntry.objects.get()
    assert (entry.incident, entry.text) == (incident, "Logins fail\n\nSince *noon*")
    assert answer.url.endswith(f"#entry-{entry.pk}")
    assert Incident.objects.count() == 1


def test_nobody_joins_what_they_may_not_know_of(client, person, commander):
    hidden = declare_incident(actor=commander, title="Secret", is_restricted=True)
    client.force_login(person("responder"))
    answer = client.post(DECLARE, {"title": "Secret", "join": hidden.reference})
    assert answer.status_code == 404
    assert not TimelineEntry.objects.exists()


def test_the_offer_beside_the_form_names_and_joins(browser, incident):
    answer = browser.get(reverse("incident_alike"), {"title": "logins"})
    page = answer.content.decode()
    assert incident.reference in page
    assert "Join this one" in page
    assert not browser.get(reverse("incident_alike"), {"title": "zebra"}).content.strip()
