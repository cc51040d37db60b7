"""A finished report that others read: who can, what they read, and how it goes away."""

import pytest
from django.urls import reverse

from audit.actor import system
from core.errors import Conflict, DomainError, NotFound
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.incident import change_access, declare_incident
from incidents.services.link import link_incidents
from postmortems.models import Publication
from postmortems.services.export import export_postmortem
from postmortems.services.postmortem import (
    complete_postmortem,
    reopen_postmortem,
    start_postmortem,
)
from postmortems.services.publication import publish_edition, withdraw_publication
from postmortems.services.section import write_section
from tests.misfit import misfit

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(incident, commander):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def finished(here, incident):
    start_postmortem(**here, written={"summary": "The list was preselected."})
    add_factor(**here, condition=Condition("One door"))
    complete_postmortem(**here, version=1)
    return {"actor": system(), "incident_id": incident.pk}


@pytest.fixture
def publish(finished):
    def publish(audience, edition=1):
        return publish_edition(**finished, edition=edition, audience=audience, was_read=True)

    return publish


def address(publication, language="en"):
    return f"{reverse('published_report', args=[publication.address])}?lang={language}"


def test_everybody_who_has_the_address_reads_what_is_published_outside(client, publish):
    answer = client.get(address(publish("outside")))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The list was preselected." in page
    assert "Commander" not in page.replace("Incident commander", "")
    assert '<a href="?lang=da"' in page
    assert "no-store" not in answer["Cache-Control"]


def test_it_is_read_in_both_languages(client, publish):
    publication = publish("outside")
    for language, words in (("da", "Medvirkende forhold"), ("en", "Contributing factors")):
        answer = client.get(address(publication, language))
        assert words in answer.content.decode()
        assert answer["Content-Language"] == language


def test_whoever_asks_for_no_language_reads_their_own(client, publish):
    path = reverse("published_report", args=[publish("outside").address])
    assert client.get(path, headers={"Accept-Language": "da"})["Content-Language"] == "da"
    assert client.get(f"{path}?lang=xx", headers={"Accept-Language": "en"}).status_code == 200


def test_the_style_of_the_page_is_allowed_and_no_other(client, publish):
    policy = client.get(address(publish("outside")))["Content-Security-Policy"]
    assert "style-src 'self' 'sha256-" in policy
    assert "unsafe-inline" not in policy


def test_what_is_published_inside_is_read_by_anybody_who_signs_in(client, publish, person):
    publication = publish("inside")
    assert client.get(address(publication)).status_code == 302
    stranger = person("viewer")
    stranger.groups.clear()
    client.force_login(stranger)
    answer = client.get(address(publication))
    assert "The list was preselected." in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_a_later_edition_is_read_when_somebody_publishes_it_at_the_same_address(
    client, publish, here
):
    publication = publish("outside")
    reopen_postmortem(**here, version=2, reason="More is known")
    write_section(**here, key="summary", version=1, text="The list had been preselected for years.")
    complete_postmortem(**here, version=3)
    assert "for years" not in client.get(address(publication)).content.decode()
    assert publish("outside", edition=2).address == publication.address
    assert "for years" in client.get(address(publication)).content.decode()
    assert misfit() is None


def test_what_is_withdrawn_says_that_it_is_gone(client, publish, finished):
    publication = publish("outside")
    withdraw_publication(**finished, audience="outside", reason="A number was wrong")
    answer = client.get(address(publication))
    assert answer.status_code == 410
    assert "no longer here" in answer.content.decode()
    with pytest.raises(NotFound):
        withdraw_publication(**finished, audience="outside", reason="Again")
    assert publish("outside").withdrawn_at is None


@pytest.mark.parametrize("is_source", [True, False])
def test_an_incident_that_is_restricted_later_is_no_longer_told_of(
    client, here, incident, is_source
):
    commander = here["actor"]
    titles = ["A takeover", "A fire"]
    others = [declare_incident(actor=commander, title=title) for title in titles]
    for other in others:
        one, two = (incident, other) if is_source else (other, incident)
        link_incidents(actor=commander, incident_id=one.pk, target_id=two.pk, kind="triggered")
    start_postmortem(**here, written={"summary": "- INC-2026-0002\n- none else"})
    add_factor(**here, condition=Condition("One door"))
    complete_postmortem(**here, version=1)
    on = {"actor": system(), "incident_id": incident.pk}
    publication = publish_edition(**on, edition=1, audience="outside", was_read=True)

    def told():
        file = export_postmortem(**here, format="json", language="en").content.decode()
        page = client.get(address(publication)).content.decode()
        assert [title in page for title in titles] == [title in file for title in titles]
        assert "none else" in page
        return [title in page for title in titles], "Linked incidents" in page + file

    assert told() == ([True, True], True)
    for other, left in zip(others, (([False, True], True), ([False, False], False)), strict=True):
        version = type(other).objects.get(pk=other.pk).version
        change_access(
            actor=commander,
            incident_id=other.pk,
            version=version,
            is_restricted=True,
            reason="It is being looked into",
        )
        assert told() == left


def test_nobody_finds_the_report_of_an_incident_that_is_restricted(client, publish, incident):
    publication = publish("outside")
    change_access(
        actor=system(),
        incident_id=incident.pk,
        version=1,
        is_restricted=True,
        reason="It is being looked into",
    )
    assert client.get(address(publication)).status_code == 404
    with pytest.raises(Conflict):
        publish("inside")


def test_nobody_publishes_what_they_have_not_read(finished):
    with pytest.raises(DomainError) as refusal:
        publish_edition(**finished, edition=1, audience="outside", was_read=False)
    assert refusal.value.field == "was_read"
    assert not Publication.objects.exists()


def test_the_form_says_what_is_missing_and_keeps_what_was_chosen(client, finished, person):
    client.force_login(person("communications"))
    incident = finished["incident_id"]
    path = reverse("publication_make", args=[2026, 1])
    answer = client.post(path, {"edition": "1", "audience": "outside"})
    assert answer.status_code == 422
    assert 'value="outside" selected' in answer.content.decode()
    client.post(path, {"edition": "1", "audience": "outside", "was_read": "on"})
    assert Publication.objects.get().postmortem.incident_id == incident


def test_a_program_publishes_and_takes_away(program, finished, person):
    asked = program(person("communications"))
    at = "incidents/INC-2026-0001/postmortem/publications"
    made = asked.send("post", at, {"edition": 1, "audience": "outside", "was_read": True})
    assert made.status_code == 200, made.content
    assert made.json()["path"].startswith("/reports/")
    gone = asked.send("post", f"{at}/outside/withdraw", {"reason": "A number was wrong"})
    assert gone.json()["withdrawn_at"]
