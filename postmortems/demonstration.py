"""The demonstration: a push message sent by mistake, and the login surge it set off.

What the press reported is told as it was reported; everything else carries the mark INVENTED.
The people are invented too, one for each role.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.services.account import Account, create_account
from audit.actor import Actor, system
from incidents.models import Incident, Kind, Milestone, Precision, Relation, Unit
from incidents.services.action_item import Plan, add_action, check_action, complete_action
from incidents.services.contributing_factor import add_factor
from incidents.services.impact import Estimate, Group, add_group, relate_groups, revise_estimate
from incidents.services.incident import change_incident, take_over_incident
from incidents.services.link import link_incidents
from incidents.services.role import assign_role, hand_over_role
from incidents.services.service import add_service
from incidents.services.timeline_entry import (
    EntryContent,
    add_entry,
    correct_entry,
    retract_entry,
)
from postmortems.services.postmortem import start_postmortem, write_section

INVENTED = "(opdigtet til demonstrationen)"
PEOPLE = {
    "viewer": "Vibeke Lundsgaard",
    "responder": "Rasmus Toftegaard",
    "commander": "Kirsten Overby",
    "communications": "Camilla Presskov",
    "approver": "Aksel Godtfredsen",
    "auditor": "Ulla Revsbech",
    "administrator": "Anders Styrbæk",
}
DAY = date(2026, 11, 4)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what in the story."""

    responder: Actor
    commander: Actor
    communications: Actor
    administrator: Actor


def at(hour: int, minute: int) -> datetime:
    """A moment of that day in Copenhagen, where the clock is an hour ahead of UTC."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


@transaction.atomic
def tell_the_story(password: str) -> bool:
    """Record the story through the services; False when there are incidents already."""
    if Incident.objects.exists():
        return False
    cast = _cast(_accounts(password))
    broadcast, surge = _incidents(cast)
    link_incidents(
        actor=cast.commander, incident_id=broadcast.pk, target_id=surge.pk, kind="triggered"
    )
    _tell_broadcast(cast, broadcast)
    _tell_surge(cast, surge)
    _count(cast, broadcast, surge)
    _follow_up(cast, broadcast)
    _write_postmortem(cast, broadcast)
    return True


def _accounts(password: str) -> dict[str, User]:
    return {role: _account(role, name, password) for role, name in PEOPLE.items()}


def _account(role: str, name: str, password: str) -> User:
    account = Account(f"{role}@example.org", name, language="da", roles=[role])
    person = User.objects.filter(email=account.email).first()
    return person or create_account(actor=system("command"), account=account, password=password)


def _cast(people: dict[str, User]) -> Cast:
    names = ("responder", "commander", "communications", "administrator")
    return Cast(**{name: Actor(user=people[name], channel="command") for name in names})


def _incidents(cast: Cast) -> tuple[Incident, Incident]:
    app = add_service(actor=cast.administrator, name="App og login", is_critical=True)
    push = add_service(actor=cast.administrator, name="Push-beskeder")
    add_service(
        actor=cast.administrator, name="Betaling i butik", is_critical=True, is_authorised=True
    )
    broadcast = take_over_incident(
        actor=cast.commander,
        year=DAY.year,
        title='Push-beskeden "The message" sendt ved en fejl til Android-brugere',
        severity="sev2",
        status="monitoring",
        category="mistaken_communication",
        summary=(
            'En besked med titlen "The message" blev ved en fejl sendt til 1,6 millioner '
            "Android-brugere, omkring 40 procent af de omkring fire millioner brugere. Der er ikke "
            "tegn på hacking. Om titlen hentyder til den kendte sang, vides ikke."
        ),
        services=[push],
    )
    surge = take_over_incident(
        actor=cast.commander,
        year=DAY.year,
        title="Mange kan ikke logge ind, efter at alle åbner appen på én gang",
        severity="sev1",
        status="resolved",
        category="outage",
        summary=(
            "Mange, der fik beskeden, åbnede appen på samme tid. Systemerne blev overbelastet, og "
            "mange kunne ikke logge ind. Kl. 16.44 kørte appen igen, men betaling i butikker "
            "kunne stadig drille."
        ),
        services=[app],
    )
    return broadcast, surge


def _tell_broadcast(cast: Cast, incident: Incident) -> None:
    for actor, content in (
        (
            cast.responder,
            _said(
                f"En kampagnekladde bliver liggende i det fælles udsendelsesværktøj {INVENTED}.",
                at(15, 20),
                precision=Precision.HOUR,
                milestone=Milestone.CAUSE_BEGAN,
            ),
        ),
        (
            cast.responder,
            _said(
                'Push-beskeden "The message" går ud til alle Android-enheder '
                f"{INVENTED}: klokkeslættet.",
                at(15, 59),
                milestone=Milestone.IMPACT_STARTED,
            ),
        ),
        (
            cast.communications,
            _said(
                f'Kunder spørger på sociale medier, hvad "The message" betyder {INVENTED}.',
                at(16, 3),
                milestone=Milestone.DETECTED,
            ),
        ),
        (
            cast.commander,
            _said(
                f"Hændelsen erklæres, og rollerne fordeles {INVENTED}.",
                at(16, 6),
                kind=Kind.STATUS,
                milestone=Milestone.DECLARED,
            ),
        ),
        (
            cast.commander,
            _said(
                "Ingen rettelse som push: den ville sende de samme 1,6 millioner telefoner til "
                f"login-siden igen. Rettelsen lægges på hjemmesiden {INVENTED}.",
                at(16, 21),
                kind=Kind.DECISION,
            ),
        ),
        (
            cast.communications,
            _said(
                "Pressechefen svarer en avis samme dag: 1,6 millioner Android-brugere fik "
                "beskeden ved en fejl, og ingen er brudt ind.",
                at(17, 10),
                kind=Kind.COMMUNICATION,
                milestone=Milestone.FIRST_MESSAGE,
            ),
        ),
    ):
        add_entry(actor=actor, incident_id=incident.pk, content=content)
    wrong = add_entry(
        actor=cast.responder,
        incident_id=incident.pk,
        content=_said(f"Beskeden er sendt til alle brugere {INVENTED}.", at(16, 9)),
    )
    correct_entry(
        actor=cast.responder,
        incident_id=incident.pk,
        entry_id=wrong.pk,
        content=_said(
            f"Beskeden er kun sendt til Android-brugere; iPhone er ikke berørt {INVENTED}.",
            at(16, 9),
        ),
        reason=f"Udsendelseslisten er slået op {INVENTED}",
    )
    rumour = add_entry(
        actor=cast.communications,
        incident_id=incident.pk,
        content=_said(
            f"Et rygte på sociale medier taler om hacking {INVENTED}.", at(16, 12), kind=Kind.NOTE
        ),
    )
    retract_entry(
        actor=cast.communications,
        incident_id=incident.pk,
        entry_id=rumour.pk,
        reason=f"Rygtet gjaldt en anden app {INVENTED}",
    )
    change_incident(
        actor=cast.commander,
        incident_id=incident.pk,
        version=incident.version,
        changes={
            "malice": "no",
            "malice_basis": "Pressechefen til avisen samme dag: ingen er brudt ind.",
        },
    )
    held = assign_role(
        actor=cast.commander,
        incident_id=incident.pk,
        role="commander",
        person=_user(cast.commander),
    )
    assign_role(
        actor=cast.commander,
        incident_id=incident.pk,
        role="communications_lead",
        person=_user(cast.communications),
    )
    hand_over_role(
        actor=cast.commander,
        incident_id=incident.pk,
        role_held_id=held.pk,
        to=_user(cast.responder),
        note=f"Vagtskifte; næste melding er lovet kl. 18 {INVENTED}",
    )


def _tell_surge(cast: Cast, incident: Incident) -> None:
    for content in (
        _said(
            f"Login-forsøg omkring ni gange det sædvanlige {INVENTED}; mange kan ikke logge ind.",
            at(16, 1),
            milestone=Milestone.IMPACT_STARTED,
        ),
        _said(
            f"Overvågningen af login slår alarm {INVENTED}.",
            at(16, 4),
            milestone=Milestone.DETECTED,
        ),
        _said(f"Kø foran login, og grænsen hæves i trin {INVENTED}.", at(16, 25), kind=Kind.ACTION),
        _said(
            "Appen kører igen; der kan stadig være knas i butikker.",
            at(16, 44),
            milestone=Milestone.MITIGATED,
        ),
        _said(
            f"Login er tilbage på det sædvanlige {INVENTED}.",
            at(17, 49),
            milestone=Milestone.RECOVERED,
        ),
    ):
        add_entry(actor=cast.responder, incident_id=incident.pk, content=content)


def _count(cast: Cast, broadcast: Incident, surge: Incident) -> None:
    recipients = add_group(
        actor=cast.communications,
        incident_id=broadcast.pk,
        value=Group(
            name="Modtagere af beskeden",
            definition="Android-brugere, der fik push-beskeden",
            unit=Unit.CUSTOMERS,
            population=4_000_000,
            population_source='Pressechefen: "omkring fire millioner" brugere',
            population_as_of=at(17, 10),
        ),
    )
    first = Estimate(
        low=None,
        best=None,
        high=None,
        as_of=at(16, 10),
        source=f"Ingen har tal endnu {INVENTED}",
    )
    told = Estimate(
        low=1_550_000,
        best=1_600_000,
        high=1_650_000,
        as_of=at(17, 10),
        source="Pressechefen til en avis samme dag",
        method="Afrundet tal; spændet er en halv enhed af sidste ciffer til hver side",
    )
    _estimate(cast, broadcast, recipients.pk, 0, first)
    _estimate(cast, broadcast, recipients.pk, 1, told, "Pressechefen har tallet")
    openers = add_group(
        actor=cast.responder,
        incident_id=broadcast.pk,
        value=Group(
            name="Åbnede appen på grund af beskeden",
            definition="Modtagere, der åbnede appen inden for en halv time",
            population=4_000_000,
            population_source='Pressechefen: "omkring fire millioner" brugere',
        ),
    )
    _estimate(
        cast,
        broadcast,
        openers.pk,
        0,
        replace(first, as_of=at(16, 30), source="Pressen skriver: mange"),
    )
    relate_groups(
        actor=cast.responder,
        incident_id=broadcast.pk,
        first_id=openers.pk,
        second_id=recipients.pk,
        relation=Relation.NESTED,
    )
    locked_out = add_group(
        actor=cast.responder,
        incident_id=surge.pk,
        value=Group(name="Kunne ikke logge ind", definition="Kunder, hvis login blev afvist"),
    )
    _estimate(
        cast,
        surge,
        locked_out.pk,
        0,
        replace(first, as_of=at(16, 44), source="Pressen skriver: mange; intet tal er oplyst"),
    )


def _estimate(
    cast: Cast, incident: Incident, group: int, based_on: int, value: Estimate, reason: str = ""
) -> None:
    revise_estimate(
        actor=cast.communications,
        incident_id=incident.pk,
        group_id=group,
        based_on=based_on,
        value=value,
        reason=reason,
    )


def _follow_up(cast: Cast, incident: Incident) -> None:
    def plan(title: str, days: int, factor: int | None = None, kind: str = "prevent") -> int:
        return add_action(
            actor=cast.commander,
            incident_id=incident.pk,
            plan=Plan(
                title=f"{title} {INVENTED}",
                kind=kind,
                owner=_user(cast.responder),
                due_on=DAY + timedelta(days=days),
                factor_id=factor,
            ),
        ).pk

    alone = _factor(
        cast, incident, "En udsendelse til millioner kunne frigives uden et andet par øjne"
    )
    shared = _factor(
        cast, incident, "Kladder og færdige kampagner lå side om side i det samme værktøj"
    )
    _factor(cast, incident, "Beskeden førte direkte til login-siden, så alle kom på én gang")
    done = plan("Frigivelse af massebeskeder kræver to", 7, alone)
    plan("Testmodtagere adskilt fra rigtige modtagere", 14, shared)
    plan("Venteside foran login ved spidsbelastning", 60, None, "mitigate")
    plan("Alarm ved udsendelser over 100.000 modtagere", 45, alone, "detect")
    complete_action(
        actor=cast.responder,
        incident_id=incident.pk,
        action_id=done,
        evidence=f"Ændringen er i drift; prøvet med en udsendelse til ti enheder {INVENTED}",
    )
    check_action(
        actor=cast.commander,
        incident_id=incident.pk,
        action_id=done,
        worked=True,
        basis=f"En prøve uden godkender blev afvist {INVENTED}",
    )


def _factor(cast: Cast, incident: Incident, text: str) -> int:
    return add_factor(actor=cast.commander, incident_id=incident.pk, text=f"{text} {INVENTED}.").pk


SECTIONS = {
    "summary": (
        'Push-beskeden "The message" gik ved en fejl til 1,6 millioner Android-brugere. Mange '
        "åbnede appen på én gang, og login blev overbelastet. Pressechefen svarede en avis samme "
        "dag."
    ),
    "detection": f"Kunderne så det før os; login-alarmen kom et minut senere {INVENTED}.",
    "went_well": (
        f"- Ingen rettelse som push, som ville have gentaget belastningen {INVENTED}\n"
        "- Pressen fik et tal og en forklaring samme dag"
    ),
    "was_hard": f"Ingen kunne sige, hvor mange der ikke kunne logge ind {INVENTED}.",
    "lessons": (
        "Det var let at sende til alle og svært at sende til nogle få. En besked til millioner "
        f"er også en belastningsprøve {INVENTED}."
    ),
    "questions": "- Hvor mange kunne ikke logge ind?\n- Hentydede titlen til sangen?",
}


def _write_postmortem(cast: Cast, incident: Incident) -> None:
    start_postmortem(actor=cast.commander, incident_id=incident.pk)
    for key, text in SECTIONS.items():
        write_section(
            actor=cast.communications, incident_id=incident.pk, key=key, version=0, text=text
        )


def _said(
    text: str,
    moment: datetime,
    kind: str = Kind.OBSERVATION,
    milestone: str = "",
    precision: str = Precision.MINUTE,
) -> EntryContent:
    return EntryContent(
        text=text, occurred_at=moment, kind=kind, milestone=milestone, precision=precision
    )


def _user(actor: Actor) -> Any:
    return actor.user
