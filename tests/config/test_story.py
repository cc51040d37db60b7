import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.actor import system
from audit.verification import verify
from config.story import tell_the_story
from incidents.demonstration import INVENTED, PEOPLE
from incidents.models import Incident, IncidentLink, Service, TimelineEntry
from incidents.selectors.timeline_entry import contradictions_in, timeline_of, times_of
from incidents.services.incident import declare_incident
from postmortems.models import SectionText
from postmortems.services.export import RENDERERS, export_postmortem

# What the press reported, and nothing else stands without the mark.
REPORTED = set(
    """
Push-beskeden "The message" sendt ved en fejl til 1,6 millioner Android-brugere
En push-besked med titlen "The message" blev ved en fejl sendt til 1,6 millioner Android-brugere, omkring 40 procent af de omkring fire millioner brugere.
Push-beskeden "The message" går ved en fejl ud til 1,6 millioner Android-brugere.
Ingen er brudt ind.
Om titlen hentyder til den kendte sang, vides ikke.
Mange kan ikke logge ind, efter at mange åbnede appen på én gang
Mange, der fik beskeden, åbnede appen med det samme.
Mange åbnede appen med det samme, og systemerne blev overbelastet.
Mange åbner appen på én gang og kan ikke logge ind.
Systemerne blev overbelastet, og mange kunne ikke logge ind.
Kl. 16.44 kørte appen igen, men der var stadig knas i butikker.
På Facebook kl. 16.44: appen kører igen, men der er stadig knas i butikker.
Pressechefen svarer en avis samme dag: 1,6 millioner Android-brugere, omkring 40 procent, fik beskeden ved en fejl, og ingen er brudt ind.
Pressechefen svarede en avis samme dag.
Det var en menneskelig fejl, deres egen.
Pressechefen til avisen samme dag: ingen er brudt ind.
Pressechefen til en avis samme dag
Pressechefen: "omkring fire millioner" brugere
Pressechefen har oplyst tallet
Pressen skriver: mange
Pressen skriver: mange; intet tal er oplyst
Pressen fik et tal og en forklaring samme dag.
Modtagere af beskeden
Android-brugere, der fik push-beskeden
Åbnede appen på grund af beskeden
Modtagere, der åbnede appen med det samme
Kunne ikke logge ind
Kunder, der ikke kunne logge ind
Hvor mange kunne ikke logge ind?
Hentyder titlen til sangen?
""".strip().splitlines()
)


@pytest.fixture
def told(db):
    assert tell_the_story("learn-from-wrecks")
    return tuple(Incident.objects.order_by("number"))


@pytest.fixture
def broadcast(told):
    return told[0]


@pytest.fixture
def surge(told):
    return told[1]


def texts():
    for incident in Incident.objects.all():
        yield from (incident.title, incident.summary, incident.malice_basis)
        for entry in incident.timeline.all():
            yield from (entry.text, entry.reason)
        for group in incident.impact_groups.all():
            yield from (group.name, group.definition, group.population_source)
            for estimate in group.estimates.all():
                yield from (estimate.source, estimate.method, estimate.reason)
        for factor in incident.factors.all():
            yield from (factor.text, factor.withdrawn_reason)
        for action in incident.actions.all():
            yield from (action.title, action.evidence, action.worked_basis)
    yield from SectionText.objects.values_list("text", flat=True)


def sentences(text):
    for line in text.splitlines():
        # The mark and the stop after it belong to the sentence before them.
        yield from filter(None, re.split(r"(?<=[.?])(?<![Kk]l\.)\s+", line.removeprefix("- ")))


def test_everything_the_press_did_not_report_is_marked_and_nothing_else_is(told):
    said = {sentence for text in texts() for sentence in sentences(text)}
    assert {each for each in said if INVENTED not in each} == REPORTED
    everything = " ".join(said)
    assert not [each for each in REPORTED if f"{each.removesuffix('.')} {INVENTED}" in everything]


def test_the_broadcast_and_the_surge_it_triggered_have_the_references_of_their_year(told):
    assert [incident.reference for incident in told] == ["INC-2026-0001", "INC-2026-0002"]
    link = IncidentLink.objects.get()
    assert (link.source, link.kind, link.target) == (told[0], "triggered", told[1])


def test_the_milestones_tell_each_window_without_contradiction(broadcast, surge):
    times = {each: times_of(each, timeline_of(each)) for each in (broadcast, surge)}
    assert {
        "cause_began",
        "impact_started",
        "detected",
        "declared",
        "first_message",
        "mitigated",
    } == set(times[broadcast])
    assert {"impact_started", "detected", "declared", "mitigated", "recovered", "resolved"} == set(
        times[surge]
    )
    zone = timezone.get_default_timezone()
    assert times[surge]["mitigated"].moment.astimezone(zone).strftime("%H.%M") == "16.44"
    assert not any(contradictions_in(found) for found in times.values())


def test_the_recipients_were_revised_over_the_day_to_what_the_press_chief_said(broadcast):
    recipients = broadcast.impact_groups.get(name="Modtagere af beskeden")
    assert list(recipients.estimates.values_list("best", flat=True)) == [
        None,
        1_500_000,
        1_600_000,
    ]
    assert recipients.population == 4_000_000
    assert "Pressechefen" in recipients.estimates.last().source


def test_how_many_were_locked_out_is_unknown(surge):
    estimate = surge.impact_groups.get(name="Kunne ikke logge ind").estimates.get()
    assert estimate.is_unknown


def test_each_page_has_something_to_show(broadcast, surge):
    today = timezone.localdate()
    actions = broadcast.actions.all()
    assert [
        action
        for action in actions
        if not action.completed_at and action.due_on and action.due_on < today
    ]
    assert {action.worked for action in actions if action.completed_at} == {True, False, None}
    assert actions.to_be_checked().get().check_due_on == today
    assert surge.actions.get().due_on > today
    assert broadcast.factors.exclude(withdrawn_at=None).exists()
    assert TimelineEntry.objects.filter(is_retraction=True).exists()
    assert TimelineEntry.objects.exclude(reason="").filter(is_retraction=False).exists()
    assert broadcast.roles_held.exclude(held_until=None).exists()
    assert (broadcast.postmortem.status, surge.postmortem.status) == ("completed", "draft")


def test_there_is_an_account_for_each_role_and_one_reads_english(told):
    people = User.objects.in_bulk(field_name="email")
    assert set(people) == {f"{role}@example.org" for role in PEOPLE}
    assert {person.language for person in people.values()} == {"da", "en"}


def test_a_second_telling_changes_nothing(told):
    before = Service.objects.count()
    out = StringIO()
    call_command("seed_demo", stdout=out)
    assert "nothing was changed" in out.getvalue()
    assert (Incident.objects.count(), Service.objects.count()) == (2, before)


def test_a_record_with_incidents_is_left_alone(db):
    declare_incident(actor=system(), title="Ours")
    assert not tell_the_story("learn-from-wrecks")
    assert not User.objects.exists()


def test_log_and_record_agree(transactional_db):
    tell_the_story("learn-from-wrecks")
    assert verify().problem is None


@pytest.mark.parametrize("language", ["da", "en"])
def test_people_appear_by_role_in_every_export(told, language):
    for incident in told:
        for name in RENDERERS:
            file = export_postmortem(
                actor=system(), incident_id=incident.pk, format=name, language=language
            )
            if name in {"markdown", "html", "json"}:
                said = file.content.decode()
                assert not [who for who in PEOPLE.values() if who in said]
                assert "1,6 millioner" in said or incident == told[1]


def test_the_pages_of_the_story_open_for_each_role(told):
    for role in PEOPLE:
        client = Client()
        client.force_login(User.objects.get(email=f"{role}@example.org"))
        pages = [reverse("incident_list"), reverse("action_list")]
        pages += [reverse("incident_detail", args=[each.year, each.number]) for each in told]
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200, page
        assert INVENTED in answer.content.decode()
