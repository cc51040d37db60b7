"""The real program delivers: an alert opens an incident, and its end is an entry."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from alerts.services.alert_key import make_alert_key
from alerts.services.alert_source import SetUp, add_alert_source
from audit.actor import system
from incidents.models import Incident, TimelineEntry
from tests.alerts.alertmanager import delivering_to
from tests.config.running import until


@pytest.mark.django_db(transaction=True)
def test_alertmanager_opens_an_incident_and_tells_of_its_end(live_server, tmp_path):
    setup = SetUp("prometheus", "Prometheus", "alertmanager", severities={"critical": "sev1"})
    source = add_alert_source(actor=system(), setup=setup)
    token = make_alert_key(actor=system(), source_id=source.pk, proof="token").token
    address = live_server.url + reverse("api_alerts", args=[source.slug])
    labels = {"alertname": "LoginErrors", "severity": "critical", "instance": "login-1"}
    notes = {"summary": "Many logins fail"}
    began = (datetime.now(UTC) - timedelta(minutes=2)).isoformat()
    with delivering_to(address, token, tmp_path) as alertmanager:
        alertmanager.tell(labels=labels, annotations=notes, startsAt=began)
        until(Incident.objects.exists)
        incident = Incident.objects.get()
        assert (incident.title, incident.severity) == ("Many logins fail", "sev1")
        until(lambda: TimelineEntry.objects.count() == 1)
        ended = datetime.now(UTC).isoformat()
        alertmanager.tell(labels=labels, annotations=notes, startsAt=began, endsAt=ended)
        until(lambda: TimelineEntry.objects.count() == 2)
    assert "Alert is resolved" in incident.timeline.latest("pk").text
    incident.refresh_from_db()
    assert incident.status == "investigating"
