from functools import partial

import pytest

from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import Conflict, DomainError, NotPermitted
from incidents.models import Service
from incidents.services.service import add_service, change_service
from tests.together import at_once, refusals

pytestmark = pytest.mark.django_db


def change(service, **said):
    told = {"name": service.name, "is_critical": False, "is_authorised": False} | said
    return change_service(actor=system(), service_id=service.pk, **({"version": 1} | told))


def test_a_name_is_used_once_however_it_is_written():
    add_service(actor=system(), name=" Push  messages ")
    with pytest.raises(DomainError) as refusal:
        add_service(actor=system(), name="PUSH MESSAGES")
    assert refusal.value.field == "name"
    assert [service.name for service in Service.objects.all()] == ["Push messages"]


def test_a_service_keeps_its_own_name_and_takes_no_other_ones():
    service = add_service(actor=system(), name="Loans")
    other = add_service(actor=system(), name="Cards")
    changed = change(service, name="LOANS", is_critical=True, is_authorised=True)
    assert (changed.name, changed.is_critical, changed.is_authorised) == ("LOANS", True, True)
    with pytest.raises(DomainError):
        change(other, name="loans")
    with pytest.raises(Conflict):
        change(service, name="Credit")
    assert LogEntry.objects.filter(verb="service.changed").count() == 1


def test_a_commander_does_not_keep_the_catalogue(commander: Actor):
    with pytest.raises(NotPermitted):
        add_service(actor=commander, name="Loans")


@pytest.mark.django_db(transaction=True)
def test_a_name_entered_twice_at_once_is_entered_once():
    names = ("Loans", "loans", "LOANS", "Loans")
    results = at_once(*(partial(add_service, actor=system(), name=name) for name in names))
    assert refusals(results) == [DomainError] * 3
    assert Service.objects.count() == 1
