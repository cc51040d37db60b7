import pytest
from django.db import connection
from kombu import Connection
from kombu.exceptions import OperationalError

from config.broker import Channel, connect_to_database
from config.celery import app


@pytest.fixture
def broker(django_db_setup):
    """The queue in the suite's database, with no connection left to it afterwards."""
    with app.connection_for_write() as opened:
        yield opened
    for engine, _ in Channel._engines.values():
        engine.dispose()


@pytest.fixture
def queue(broker):
    with broker.SimpleQueue("tests") as opened:
        opened.clear()
        yield opened


def kept_messages():
    with connect_to_database() as database:
        return database.execute("SELECT count(*) FROM kombu_message").fetchone()[0]


def test_a_message_is_delivered_once_and_nothing_of_it_is_kept(queue):
    queue.put({"task": "sign"})
    assert kept_messages() == 1
    message = queue.get(timeout=5)
    message.ack()
    assert message.payload == {"task": "sign"}
    assert kept_messages() == 0
    with pytest.raises(queue.Empty):
        queue.get(timeout=0.1)


def test_messages_are_delivered_after_every_connection_was_cut(queue):
    with connect_to_database() as database:
        database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()
    queue.put("again")
    assert queue.get(timeout=5).payload == "again"


def test_a_database_that_is_away_is_noticed_before_a_task_waits_in_vain(broker, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    with pytest.raises(OperationalError), broker.clone() as another:
        another.ensure_connection(max_retries=1, timeout=1)


def test_no_password_is_in_the_address_that_is_logged(broker, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "secret")
    assert broker.as_uri(include_password=True) == "database://"
    assert isinstance(broker, Connection)
