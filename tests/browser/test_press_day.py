"""The press desk at work, in Danish and without scripts: draft, approve, release, revise, correct."""

import re
from datetime import timedelta
from functools import cache

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from audit.actor import Actor, system
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from statements.models import Release
from statements.selectors.statement import statement_in
from statements.services.approval import approve_statement
from statements.services.premise import Told, state_premise
from statements.services.public_page import switch_public_page
from statements.services.statement import Plan, change_statement, draft_statement

NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "Pressechefen")
COUNTED = Estimate(1_400_000, 1_400_000, 1_400_000, NOW, "Loggen", is_actual=True)


@pytest.fixture
def context_options():
    return {"locale": "da", "java_script_enabled": False}


@pytest.fixture
def group(incident):
    group = add_group(actor=system(), incident_id=incident.pk, value=Group("Modtagere"))
    revise_estimate(
        actor=system(), incident_id=incident.pk, group_id=group.pk, based_on=0, value=GUESS
    )
    return group


def test_a_figure_is_said_by_two_and_says_when_it_is_no_longer_right(
    signed_in, person, incident, group
):
    page = signed_in("communications", "da")
    page.goto("/")
    page.get_by_role("link", name=incident.title).click()
    page.get_by_role("navigation", name="Afsnit").get_by_role("link", name="Udtalelser").click()
    page.get_by_role("link", name="Skriv udkast til en udtalelse").click()
    expect(page.get_by_text("ca. 1,6 millioner")).to_be_visible()
    page.get_by_label("Titel").fill("Til medarbejderne")
    page.get_by_label("Målgruppe").select_option("staff")
    page.get_by_label("Kanal").select_option("intranet")
    page.get_by_label("Tekst").fill("Beskeden gik til {count:modtagere} brugere.")
    page.get_by_role("button", name="Gem udkastet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Til medarbejderne")
    expect(page.get_by_text("Beskeden gik til ca. 1,6 millioner brugere.")).to_be_visible()

    expect(page.get_by_role("button", name="Godkend præcis disse ord")).to_have_count(0)
    expect(page.get_by_text("Den, der har skrevet en udtalelse")).to_be_visible()
    statement = incident.statements.get()
    approve_statement(
        actor=Actor(person("approver"), "web"),
        incident_id=incident.pk,
        statement_id=statement.pk,
        digest=statement_in(incident, statement.pk).digest,
    )
    page.reload()
    page.get_by_role("link", name="Udsend", exact=True).click()
    page.get_by_label("Til hvem").fill("Alle medarbejdere")
    page.get_by_role("button", name="Udsend", exact=True).click()
    expect(page.get_by_text("Hvad der blev sagt")).to_be_visible()
    assert Release.objects.get().words == "Beskeden gik til ca. 1,6 millioner brugere."

    revise_estimate(
        actor=system(),
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=1,
        value=COUNTED,
        reason="Talt",
    )
    page.goto("/statements")
    expect(page.get_by_text("var »ca. 1,6 millioner«; nu siger det")).to_be_visible()
    page.get_by_role("link", name=re.compile("Skriv en rettelse ?: Til medarbejderne")).click()
    expect(page.get_by_label("Art", exact=True)).to_have_value("correction")
    expect(page.get_by_label("Hvad den retter")).to_have_value(str(statement.pk))


STORY = {
    "customers": 4_000_000,
    "login_capacity": 20_000,
    "normal_logins": 3_000,
    "push_per_thousand": 600,
    "push_minutes": 15,
}


def test_a_push_message_to_everybody_is_stopped_by_a_slip_and_goes_in_waves(
    signed_in, person, incident, group
):
    for name, value in STORY.items():
        state_premise(actor=system(), name=name, version=0, told=Told(value, "Driften", NOW))
    page = signed_in("administrator", "da")
    page.goto("/statements")
    page.get_by_role("link", name="Indret pressebordet").click()
    page.get_by_role("link", name="Push-besked: hvor mange den højst når").click()
    page.get_by_label("Værdi").fill("1.600.000")
    page.get_by_label("Kilde").fill("Push-systemet")
    page.get_by_label("Opgjort").fill("2026-11-04T15:00")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Push-systemet")).to_be_visible()

    author, approver = Actor(person("communications"), "web"), Actor(person("approver"), "web")
    statement = draft_statement(
        actor=author,
        incident_id=incident.pk,
        plan=Plan("Til alle app-brugere", "customers", "push", "da"),
        text="Beskeden gik til {count:modtagere} brugere ved en fejl.",
    )
    page.goto(f"/incidents/{incident.reference}/statements/{statement.pk}")
    expect(page.get_by_text("Ingen kan godkende den, før den siger")).to_be_visible()
    page.get_by_role("link", name="Sig hvor mange").click()
    expect(page.get_by_label("Hvor mange den går til")).to_have_value("1.600.000")
    change_statement(
        actor=author,
        incident_id=incident.pk,
        statement_id=statement.pk,
        version=1,
        plan=Plan(statement.title, "customers", "push", "da", audience_size=1_600_000),
    )
    for actor in (approver, Actor(person("communications", "two@example.org"), "web")):
        approve_statement(
            actor=actor,
            incident_id=incident.pk,
            statement_id=statement.pk,
            digest=statement_in(incident, statement.pk).digest,
        )
    page.goto(f"/incidents/{incident.reference}/statements/{statement.pk}")
    expect(page.get_by_text("64.000 i minuttet")).to_be_visible()
    expect(page.get_by_text("Send den i 4 bølger på højst 425.000")).to_be_visible()
    page.get_by_role("link", name="Udsend", exact=True).click()
    page.get_by_label("Til hvem").fill("Alle app-brugere")
    page.get_by_label("Hvor mange den går til, én gang til").fill("20")
    page.get_by_role("button", name="Udsend", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Du skrev 20, men den går til 1.600.000")
    expect(page.get_by_label("Til hvem")).to_have_value("Alle app-brugere")
    assert not Release.objects.exists()
    page.get_by_label("Hvor mange den går til, én gang til").fill("1.600.000")
    page.get_by_role("button", name="Udsend", exact=True).click()
    expect(page.get_by_text("Hvad der var ventet af denne massebesked")).to_be_visible()
    assert Release.objects.get().mass["load"] == 64_000


class PressDay:
    """What the team does with the pages; the others approve beside it."""

    def __init__(self, page, person, incident):
        self.page, self.person, self.incident = page, cache(person), incident

    def note_what_nobody_knows(self, question):
        self.page.goto(f"/incidents/{self.incident.reference}/facts")
        expect(self.page.get_by_text("Modtagere", exact=True)).to_be_visible()
        self.page.get_by_role("link", name="Tilføj en linje").click()
        self.page.get_by_label("Hvor den står").select_option("unknown")
        self.page.get_by_label("Tekst").fill(question)
        self.page.get_by_label("Kilde").fill("Presseholdet")
        self.page.get_by_role("button", name="Tilføj").click()
        expect(self.page.get_by_text(question, exact=True)).to_be_visible()

    def draft(self, title, text, *, is_oral=False, **choices):
        self.page.get_by_label("Titel").fill(title)
        for label, value in choices.items():
            self.page.get_by_label(label).select_option(value)
        if is_oral:
            self.page.get_by_label("Givet mundtligt").check()
        self.page.get_by_label("Tekst").fill(text)
        self.page.get_by_role("button", name="Gem udkastet").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def approved(self, title, *roles):
        statement = self.incident.statements.get(title=title)
        for role in roles:
            approve_statement(
                actor=Actor(self.person(role), "web"),
                incident_id=self.incident.pk,
                statement_id=statement.pk,
                digest=statement_in(self.incident, statement.pk).digest,
            )
        self.page.goto(f"/incidents/{self.incident.reference}/statements/{statement.pk}")

    def release(self, whom):
        self.page.get_by_role("link", name="Udsend", exact=True).click()
        self.page.get_by_label("Til hvem").fill(whom)
        self.send()

    def send(self):
        self.page.get_by_role("button", name="Udsend", exact=True).click()

    def finds_what_a_correction_begins_with(self):
        page = self.page
        expect(page.get_by_label("Kanal")).to_have_value("website")
        expect(page.get_by_label("Titel")).to_have_value("Rettelse: Besked sendt ved en fejl")
        expect(page.get_by_label("Tekst")).to_have_value(re.compile("Det rigtige er"))
        said = page.get_by_role("region", name="Hvad der blev sagt")
        expect(said).to_contain_text("1,6 millioner")

    def note_what_was_printed(self, outlet, quote):
        self.page.get_by_role("link", name="noter, hvad der blev trykt").click()
        self.page.get_by_label("Medie").fill(outlet)
        self.page.get_by_label("Ordene, som de blev trykt").fill(quote)
        self.page.get_by_role("button", name="Gem", exact=True).click()


def test_the_press_day_of_the_story_from_the_first_words_to_the_public_correction(
    signed_in, person, incident, group
):
    switch_public_page(actor=system(), version=0, is_on=True, name="Betalingsappen")
    page = signed_in("communications", "da")
    day = PressDay(page, person, incident)
    day.note_what_nobody_knows("Hvor mange der ikke kunne logge ind")

    page.get_by_role("link", name="Skriv udkast til en udtalelse").click()
    page.get_by_role("link", name="Første udtalelse").click()
    expect(page.get_by_label("Tekst")).to_have_value(re.compile("Det ved vi ikke endnu"))
    first = "{count:modtagere} brugere fik ved en fejl en besked."
    day.draft("Besked sendt ved en fejl", first, Målgruppe="customers", Kanal="website")
    day.approved("Besked sendt ved en fejl", "approver")
    day.release("Hjemmesiden")
    expect(page.get_by_text("Ca. 1,6 millioner brugere fik ved en fejl")).to_be_visible()

    page.goto(f"/incidents/{incident.reference}/statements/draft")
    answer = "Den gik til {count:modtagere}. Ingen er brudt ind."
    day.draft("Svar til avisen", answer, is_oral=True, Målgruppe="press", Kanal="answer")
    day.approved("Svar til avisen", "approver", "administrator")
    day.release("Avisen")
    expect(page.get_by_label("Talsperson")).to_have_attribute("required", "")
    expect(page.get_by_label("Til hvem")).to_have_value("Avisen")
    page.get_by_label("Talsperson").fill("Pressechefen")
    day.send()
    day.note_what_was_printed("Avisen", "To millioner fik den")
    expect(page.get_by_text("Det er ikke de ord, der blev sagt.")).to_be_visible()

    revise_estimate(
        actor=system(),
        incident_id=incident.pk,
        group_id=group.pk,
        based_on=1,
        value=COUNTED,
        reason="Talt",
    )
    page.goto("/statements")
    page.get_by_role(
        "link", name=re.compile("Skriv en rettelse ?: Besked sendt ved en fejl")
    ).click()
    day.finds_what_a_correction_begins_with()
    day.draft("Rettelse: hvor mange", "Vi skrev 1,6 millioner; det rigtige er {count:modtagere}.")
    day.approved("Rettelse: hvor mange", "approver")
    day.release("Hjemmesiden")

    page.get_by_role("link", name="Offentlig side").click()
    page.goto("/status/?lang=da")
    expect(page.get_by_text("det rigtige er 1,4 millioner").first).to_be_visible()
    expect(page.get_by_text("Ca. 1,6 millioner brugere fik ved en fejl").first).to_be_visible()
    page.goto(f"/incidents/{incident.reference}/statements/said")
    expect(page.get_by_role("heading", name="Svar til avisen")).to_be_visible()
    expect(page.get_by_text("sagt af Pressechefen")).to_be_visible()
