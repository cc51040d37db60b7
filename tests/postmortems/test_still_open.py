"""What whoever completes a report is told that it still lacks."""

import pytest
from django.urls import reverse

from incidents.services.action_item import Plan, add_action
from incidents.services.contributing_factor import Condition, add_factor
from postmortems.services.postmortem import start_postmortem

pytestmark = pytest.mark.django_db


def test_what_is_open_is_told_beside_the_button_and_stands_in_nobodys_way(
    client, commander, incident
):
    on = {"actor": commander, "incident_id": incident.pk}
    add_factor(**on, condition=Condition("One person could send"))
    add_action(**on, plan=Plan("Two people release"))
    start_postmortem(**on, written={"summary": "The operator forgot to check."})
    client.force_login(commander.user)
    page = reverse("postmortem_detail", args=[incident.year, incident.number])
    said = " ".join(client.get(page).content.decode().split())
    for open_end in (
        'Nothing is written under: <a href="#at-impact">',
        "1 wording points at people.",
        "1 contributing factor is shown by nothing in the timeline.",
        "1 contributing factor is answered by no action.",
        "1 action answers no contributing factor.",
    ):
        assert open_end in said
    assert '<a href="#at-summary">' not in said
    complete = reverse("postmortem_complete", args=[incident.year, incident.number])
    client.post(complete, {"version": 1})
    assert "Still open" not in client.get(page).content.decode()
