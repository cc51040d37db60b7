"""Each row of the record changed, put in or removed behind Havari's back is found and named."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from audit.checkpoints import sign_checkpoint
from audit.comparison import compare
from audit.entries import Misfit
from audit.log import canonical
from audit.models import LogEntry
from audit.subjects import Subject, registered
from audit.verification import examine
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import retract_entry
from tests.audit.tampering import tamper, tampered
from tests.full_record import THREE, keep_record

pytestmark = pytest.mark.django_db

EXCEPTIONS = {
    "Draft": "what somebody typed and has not said to the record (docs/decisions/0008)",
    "LogFollower": "up to which entry of the log somebody looked; what was told is logged",
    "ReferenceCounter": "a lock and a counter; the references themselves are logged",
}
NOT_OF_THE_STATE = {
    # How far telling has come is no part of the record.
    "webhooks_webhook": {"failing_since", "told_until", "busy_until"},
    "accounts_user": {"password", "last_login"},
    "calendars_calendarfeed": {"last_read_on"},
    "accounts_apitoken": {"token_key", "last_used_on"},
}
NEVER_FILLED = {"accounts_user_user_permissions"}
CHANGES = {
    "uuid": "gen_random_uuid()",
    "boolean": "NOT coalesce({0}, false)",
    "timestamp with time zone": "coalesce({0}, now()) + interval '1 second'",
    "time without time zone": "coalesce({0}, '00:00') + interval '1 hour'",
    "date": "coalesce({0}, current_date) + 1",
    "jsonb": "coalesce({0}, '[]') || '[\"x\"]'",
    "ARRAY": "array_append({0}, 'x')",
    "character varying": "CASE {0} WHEN '' THEN 'x' ELSE reverse({0}) END",
    "text": "{0} || 'x'",
    "bytea": r"coalesce({0}, '') || '\x00'",
}


@pytest.fixture
def kept(commander, person):
    return keep_record(commander, person("responder"))


def tables() -> dict[str, Subject]:
    """Every table of the record and of its many-to-many lists, with what it tells of."""
    found = {}
    for subject in registered():
        options = subject.rows().model._meta
        found[options.db_table] = subject
        for field in options.many_to_many:
            found[field.m2m_db_table()] = subject
    return {table: subject for table, subject in found.items() if table not in NEVER_FILLED}


def found_in(subject: Subject) -> str:
    """What is found wrong with rows of a kind; it begins with their name."""
    with pytest.raises(Misfit) as misfit:
        compare(subject)
    assert str(misfit.value).startswith(f"The {subject.rows().model._meta.verbose_name} ")
    return str(misfit.value)


def columns(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s "
            "AND column_name <> 'id' ORDER BY ordinal_position",
            [table],
        )
        return cursor.fetchall()


def test_an_untouched_record_says_what_was_logged(kept):
    findings = examine()
    assert findings.problem is None
    assert findings.rows == sum(subject.rows().count() for subject in registered())
    assert all(subject.rows().exists() for subject in registered())


def test_every_column_changed_behind_the_back_is_found(kept):
    for table, subject in tables().items():
        outside = NOT_OF_THE_STATE.get(table, set())
        for column, data_type in columns(table):
            if column in outside:
                continue
            change = CHANGES.get(data_type, "coalesce({0}, 0) + 1000").format(f'"{column}"')
            first = f"(SELECT min(id) FROM {table})"
            with tampered(table, f'UPDATE {table} SET "{column}" = {change} WHERE id = {first}'):
                assert "past Havari." in found_in(subject)
    assert examine().problem is None


def test_every_row_removed_behind_the_back_is_found(kept):
    for table, subject in tables().items():
        with tampered(table, f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})"):
            found_in(subject)
    assert examine().problem is None


def test_every_row_put_in_behind_the_back_is_found(kept):
    owned = {subject.rows().model._meta.db_table for subject in registered()}
    for table, subject in tables().items():
        names = [column for column, _ in columns(table)]
        values = list(map(_quoted, names))
        if table not in owned:  # a list of another incident that is given this one's
            values = [str(kept.second.pk) if name == '"incident_id"' else name for name in values]
        values = ["email || 'x'" if name == '"email"' else name for name in values]
        put = (
            f"INSERT INTO {table} (id, {', '.join(map(_quoted, names))}) "
            f"SELECT id + 1000, {', '.join(values)} FROM {table} LIMIT 1"
        )
        with tampered(table, put):
            found_in(subject)


def _quoted(name: str) -> str:
    return f'"{name}"'


def test_a_change_is_told_in_words_anybody_understands(kept):
    table, number = "incidents_timelineentry", kept.entry.pk
    entry = LogEntry.objects.get(verb="timeline.added", subject_id=str(number)).index
    with tampered(table, f"UPDATE {table} SET text = 'All is well' WHERE id = {number}"):
        assert examine().problem == (
            f'The timeline entry {number} ("All is well") is not what the log says: its text is '
            f'"All is well", but entry {entry} of the log recorded "Login attempts doubled". '
            "It was changed past Havari."
        )
    with tampered(table, f"DELETE FROM {table} WHERE id = {number}"):
        assert examine().problem == (
            f'The timeline entry {number} ("Login attempts doubled") is gone from the record: '
            f"entry {entry} of the log tells of it, and no later one says that it was taken back."
        )


def test_somebody_let_into_a_restricted_incident_by_sql_is_found(kept, person):
    spy = person("approver")
    table = "incidents_incident_people_with_access"
    put = f"INSERT INTO {table} (incident_id, user_id) VALUES ({kept.incident.pk}, {spy.pk})"
    with tampered(table, put):
        problem = examine().problem
        assert "people with access" in problem
        assert kept.incident.reference in problem


def test_a_link_that_was_taken_back_and_put_in_again_is_found(kept):
    gone = LogEntry.objects.get(verb="incident.unlinked")
    table = "incidents_incidentlink"
    put = (
        f"INSERT INTO {table} (id, source_id, target_id, kind) VALUES "
        f"({gone.subject_id}, {kept.incident.pk}, {kept.second.pk}, 'related')"
    )
    with tampered(table, put):
        assert f"entry {gone.index} of the log says that it was taken back" in examine().problem


def test_an_incident_removed_with_all_that_the_log_tells_of_it_leaves_a_gap(commander):
    sign_checkpoint()
    declare_incident(actor=commander, title="Never happened")
    tamper(
        "DELETE FROM audit_payload USING audit_entry "
        "WHERE entry_id = index AND incident_id IS NOT NULL",
        "DELETE FROM audit_entry WHERE incident_id IS NOT NULL",
        "DELETE FROM incidents_incident",
    )
    year = timezone.localdate().year
    assert examine().problem == (
        f"INC-{year}-0001 was given out, but there is no incident of that reference: it was "
        "removed past Havari."
    )


def test_a_counter_set_back_behind_the_back_is_found(kept):
    with tampered(
        "incidents_referencecounter", "UPDATE incidents_referencecounter SET last_number = 1"
    ):
        assert examine().problem == (
            f"{kept.second.reference} is in the record, but that reference was never given out: "
            "the counter was changed past Havari."
        )
    with tampered("incidents_referencecounter", "DELETE FROM incidents_referencecounter"):
        assert kept.incident.reference in examine().problem


def test_record_and_log_still_agree_after_more_work(kept, commander):
    retract_entry(
        actor=commander, incident_id=kept.incident.pk, entry_id=kept.entry.pk, reason="Wrong"
    )
    assert examine().problem is None


def test_every_column_of_every_row_is_in_the_state_the_log_keeps(kept):
    for subject in registered():
        row = subject.rows().order_by("pk").first()
        logged = canonical(subject.state(row))
        for field in row._meta.concrete_fields:
            outside = NOT_OF_THE_STATE.get(row._meta.db_table, set())
            if field.primary_key or field.name in outside:
                continue
            value = getattr(row, field.attname)
            setattr(row, field.attname, other_than(field, value))
            assert canonical(subject.state(row)) != logged, f"{subject.kind}: {field.name}"
            setattr(row, field.attname, value)
        for field in row._meta.many_to_many:
            assert field.name in subject.state(row), f"{subject.kind}: {field.name}"


def other_than(field: models.Field, value: object) -> object:
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, (models.DateField, models.DateTimeField)):
        return None if value else THREE
    if isinstance(field, models.CharField | models.TextField):
        return f"{value}x"
    if isinstance(field, models.BinaryField):
        return bytes(value or b"") + b"x"
    if isinstance(value, list | dict):
        return [*value, "x"]
    return uuid4() if isinstance(field, models.UUIDField) else (value or 0) + 1000


def test_every_table_of_the_record_is_told_to_the_log():
    known = {subject.rows().model for subject in registered()}
    record = {
        model
        for label in ("incidents", "postmortems", "statements")
        for model in apps.get_app_config(label).get_models()
    }
    assert {model.__name__ for model in record - known} == set(EXCEPTIONS)
