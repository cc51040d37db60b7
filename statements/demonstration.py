"""The demonstration's press day: first words, an answer to a newspaper, a correction, a mass message.

The answer is told as the press reported it; every other text carries the mark INVENTED.
"""

from dataclasses import dataclass
from datetime import datetime

from audit.actor import Actor
from incidents.demonstration import INVENTED, Story, at, invented
from incidents.models import Incident, Service
from statements.models import Statement
from statements.selectors.statement import statement_in
from statements.services.approval import approve_statement
from statements.services.fact import FactLine, add_fact
from statements.services.mention import note_mention
from statements.services.premise import Told, state_premise
from statements.services.public_page import Naming, add_component, switch_public_page
from statements.services.release import Delivery, release_statement
from statements.services.statement import Plan, draft_statement

COUNT, SHARE = "{count:modtagere-af-beskeden}", "{share:modtagere-af-beskeden}"
FIRST_DANISH = f"""\
{{time:impact_started}} blev en besked med titlen "The message" sendt til {COUNT} Android-brugere. \
Beskeden var ikke ment til dem. Mange åbnede appen på samme tid, og det blev svært at logge ind. Der \
er ikke tegn på hacking.

**Det ved vi ikke endnu:** hvor mange der ikke kunne logge ind.

**Det gør vi nu:** vi hæver grænsen for login i trin.

Du behøver ikke gøre noget. Vi beklager.

{INVENTED}"""
FIRST_ENGLISH = f"""\
At {{time:impact_started}} a message titled "The message" was sent to {COUNT} Android users. It was \
not meant for them. Many opened the app at the same time, and it became hard to sign in. There is no \
sign of hacking.

**What we do not know yet:** how many could not sign in.

**What we are doing:** we raise the limit for sign-in step by step.

You do not need to do anything. We are sorry.

(invented for the demonstration)"""
ANSWER = (
    f'{COUNT} Android-brugere, {SHARE} af brugerne, fik ved en fejl beskeden "The message". Ingen er '
    "brudt ind. Det var en menneskelig fejl, vores egen."
)
CORRECTION = f"""\
Rettelse: Vi skrev først, at beskeden gik til ca. 1,5 millioner Android-brugere. Det rigtige tal er \
{COUNT}, {SHARE} af brugerne.

Årsag: det første tal var udsendelsesværktøjets egen tæller, som ikke var afstemt.

{INVENTED}"""
TO_ALL = f"""\
Du fik i dag en besked med titlen "The message". Den var ikke ment til dig, og du behøver ikke gøre \
noget. Vi beklager.

{INVENTED}"""
PREMISES = {
    "customers": (4_000_000, 'Pressechefen: "omkring fire millioner" brugere'),
    "login_capacity": (20_000, invented("Belastningsprøven i oktober.")),
    "normal_logins": (2_500, invented("En travl eftermiddag.")),
    "push_reach": (1_600_000, invented("Udsendelsesværktøjet.")),
    "push_per_thousand": (300, invented("Kampagnen i september.")),
    "push_minutes": (10, invented("Kampagnen i september.")),
}


@dataclass(frozen=True, slots=True)
class FirstWords:
    """What was said first, in both languages."""

    danish: Statement
    english: Statement


def set_up_the_desk(story: Story) -> None:
    """Switch the public page on, and state what the load of a mass message is worked out from."""
    administrator = story.cast.administrator
    switch_public_page(
        actor=administrator, version=0, is_on=True, name=f"Betalingsappen {INVENTED}"
    )
    services = {service.name: service for service in Service.objects.all()}
    for place, (name, naming) in enumerate(
        {
            "App og login": ("App og login", "App and sign-in"),
            "Betaling i butik": ("Betaling i butik", "Payment in shops"),
            "Push-beskeder": ("Push-beskeder", "Push messages"),
        }.items(),
        start=1,
    ):
        add_component(
            actor=administrator, service_id=services[name].pk, naming=Naming(*naming, place)
        )
    for name, (value, source) in PREMISES.items():
        state_premise(actor=administrator, name=name, version=0, told=Told(value, source, at(9, 0)))


def say_first_words(story: Story) -> FirstWords:
    """The holding statement on the website, before anybody had counted."""
    plan = Plan("Besked sendt ved en fejl", "customers", "website", "da")
    danish = _said(story, plan, FIRST_DANISH, at(16, 50), "Hjemmesiden")
    plan = Plan("Message sent by mistake", "customers", "website", "en", counterpart_id=danish.pk)
    english = _said(story, plan, FIRST_ENGLISH, at(16, 55), "The website")
    return FirstWords(danish, english)


def say_what_is_known(story: Story, first: FirstWords) -> None:
    """The answer to the newspaper, what it printed, the correction, and a draft to everybody."""
    answer = _said(
        story,
        Plan("Svar til avisen", "press", "answer", "da", kind="full", is_oral=True),
        ANSWER,
        at(17, 10),
        "Avisen",
        spokesperson="Pressechefen",
    )
    writer, incident = story.cast.communications, story.broadcast
    note_mention(
        actor=writer,
        incident_id=incident.pk,
        statement_id=answer.pk,
        outlet="Avisen",
        quote="Det var en menneskelig fejl, vores egen",
        link="https://avisen.example.org/the-message",
        printed_at=at(18, 5),
    )
    correction = Plan(
        "Rettelse: hvor mange der fik beskeden",
        "customers",
        "website",
        "da",
        kind="correction",
        corrects_id=first.danish.pk,
    )
    _said(story, correction, CORRECTION, at(17, 20), "Hjemmesiden")
    to_all = Plan(
        "Til alle, der fik beskeden",
        "customers",
        "push",
        "da",
        kind="update",
        audience_size=1_600_000,
    )
    draft_statement(actor=writer, incident_id=incident.pk, plan=to_all, text=TO_ALL)
    for text, source in (
        ("Om titlen hentyder til den kendte sang", "Pressen spurgte; ingen har svaret"),
        (invented("Hvor mange betalinger der blev afbrudt"), invented("Presseholdet")),
    ):
        question = FactLine("unknown", text, source, at(17, 10))
        add_fact(actor=writer, incident_id=incident.pk, value=question)


def _said(
    story: Story,
    plan: Plan,
    text: str,
    moment: datetime,
    recipients: str,
    spokesperson: str = "",
) -> Statement:
    """Drafted by communications, approved by two, released at the moment of the story."""
    cast, incident = story.cast, story.broadcast
    statement = draft_statement(
        actor=cast.communications, incident_id=incident.pk, plan=plan, text=text
    )
    for approver in (cast.approver, cast.administrator):
        _approve(approver, incident, statement)
    release_statement(
        actor=cast.communications,
        incident_id=incident.pk,
        statement_id=statement.pk,
        digest=_digest(incident, statement),
        delivery=Delivery(recipients, spokesperson, released_at=moment),
    )
    return statement


def _approve(approver: Actor, incident: Incident, statement: Statement) -> None:
    approve_statement(
        actor=approver,
        incident_id=incident.pk,
        statement_id=statement.pk,
        digest=_digest(incident, statement),
    )


def _digest(incident: Incident, statement: Statement) -> str:
    read = statement_in(incident, statement.pk)
    assert read  # noqa: S101 - for the type checker
    return read.digest
