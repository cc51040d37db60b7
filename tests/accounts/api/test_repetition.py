import threading
from datetime import timedelta
from time import monotonic

import pytest
from django.db import connection, transaction

from accounts.idempotency import KEPT_FOR
from accounts.models import AnsweredRequest
from accounts.tasks import forget_old_answers
from audit.models import LogEntry
from incidents.models import Incident
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents
from tests.program import Program, wrong

SAME = ("Content-Type", "ETag", "Location")


@pytest.fixture
def declare(api):
    return lambda title="Logins fail", key="1": api.send(
        "POST", "incidents", {"title": title}, idempotency_key=key
    )


def declarations():
    return LogEntry.objects.filter(verb="incident.declared").count()


def seen(answer):
    return answer.status_code, [answer.headers.get(name) for name in SAME], answer.content


def test_the_same_request_is_carried_out_once_and_answered_alike(declare):
    first, again = declare(), declare()
    assert seen(first) == seen(again)
    assert (first.status_code, "Idempotency-Replayed" in first.headers) == (201, False)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Incident.objects.count() == declarations() == 1


def test_the_same_request_may_be_written_differently(api, declare):
    declare()
    body = '{ "title" : "Logins\\u0020fail" }'
    assert api.send("POST", "incidents", body, idempotency_key='"1"').status_code == 201
    assert Incident.objects.count() == 1


def test_an_answer_without_content_is_repeated_too(api, commander, incident):
    other = declare_incident(actor=commander, title="Payments fail")
    on = {"actor": commander, "incident_id": incident.pk}
    link = link_incidents(**on, target_id=other.pk, kind="related")
    address = f"incidents/{incident.reference}/links/{link.pk}/remove"
    first, again = (
        api.send("POST", address, {"reason": "It is not"}, idempotency_key="1") for _ in range(2)
    )
    assert seen(first) == seen(again) == (204, [None, None, None], b"")


def test_the_key_of_another_request_is_refused(declare):
    declare()
    answer = declare("Payments fail")
    assert (answer.status_code, list(wrong(answer))) == (422, ["Idempotency-Key"])
    assert Incident.objects.count() == 1


def test_the_key_of_a_request_to_another_address_is_refused(api, declare):
    reference = declare().json()["reference"]
    body = {"title": "Logins fail"}
    answer = api.send("POST", f"incidents/{reference}/actions", body, idempotency_key="1")
    assert list(wrong(answer)) == ["Idempotency-Key"]


def test_a_request_that_was_refused_may_be_mended_and_sent_again(declare):
    assert declare(" ").status_code == 422
    assert declare("Logins fail").status_code == 201


def test_a_request_that_failed_may_be_sent_again(api, declare, monkeypatch):
    def fail(thing):
        raise RuntimeError

    api.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr("incidents.api.incident.derived_from", fail)
        assert declare().status_code == 500
    assert not Incident.objects.exists()
    assert not AnsweredRequest.objects.exists()
    assert declare().status_code == 201


def test_somebody_elses_key_is_another_key(declare, program, person):
    declare()
    theirs = program(person("responder")).send(
        "POST", "incidents", {"title": "Payments fail"}, idempotency_key="1"
    )
    assert theirs.status_code == 201
    assert Incident.objects.count() == 2


@pytest.mark.parametrize("key", ["", " ", "a b", "a" * 256, "æ", '"', '"a', 'a"b'])
def test_what_is_no_key_is_refused(declare, key):
    answer = declare(key=key)
    assert (answer.status_code, list(wrong(answer))) == (422, ["Idempotency-Key"])
    assert not Incident.objects.exists()


def test_an_answer_is_kept_for_a_day(declare):
    declare()
    kept = AnsweredRequest.objects.get()
    kept.answered_at -= KEPT_FOR - timedelta(minutes=1)
    kept.save()
    assert declare().headers["Idempotency-Replayed"] == "true"
    kept.answered_at -= timedelta(minutes=2)
    kept.save()
    assert "Idempotency-Replayed" not in declare().headers
    assert Incident.objects.count() == 2


def test_what_is_older_than_a_day_is_forgotten(declare):
    declare(key="old")
    AnsweredRequest.objects.update(answered_at="2026-01-01T00:00:00Z")
    declare(key="new")
    assert forget_old_answers() == 1
    assert [kept.key for kept in AnsweredRequest.objects.all()] == ["new"]


def test_a_repetition_of_what_one_may_no_longer_know_is_not_answered(api, commander, incident):
    def act():
        body = {"text": "Nobody looked"}
        address = f"incidents/{incident.reference}/factors"
        return api.send("POST", address, body, idempotency_key="1")

    assert act().status_code == 201
    Incident.objects.update(is_restricted=True)
    assert act().status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_repetition_that_overtakes_the_first_request_waits_its_turn(declare, commander):
    answers = []
    with transaction.atomic():
        # Whoever declares waits for the year's counter, which is held here.
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO incidents_referencecounter (year, last_number)"
                " VALUES (extract(year FROM now()), 0)"
            )
        first = threading.Thread(target=_in_a_connection_of_its_own, args=(declare, answers))
        first.start()
        _wait_until_somebody_waits()
        overtaking = declare()
    first.join()
    assert (overtaking.status_code, overtaking.headers["Retry-After"]) == (409, "1")
    assert overtaking.json()["type"] == "urn:havari:problem:still-running"
    assert answers[0].status_code == 201
    assert seen(declare()) == seen(answers[0])
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_key_make_one_thing(commander):
    api, answers = Program(commander.user), []
    authorization = api.defaults["HTTP_AUTHORIZATION"]

    def declare():
        mine = Program(None)
        mine.defaults["HTTP_AUTHORIZATION"] = authorization
        return mine.send("POST", "incidents", {"title": "Logins fail"}, idempotency_key="1")

    threads = [
        threading.Thread(target=_in_a_connection_of_its_own, args=(declare, answers))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert Incident.objects.count() == declarations() == 1


def _in_a_connection_of_its_own(act, answers):
    try:
        answers.append(act())
    finally:
        connection.close()


def _wait_until_somebody_waits():
    deadline = monotonic() + 30
    with connection.cursor() as cursor:
        while monotonic() < deadline:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted"
                " AND pid = ANY (SELECT pid FROM pg_stat_activity"
                " WHERE datname = current_database()))"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits.")
