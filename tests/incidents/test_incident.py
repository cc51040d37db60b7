from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit.actor import Actor, system
from audit.models import LogEntry
from audit.verification import verify
from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.models import Incident, Status
from incidents.services.incident import (
    change_incident,
    change_status,
    declare_incident,
    take_over_incident,
)
from incidents.states import incident_state


def test_a_declaration_gets_a_reference_and_one_log_entry(commander):
    incident = declare_incident(actor=commander, title=" Logins fail ")
    assert incident.reference == f"INC-{incident.declared_at.year}-0001"
    assert incident.title == "Logins fail"
    entries = LogEntry.objects.filter(incident_id=incident.pk)
    assert list(entries.values_list("verb", flat=True)) == ["incident.declared"]


def test_an_empty_title_is_refused_with_the_field_named(commander):
    with pytest.raises(DomainError) as refusal:
        declare_incident(actor=commander, title="  ")
    assert refusal.value.field == "title"
    assert not Incident.objects.exists()


def test_a_viewer_may_not_declare(person):
    with pytest.raises(NotPermitted):
        declare_incident(actor=Actor(person("viewer"), "web"), title="Logins fail")


@pytest.mark.django_db(transaction=True)
def test_parallel_declarations_leave_no_gap_even_when_some_fail():
    def declare(number: int) -> None:
        try:
            with transaction.atomic():
                declare_incident(actor=system(), title=f"Trouble {number}")
                if number % 3 == 0:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(declare, range(24)))
    numbers = Incident.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 17))
    assert list(LogEntry.objects.values_list("index", flat=True)) == list(range(16))


@pytest.mark.django_db(transaction=True)
def test_each_year_counts_for_itself_also_when_one_ends_meanwhile():
    def take_over(number: int) -> None:
        try:
            with transaction.atomic():
                take_over_incident(
                    actor=system(),
                    year=2020 + number % 2,
                    title=f"Trouble {number}",
                    severity="sev3",
                    status="closed",
                )
                if number % 5 == 0:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(take_over, range(20)))
    for year in (2020, 2021):
        numbers = Incident.objects.filter(year=year).order_by("number")
        assert list(numbers.values_list("number", flat=True)) == list(range(1, 9))
    assert verify().problem is None


def test_the_year_of_a_reference_is_the_organisations_wherever_it_is_declared(
    commander, monkeypatch
):
    midnight = datetime(2027, 1, 1, tzinfo=ZoneInfo("Europe/Copenhagen"))
    for moment, year in ((midnight - timedelta(seconds=1), 2026), (midnight, 2027)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment.astimezone(UTC))
        with timezone.override("America/Nuuk"):
            declared = declare_incident(actor=commander, title="Fireworks")
        assert declared.reference == f"INC-{year}-0001"


def test_a_change_against_an_older_version_is_refused(commander, incident):
    change_status(actor=commander, incident_id=incident.pk, version=1, status=Status.IDENTIFIED)
    with pytest.raises(Conflict):
        change_status(actor=commander, incident_id=incident.pk, version=1, status=Status.MONITORING)
    incident.refresh_from_db()
    assert incident.status == Status.IDENTIFIED


def test_malice_needs_a_basis(commander, incident):
    with pytest.raises(DomainError) as refusal:
        change_incident(
            actor=commander, incident_id=incident.pk, version=1, changes={"malice": "no"}
        )
    assert refusal.value.field == "malice_basis"


def test_a_restricted_incident_does_not_exist_for_others(commander, person):
    incident = declare_incident(actor=commander, title="Quiet", is_restricted=True)
    responder = person("responder")
    assert incident in Incident.objects.visible_to(commander.user)
    assert incident in Incident.objects.visible_to(person("auditor"))
    assert incident not in Incident.objects.visible_to(responder)
    with pytest.raises(NotFound):
        change_status(
            actor=Actor(responder, "web"),
            incident_id=incident.pk,
            version=1,
            status=Status.CLOSED,
        )


def test_the_auditor_reads_everything_and_changes_nothing(incident, person):
    with pytest.raises(NotPermitted):
        change_status(
            actor=Actor(person("auditor"), "web"),
            incident_id=incident.pk,
            version=1,
            status=Status.CLOSED,
        )


def test_who_discovered_it_is_said_later_and_stands_in_the_log(commander, incident):
    assert incident.discovery == "unknown"
    on = {"actor": commander, "incident_id": incident.pk, "version": 1}
    changed = change_incident(**on, changes={"discovery": "customers"})
    assert (changed.discovery, changed.version) == ("customers", 2)
    assert incident_state(changed)["discovery"] == "customers"
    with pytest.raises(DomainError):
        change_incident(**on | {"version": 2}, changes={"discovery": "Nanna"})
