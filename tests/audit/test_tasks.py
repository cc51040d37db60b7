import pytest
from django.db import connection

from audit.models import Checkpoint, LogEntry
from audit.tasks import sign_checkpoint, verify_log

pytestmark = pytest.mark.django_db


def test_a_checkpoint_is_signed_when_the_log_grew_and_only_then(incident):
    sign_checkpoint()
    sign_checkpoint()
    signed = list(Checkpoint.objects.values_list("size", flat=True))
    assert signed == [LogEntry.objects.count()]


def tamper(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


def test_a_shortened_log_is_reported_loudly_and_not_signed(incident, caplog):
    sign_checkpoint()
    tamper("DELETE FROM audit_payload; DELETE FROM audit_entry")
    sign_checkpoint()
    assert Checkpoint.objects.count() == 1
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert "changed behind Havari's back" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_record_changed_past_havari_is_reported_loudly_by_the_next_morning(incident, caplog):
    verify_log()
    assert not caplog.records
    tamper("UPDATE incidents_incident SET title = 'All is well'")
    verify_log()
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert "All is well" in caplog.text
