import time

import pytest
from django.db import connection
from django.test import override_settings


@pytest.fixture
def unready(client):
    """What /readyz says is not ready, asked as a probe asks that knows no name of this host."""

    def ask():
        answer = client.get("/readyz", headers={"host": "10.1.2.3"})
        return answer.status_code, answer.json().get("not_ready")

    return ask


@pytest.fixture
def database_elsewhere(monkeypatch):
    def move(**settings):
        connection.close()
        for name, value in settings.items():
            monkeypatch.setitem(connection.settings_dict, name, value)

    return move


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_told_without_signing_in_and_tells_nothing_else(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_process_without_a_database_is_alive_and_not_ready(client, unready, database_elsewhere):
    database_elsewhere(HOST="127.0.0.1", PORT="1")
    assert unready() == (503, ["database"])
    assert client.get("/healthz").status_code == 200


def test_a_database_that_accepts_and_never_answers_is_not_waited_for(
    unready, database_elsewhere, silent_port
):
    database_elsewhere(HOST="127.0.0.1", PORT=str(silent_port))
    started = time.monotonic()
    assert unready() == (503, ["database"])
    assert time.monotonic() - started < 5


def test_a_database_that_was_never_migrated_is_not_ready(unready, database_elsewhere):
    database_elsewhere(NAME="postgres")
    assert unready() == (503, ["migrations"])


@pytest.mark.django_db(transaction=True)
def test_a_database_behind_the_program_is_not_ready(unready):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = name || '~' WHERE app = 'incidents'")
    try:
        assert unready() == (503, ["migrations"])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET name = rtrim(name, '~')")
    assert unready() == (200, None)


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_a_broker_that_is_away_is_named_and_not_waited_for(unready, scheme, caplog):
    started = time.monotonic()
    with override_settings(CELERY_BROKER_URL=f"{scheme}://someone:secret@127.0.0.1:1//"):
        assert unready() == (503, ["broker"])
    assert time.monotonic() - started < 5
    assert "broker does not answer" in caplog.text
    assert "secret" not in caplog.text
