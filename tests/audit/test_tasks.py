import pytest
from django.db import connection

from audit.models import Checkpoint, LogEntry
from audit.tasks import sign_checkpoint

pytestmark = pytest.mark.django_db


def test_a_checkpoint_is_signed_when_the_log_grew_and_only_then(incident):
    sign_checkpoint()
    sign_checkpoint()
    signed = list(Checkpoint.objects.values_list("size", flat=True))
    assert signed == [LogEntry.objects.count()]


def test_a_rewritten_log_is_reported_loudly_and_not_signed(incident, caplog):
    sign_checkpoint()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM audit_payload; DELETE FROM audit_entry")
    sign_checkpoint()
    assert Checkpoint.objects.count() == 1
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    assert "changed behind Havari's back" in caplog.text
