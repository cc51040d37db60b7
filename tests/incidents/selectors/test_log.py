import pytest
from django.contrib.auth.models import Group, Permission

from audit.models import LogEntry
from incidents.selectors.log import log_for
from incidents.services.incident import declare_incident
from incidents.services.link import link_incidents, unlink_incidents


@pytest.fixture
def hidden(commander):
    return declare_incident(actor=commander, title="Quiet", is_restricted=True)


@pytest.fixture
def linked(commander, incident, hidden):
    """What is logged of a link to the hidden incident, said and taken back."""
    on = {"actor": commander, "incident_id": incident.pk}
    link = link_incidents(**on, target_id=hidden.pk, kind="triggered")
    unlink_incidents(**on, link_id=link.pk, reason="It did not")
    return {entry.pk for entry in LogEntry.objects.filter(subject_type="incident_link")}


def test_who_may_see_everything_reads_everything(person, linked):
    assert log_for(person("auditor")).count() == LogEntry.objects.count()
    assert len(linked) == 2


def test_a_hidden_incident_is_in_nobody_elses_log_nor_are_links_to_it(
    person, incident, hidden, linked
):
    Group.objects.get(name="auditor").permissions.remove(
        Permission.objects.get(codename="view_restricted_incident")
    )
    read = log_for(person("auditor"))
    assert not read.filter(incident_id=hidden.pk).exists()
    assert not read.filter(pk__in=linked).exists()
    assert read.filter(incident_id=incident.pk).exists()


def test_links_between_incidents_one_may_see_are_read(commander, person, incident):
    other = declare_incident(actor=commander, title="Payments fail")
    on = {"actor": commander, "incident_id": incident.pk}
    link_incidents(**on, target_id=other.pk, kind="related")
    assert log_for(person("viewer")).filter(subject_type="incident_link").count() == 1
