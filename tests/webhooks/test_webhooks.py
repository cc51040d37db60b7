import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook as Checker
from standardwebhooks import WebhookVerificationError

from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import DomainError, NotPermitted
from incidents.services.incident import change_access, declare_incident
from incidents.services.timeline_entry import EntryContent, add_entry
from tests.together import at_once
from tests.webhooks.receiver import hanging, receiving
from webhooks.delivering import (
    PAUSES,
    deliver_due,
    forget_old,
    make_deliveries,
    next_try,
)
from webhooks.models import Attempt, Delivery, Webhook
from webhooks.secrets import closed, opened
from webhooks.sending import send, signed
from webhooks.services.webhook import (
    Telling,
    add_webhook,
    change_webhook,
    renew_secret,
    replay,
    secrets_of,
    stop_webhook,
)

NOW = timezone.now()
TELLING = Telling("Status screen", "https://hooks.example.org/havari", ["incident", "timeline"])


@pytest.fixture(autouse=True)
def loopback_allowed(settings):
    settings.WEBHOOKS_TO_PRIVATE = True


@pytest.fixture
def told(db):
    """A webhook to an address, with its secret."""

    def add(url, **more):
        return add_webhook(actor=system(), value=replace(TELLING, url=url, **more))

    return add


def tell():
    now = timezone.now()
    make_deliveries(now)
    return deliver_due(now)


def test_a_program_is_told_of_what_was_recorded_signed_and_without_its_words(told, commander):
    with receiving(200) as (url, received):
        webhook, secret = told(url)
        incident = declare_incident(actor=commander, title="Logins fail")
        assert tell() == 1
    headers, body = received[0]
    said = Checker(secret).verify(body, headers)
    entry = LogEntry.objects.latest("index")
    assert said["type"] == "incident.declared"
    assert said["data"] == {
        "index": entry.index,
        "incident": incident.reference,
        "subject": {"type": "incident", "id": str(incident.pk)},
    }
    assert "Logins" not in body
    assert "Commander" not in body
    delivery = webhook.deliveries.get()
    assert delivery.taken_at
    assert (delivery.due_at, delivery.attempts.get().status) == (None, 200)
    assert tell() == 0, "it is told once"


def test_only_what_was_chosen_and_from_now_on_is_told(told, commander, incident):
    with receiving(200) as (url, received):
        told(url, kinds=["timeline"])
        content = EntryContent("Seen", NOW)
        add_entry(actor=commander, incident_id=incident.pk, content=content)
        declare_incident(actor=commander, title="Another")
        tell()
    assert [json.loads(body)["type"] for _headers, body in received] == ["timeline.added"]


@pytest.mark.parametrize(("chosen", "count"), [(False, 0), (True, 1)])
def test_a_restricted_incident_is_told_of_only_where_that_was_chosen(
    told, commander, chosen, count
):
    with receiving(200) as (url, received):
        told(url, tells_restricted=chosen)
        declare_incident(actor=commander, title="Quiet", is_restricted=True)
        tell()
    assert len(received) == count


def test_what_was_restricted_before_it_was_sent_is_not_sent(told, commander):
    with receiving(200) as (url, received):
        told(url)
        incident = declare_incident(actor=commander, title="Quiet")
        make_deliveries(timezone.now())
        change_access(
            actor=commander,
            incident_id=incident.pk,
            version=1,
            is_restricted=True,
            reason="It concerns a person",
        )
        deliver_due(timezone.now())
    assert received == []


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_is_not_taken_is_tried_again_under_the_same_identifier(told, commander, status):
    with receiving(status, 200) as (url, received):
        webhook, _secret = told(url)
        declare_incident(actor=commander, title="Logins fail")
        tell()
        delivery = webhook.deliveries.get()
        assert delivery.taken_at is None
        assert timedelta() < delivery.due_at - timezone.now() < timedelta(seconds=6)
        assert Webhook.objects.get().failing_since
        Delivery.objects.update(due_at=timezone.now())
        deliver_due(timezone.now())
    assert received[0][0]["webhook-id"] == received[1][0]["webhook-id"]
    assert [attempt.status for attempt in Attempt.objects.all()] == [status, 200]
    assert Webhook.objects.get().failing_since is None


def test_nobody_there_is_noted_and_tried_again(told, commander):
    webhook, _secret = told("http://127.0.0.1:1/nobody")
    declare_incident(actor=commander, title="Logins fail")
    tell()
    attempt = webhook.deliveries.get().attempts.get()
    assert attempt.status is None
    assert "Connect" in attempt.answer


def test_a_program_that_says_it_is_gone_is_told_nothing_more(told, commander):
    with receiving(410) as (url, received):
        told(url)
        declare_incident(actor=commander, title="Logins fail")
        declare_incident(actor=commander, title="Payments fail")
        tell()
        tell()
    assert len(received) == 1
    webhook = Webhook.objects.get()
    assert not webhook.is_active
    assert "410" in webhook.why_stopped
    assert LogEntry.objects.latest("index").verb == "webhook.stopped"
    assert not Delivery.objects.filter(due_at__isnull=False).exists()


def test_after_five_days_of_failing_it_is_stopped(told, commander):
    with receiving(500) as (url, _received):
        told(url)
        Webhook.objects.update(failing_since=timezone.now() - timedelta(days=5, minutes=1))
        declare_incident(actor=commander, title="Logins fail")
        tell()
    assert not Webhook.objects.get().is_active


def test_a_worker_that_dies_while_sending_loses_nothing(told, commander, monkeypatch):
    def dies(*_given):
        raise KeyboardInterrupt

    with receiving(200) as (url, received):
        told(url)
        declare_incident(actor=commander, title="Logins fail")
        monkeypatch.setattr("webhooks.delivering.send", dies)
        with pytest.raises(KeyboardInterrupt):
            tell()
        monkeypatch.undo()
        assert deliver_due(timezone.now()) == 0, "somebody may still be sending it"
        assert deliver_due(timezone.now() + timedelta(minutes=3)) == 1
    assert len(received) == 1


@pytest.mark.django_db(transaction=True)
def test_a_program_that_hangs_delays_no_other_and_is_asked_once(told, commander, monkeypatch):
    monkeypatch.setattr("webhooks.sending.SECONDS", (1.0, 3.0))
    with hanging() as (slow, asked), receiving(200) as (url, received):
        told(slow, name="Hangs")
        good, _secret = told(url)
        for title in ("Logins fail", "Payments fail", "Cards fail"):
            declare_incident(actor=commander, title=title)
        assert tell() == 4
    assert (len(asked), len(received)) == (1, 3)
    tried = Attempt.objects.get(status=None)
    assert tried.milliseconds >= 3000
    last = Attempt.objects.filter(delivery__webhook=good).latest("at")
    assert last.at < tried.at + timedelta(seconds=2), "it waited for the one that hangs"
    waiting = Delivery.objects.filter(due_at__isnull=False).values_list("due_at", flat=True)
    assert len(waiting) == 3
    assert len(set(waiting)) == 1
    assert min(waiting) > timezone.now() - timedelta(seconds=3)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_do_not_tell_the_same_program(told, commander):
    with receiving(200) as (url, received):
        told(url)
        for title in ("Logins fail", "Payments fail"):
            declare_incident(actor=commander, title=title)
        make_deliveries(timezone.now())
        tried = at_once(*[lambda: deliver_due(timezone.now())] * 2)
    assert sum(tried) == 2
    assert [headers["webhook-id"] for headers, _body in received] == sorted(
        headers["webhook-id"] for headers, _body in received
    )
    assert Webhook.objects.get().busy_until is None


def test_a_program_that_answers_byte_by_byte_is_not_listened_to_for_long(monkeypatch):
    monkeypatch.setattr("webhooks.sending.SECONDS_IN_ALL", 1.0)
    with hanging(dripping=b"H") as (url, _asked):
        answered = send(url, "msg_1", "{}", [SECRET], NOW)
    assert answered.status is None
    assert 1000 <= answered.milliseconds < 5000
    assert answered.answer == "No whole answer came in time."


def test_pauses_grow_and_end():
    pauses = [next_try(tries, NOW) - NOW for tries in range(1, len(PAUSES) + 1)]
    assert pauses == sorted(pauses)
    for pause, planned in zip(pauses, PAUSES, strict=True):
        assert planned * 0.9 <= pause <= planned * 1.1
    assert next_try(len(PAUSES) + 1, NOW) is None


def test_what_was_told_is_told_again_from_a_moment_on(told, commander):
    with receiving(200) as (url, received):
        webhook, _secret = told(url)
        declare_incident(actor=commander, title="Logins fail")
        tell()
        again = replay(
            actor=system(),
            webhook_id=webhook.pk,
            since=timezone.now() - timedelta(hours=1),
            reason="The screen was down",
        )
        tell()
    assert again == 1
    assert received[0][0]["webhook-id"] == received[1][0]["webhook-id"]


def test_long_answers_are_cut(told, commander):
    with receiving(200, answer=b"x" * 100_000) as (url, _received):
        told(url)
        declare_incident(actor=commander, title="Logins fail")
        tell()
    assert len(Attempt.objects.get().answer) == 500


def test_what_was_told_long_ago_is_let_go(told, commander):
    with receiving(200) as (url, _received):
        told(url)
        declare_incident(actor=commander, title="Logins fail")
        tell()
    forget_old(timezone.now() + timedelta(days=29))
    assert Delivery.objects.exists()
    forget_old(timezone.now() + timedelta(days=31))
    assert not Delivery.objects.exists()


# --- where nothing is sent ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.0.0.7",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "[::ffff:127.0.0.1]",
        "[fd00::1]",
        "[fe80::1]",
        "2130706433",
        "0x7f.1",
    ],
)
def test_nothing_is_sent_into_a_private_network(settings, host):
    settings.WEBHOOKS_TO_PRIVATE = False
    for scheme in ("https", "http"):
        answered = send(f"{scheme}://{host}:9/hook", "msg_1", "{}", [SECRET], NOW)
        assert answered.status is None
        assert answered.answer == "The address lies in a private network, where nothing is sent."


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@given(
    st.ip_addresses(network="10.0.0.0/8")
    | st.ip_addresses(network="192.168.0.0/16")
    | st.ip_addresses(network="127.0.0.0/8")
    | st.ip_addresses(network="fc00::/7")
)
def test_no_address_of_a_private_network_is_written_to(place):
    from django.test import override_settings

    host = f"[{place}]" if place.version == 6 else str(place)
    with override_settings(WEBHOOKS_TO_PRIVATE=False):
        assert send(f"https://{host}/", "msg_1", "{}", [SECRET], NOW).status is None


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("http://hooks.example.org", "https://"),
        ("ftp://hooks.example.org", "https://"),
        ("https://user:word@hooks.example.org", "without a name or password"),
        ("javascript:alert(1)", "https://"),
        ("", "https://"),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_what_would_be_right(db, settings, url, advice):
    settings.WEBHOOKS_TO_PRIVATE = False
    with pytest.raises(DomainError) as refusal:
        add_webhook(actor=system(), value=replace(TELLING, url=url))
    assert advice in str(refusal.value.message)
    assert refusal.value.field == "url"


# --- secrets --------------------------------------------------------------------------------------


def test_for_a_day_both_secrets_sign(told):
    webhook, former = told("https://hooks.example.org")
    webhook, new = renew_secret(actor=system(), webhook_id=webhook.pk, reason="It leaked")
    headers = signed("msg_1", "{}", secrets_of(webhook, timezone.now()), timezone.now())
    for secret in (former, new):
        assert Checker(secret).verify("{}", headers) == {}
    later = timezone.now() + timedelta(days=1, minutes=1)
    assert secrets_of(webhook, later) == [new]
    headers = signed("msg_1", "{}", [new], timezone.now())
    with pytest.raises(WebhookVerificationError):
        Checker(former).verify("{}", headers)


def test_a_secret_is_kept_closed_and_in_no_log(told):
    webhook, secret = told("https://hooks.example.org")
    webhook.refresh_from_db()
    assert secret.encode() not in bytes(webhook.secret)
    assert opened(webhook.secret) == secret
    assert secret not in str(LogEntry.objects.latest("index").payload.content)


def test_a_key_that_was_replaced_still_opens_what_it_closed(settings):
    kept = closed("whsec_x")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert opened(kept) == "whsec_x"


# --- who may ---------------------------------------------------------------------------------------


def test_a_stopped_webhook_goes_on_once_it_is_changed_and_is_not_told_what_it_missed(
    told, commander
):
    with receiving(200) as (url, received):
        webhook, _secret = told(url)
        stop_webhook(actor=system(), webhook_id=webhook.pk, reason="Moving house")
        declare_incident(actor=commander, title="Missed")
        tell()
        change_webhook(
            actor=system(),
            webhook_id=webhook.pk,
            version=2,
            value=replace(TELLING, url=url),
            reason="Moved",
        )
        declare_incident(actor=commander, title="Told")
        tell()
    assert len(received) == 1


def test_whoever_may_not_manage_them_sees_and_changes_none(client, person, told):
    webhook, _secret = told("https://hooks.example.org")
    commander = person("commander")
    with pytest.raises(NotPermitted):
        add_webhook(actor=Actor(commander, "web"), value=TELLING)
    client.force_login(commander)
    for name, place in (("webhook_list", []), ("webhook_detail", [webhook.pk])):
        assert client.get(reverse(name, args=place)).status_code == 403


def test_the_page_shows_the_secret_once_and_what_was_told(client, person, commander):
    client.force_login(person("administrator"))
    with receiving(200) as (url, _received):
        answer = client.post(
            reverse("webhook_add"), {"name": "Screen", "url": url, "kinds": ["incident"]}
        )
        assert "whsec_" in answer.content.decode()
        declare_incident(actor=commander, title="Logins fail")
        tell()
    page = client.get(reverse("webhook_detail", args=[Webhook.objects.get().pk]))
    assert "whsec_" not in page.content.decode()
    assert Delivery.objects.get().message_id in page.content.decode()
    assert "taken" in page.content.decode()
