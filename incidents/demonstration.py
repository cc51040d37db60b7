"""The demonstration: a push message sent by mistake, and the login surge it set off.

What the press reported is told as it was reported; every other sentence carries the mark INVENTED.
The people are invented too, one for each role; in an export they appear by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.account import Account, create_account
from audit.actor import Actor, system
from core.checks import take_turns
from incidents.models import (
    ActionKind,
    FactorKind,
    Incident,
    Kind,
    Milestone,
    Precision,
    Relation,
    RoleHeld,
    Unit,
)
from incidents.selectors.timeline_entry import timeline_of
from incidents.services.action_item import Plan, add_action, check_action, complete_action
from incidents.services.contributing_factor import Condition, add_factor, withdraw_factor
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

INVENTED = "(opdigtet til demonstrationen)"
DEMONSTRATION_TURN = 7412032
PEOPLE = {
    "viewer": "Vibeke Lundsgaard",
    "responder": "Rasmus Toftegaard",
    "commander": "Kirsten Overby",
    "communications": "Camilla Presskov",
    "approver": "Aksel Godtfredsen",
    "auditor": "Ulla Revsbech",
    "administrator": "Anders Styrbæk",
}
# The story is Danish; one desk shows the same record to whoever reads English.
READS_ENGLISH = "auditor"
DAY = date(2026, 11, 4)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what in the story."""

    responder: Actor
    commander: Actor
    communications: Actor
    approver: Actor
    administrator: Actor


def at(hour: int, minute: int) -> datetime:
    """A moment of that day in Copenhagen, where the clock is an hour ahead of UTC."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=UTC) - timedelta(hours=1)


def invented(text: str) -> str:
    """A sentence the press did not report, marked as such."""
    return f"{text.removesuffix('.')} {INVENTED}."


@dataclass(frozen=True, slots=True)
class Story:
    """Who told it, and the two incidents it is about."""

    cast: Cast
    broadcast: Incident
    surge: Incident


@transaction.atomic
def record_the_story(password: str) -> Story | None:
    """Record what happened through the services; None when there are incidents already."""
    take_turns(DEMONSTRATION_TURN)
    if Incident.objects.exists():
        return None
    cast = _cast(_accounts(password))
    broadcast, surge = _incidents(cast)
    link_incidents(
        actor=cast.commander, incident_id=broadcast.pk, target_id=surge.pk, kind="triggered"
    )
    _tell_broadcast(cast, broadcast)
    _correct_broadcast(cast, broadcast)
    _tell_surge(cast, surge)
    _lead(cast, broadcast, surge)
    _count_broadcast(cast, broadcast)
    _count_surge(cast, surge)
    _follow_up(cast, broadcast, surge)
    return Story(cast, broadcast, surge)


def _accounts(password: str) -> dict[str, User]:
    return {role: _account(role, name, password) for role, name in PEOPLE.items()}


def _account(role: str, name: str, password: str) -> User:
    language = "en" if role == READS_ENGLISH else "da"
    account = Account(f"{role}@example.org", name, language=language, roles=[role])
    person = User.objects.filter(email=account.email).first()
    return person or create_account(actor=system("command"), account=account, password=password)


def _cast(people: dict[str, User]) -> Cast:
    names = ("responder", "commander", "communications", "approver", "administrator")
    return Cast(**{name: Actor(user=people[name], channel="command") for name in names})


NOT_THAT_DAY = invented("Datoen er en anden end den, pressen skrev om.")


def _incidents(cast: Cast) -> tuple[Incident, Incident]:
    app = add_service(actor=cast.administrator, name="App og login", is_critical=True)
    push = add_service(actor=cast.administrator, name="Push-beskeder")
    shops = add_service(
        actor=cast.administrator, name="Betaling i butik", is_critical=True, is_authorised=True
    )
    broadcast = take_over_incident(
        actor=cast.commander,
        year=DAY.year,
        title='Push-beskeden "The message" sendt ved en fejl til 1,6 millioner Android-brugere',
        severity="sev2",
        status="monitoring",
        category="mistaken_communication",
        summary=(
            'En push-besked med titlen "The message" blev ved en fejl sendt til 1,6 millioner '
            "Android-brugere, omkring 40 procent af de omkring fire millioner brugere. Ingen er "
            "brudt ind. Om titlen hentyder til den kendte sang, vides ikke. "
            f"{NOT_THAT_DAY}"
        ),
        services=[push],
    )
    surge = take_over_incident(
        actor=cast.commander,
        year=DAY.year,
        title="Mange kan ikke logge ind, efter at mange åbnede appen på én gang",
        severity="sev1",
        status="resolved",
        category="outage",
        summary=(
            "Mange, der fik beskeden, åbnede appen med det samme. Systemerne blev overbelastet, "
            "og mange kunne ikke logge ind. Kl. 16.44 kørte appen igen, men der var stadig knas i "
            f"butikker. {NOT_THAT_DAY}"
        ),
        services=[app, shops],
    )
    return broadcast, surge


def _tell_broadcast(cast: Cast, incident: Incident) -> None:
    for actor, content in (
        (
            cast.responder,
            _said(
                invented("En kampagnekladde bliver liggende i det fælles udsendelsesværktøj."),
                at(15, 20),
                precision=Precision.HOUR,
                milestone=Milestone.CAUSE_BEGAN,
            ),
        ),
        (
            cast.responder,
            _said(
                'Push-beskeden "The message" går ved en fejl ud til 1,6 millioner '
                f"Android-brugere. {invented('Klokkeslættet er ikke oplyst.')}",
                at(15, 59),
                milestone=Milestone.IMPACT_STARTED,
            ),
        ),
        (
            cast.communications,
            _said(
                invented('Kunder spørger på sociale medier, hvad "The message" betyder.'),
                at(16, 3),
                milestone=Milestone.DETECTED,
            ),
        ),
        (
            cast.commander,
            _said(
                invented("Hændelsen erklæres, og rollerne fordeles."),
                at(16, 6),
                kind=Kind.STATUS,
                milestone=Milestone.DECLARED,
            ),
        ),
        (
            cast.commander,
            _said(
                invented(
                    "Ingen rettelse som push: den ville sende de samme telefoner til login igen."
                ),
                at(16, 21),
                kind=Kind.DECISION,
            ),
        ),
        (
            cast.communications,
            _said(
                invented("Rettelsen lægges på hjemmesiden, uden link til appen."),
                at(16, 26),
                kind=Kind.ACTION,
                milestone=Milestone.MITIGATED,
                evidence_links=("https://driftsstatus.example.org/2026-11-04",),
            ),
        ),
        (
            cast.communications,
            _said(
                invented("Den første udtalelse står på hjemmesiden, på dansk og engelsk."),
                at(16, 50),
                kind=Kind.COMMUNICATION,
                milestone=Milestone.FIRST_MESSAGE,
            ),
        ),
        (
            cast.communications,
            _said(
                "Pressechefen svarer en avis samme dag: 1,6 millioner Android-brugere, omkring 40 "
                "procent, fik beskeden ved en fejl, og ingen er brudt ind. Det var en menneskelig "
                f"fejl, deres egen. {invented('Klokkeslættet er ikke oplyst.')}",
                at(17, 10),
                kind=Kind.COMMUNICATION,
            ),
        ),
        (
            cast.commander,
            _said(
                invented(
                    '"Menneskelig fejl" er ikke svaret; gennemgangen skal finde ud af, hvad der '
                    "gjorde det let at sende til alle."
                ),
                at(17, 30),
                kind=Kind.DECISION,
            ),
        ),
    ):
        add_entry(actor=actor, incident_id=incident.pk, content=content)


def _correct_broadcast(cast: Cast, incident: Incident) -> None:
    wrong = add_entry(
        actor=cast.responder,
        incident_id=incident.pk,
        content=_said(invented("Beskeden er sendt til alle brugere."), at(16, 9)),
    )
    correct_entry(
        actor=cast.responder,
        incident_id=incident.pk,
        entry_id=wrong.pk,
        content=_said(
            invented("Beskeden er kun sendt til Android; iPhone er ikke berørt."), at(16, 9)
        ),
        reason=invented("Udsendelseslisten er slået op."),
    )
    rumour = add_entry(
        actor=cast.communications,
        incident_id=incident.pk,
        content=_said(
            invented("Et rygte på sociale medier taler om hacking."), at(16, 12), kind=Kind.NOTE
        ),
    )
    retract_entry(
        actor=cast.communications,
        incident_id=incident.pk,
        entry_id=rumour.pk,
        reason=invented("Rygtet gjaldt en anden app."),
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


def _tell_surge(cast: Cast, incident: Incident) -> None:
    for content in (
        _said(
            "Mange åbner appen på én gang og kan ikke logge ind. "
            f"{invented('Klokkeslættet er ikke oplyst.')}",
            at(16, 1),
            milestone=Milestone.IMPACT_STARTED,
        ),
        _said(
            invented("Overvågningen af login slår alarm: ni gange så mange forsøg som normalt."),
            at(16, 4),
            milestone=Milestone.DETECTED,
            evidence_links=("https://grafer.example.org/login",),
        ),
        _said(
            invented("Hændelsen erklæres ud fra alarmen."),
            at(16, 7),
            kind=Kind.STATUS,
            milestone=Milestone.DECLARED,
        ),
        _said(invented("Kø foran login, og grænsen hæves i trin."), at(16, 25), kind=Kind.ACTION),
        _said(
            "På Facebook kl. 16.44: appen kører igen, men der er stadig knas i butikker.",
            at(16, 44),
            kind=Kind.COMMUNICATION,
            milestone=Milestone.MITIGATED,
        ),
        _said(
            invented("Login er tilbage på det normale."),
            at(17, 49),
            milestone=Milestone.RECOVERED,
        ),
        _said(
            invented("Betalingerne i butikker er fulgt en time uden fejl."),
            at(18, 55),
            kind=Kind.STATUS,
            milestone=Milestone.RESOLVED,
        ),
    ):
        add_entry(actor=cast.responder, incident_id=incident.pk, content=content)


def _lead(cast: Cast, broadcast: Incident, surge: Incident) -> None:
    held = _assign(cast, broadcast, "commander", cast.commander, at(16, 6))
    _assign(cast, broadcast, "communications_lead", cast.communications, at(16, 6))
    _assign(cast, broadcast, "scribe", cast.responder, at(16, 6))
    _assign(cast, surge, "commander", cast.commander, at(16, 14))
    _assign(cast, surge, "expert", cast.responder, at(16, 14))
    hand_over_role(
        actor=cast.commander,
        incident_id=broadcast.pk,
        role_held_id=held.pk,
        to=_user(cast.responder),
        note=invented("Vagtskifte; næste melding er lovet kl. 18."),
        since=at(17, 30),
    )


def _assign(cast: Cast, incident: Incident, role: str, actor: Actor, since: datetime) -> RoleHeld:
    return assign_role(
        actor=cast.commander,
        incident_id=incident.pk,
        role=role,
        person=_user(actor),
        since=since,
    )


UNKNOWN = Estimate(low=None, best=None, high=None, as_of=at(16, 10), source="")
POPULATION = 'Pressechefen: "omkring fire millioner" brugere'


def _count_broadcast(cast: Cast, incident: Incident) -> None:
    recipients = add_group(
        actor=cast.communications,
        incident_id=incident.pk,
        value=Group(
            name="Modtagere af beskeden",
            definition="Android-brugere, der fik push-beskeden",
            unit=Unit.CUSTOMERS,
            population=4_000_000,
            population_source=POPULATION,
        ),
    )
    nobody_knows = replace(UNKNOWN, source=invented("Ingen har tal endnu."))
    _estimate(cast, incident, recipients.pk, 0, nobody_knows)
    counter = Estimate(
        low=1_200_000,
        best=1_500_000,
        high=2_000_000,
        as_of=at(16, 40),
        source=invented("Udsendelsesværktøjets egen tæller, ikke afstemt."),
    )
    read = invented("Tælleren er aflæst.")
    _estimate(cast, incident, recipients.pk, 1, counter, read)
    openers = add_group(
        actor=cast.responder,
        incident_id=incident.pk,
        value=Group(
            name="Åbnede appen på grund af beskeden",
            definition="Modtagere, der åbnede appen med det samme",
            population=4_000_000,
            population_source=POPULATION,
        ),
    )
    many = replace(UNKNOWN, source="Pressen skriver: mange")
    _estimate(cast, incident, openers.pk, 0, many)
    relate_groups(
        actor=cast.responder,
        incident_id=incident.pk,
        first_id=openers.pk,
        second_id=recipients.pk,
        relation=Relation.NESTED,
    )


def count_as_told(story: Story) -> None:
    """The count that the press chief told the newspaper, in place of the tool's own."""
    recipients = story.broadcast.impact_groups.get(name="Modtagere af beskeden")
    told = Estimate(
        low=1_550_000,
        best=1_600_000,
        high=1_650_000,
        as_of=at(17, 10),
        source="Pressechefen til en avis samme dag",
        method=invented("spændet er en halv enhed af sidste ciffer, og klokkeslættet er et skøn."),
    )
    why = "Pressechefen har oplyst tallet"
    _estimate(story.cast, story.broadcast, recipients.pk, 2, told, why)


def _count_surge(cast: Cast, incident: Incident) -> None:
    locked_out = add_group(
        actor=cast.responder,
        incident_id=incident.pk,
        value=Group(name="Kunne ikke logge ind", definition="Kunder, der ikke kunne logge ind"),
    )
    many = replace(UNKNOWN, as_of=at(16, 44), source="Pressen skriver: mange; intet tal er oplyst")
    _estimate(cast, incident, locked_out.pk, 0, many)


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


def _follow_up(cast: Cast, broadcast: Incident, surge: Incident) -> None:
    alone = _factor(
        cast,
        broadcast,
        "En udsendelse til millioner kunne frigives af én alene.",
        FactorKind.PROCESS,
        [Milestone.CAUSE_BEGAN, Milestone.IMPACT_STARTED],
    )
    shared = _factor(
        cast,
        broadcast,
        "Kladder og færdige kampagner lå i det samme værktøj.",
        FactorKind.INTERFACE,
        [Milestone.CAUSE_BEGAN],
    )
    _factor(cast, broadcast, "Ingen prøve viste, hvem beskeden ville nå.", FactorKind.INFORMATION)
    _factor(
        cast,
        surge,
        "Beskeden førte lige til login, så alle kom på én gang.",
        FactorKind.TECHNICAL,
        [Milestone.IMPACT_STARTED],
    )
    person = _factor(cast, broadcast, "Den, der sendte, så sig ikke for.")
    withdraw_factor(
        actor=cast.commander,
        incident_id=broadcast.pk,
        factor_id=person,
        version=1,
        reason=invented("Det er en person, ikke en betingelse."),
    )
    soon = max(DAY, timezone.localdate()) + timedelta(days=30)
    four_eyes = _plan(cast, broadcast, "To skal frigive en massebesked", DAY, alone)
    _finish(cast, broadcast, four_eyes, "En prøve uden godkender blev afvist.", worked=True)
    alarm = _plan(
        cast, broadcast, "Alarm ved udsendelser til over 100.000", DAY, alone, ActionKind.DETECT
    )
    _finish(cast, broadcast, alarm, "Alarmen kom først efter udsendelsen.", worked=False)
    template = _plan(cast, broadcast, "Skabelonen siger, hvem beskeden går til", DAY, shared)
    _complete(cast, broadcast, template, check_due_on=timezone.localdate())
    _plan(cast, broadcast, "Skil testmodtagere fra rigtige", DAY + timedelta(days=3), shared)
    _plan(cast, broadcast, "Øv en fejlsendt besked", None, None, ActionKind.LEARN)
    _plan(cast, surge, "Venteside foran login", soon, None, ActionKind.MITIGATE)


def _factor(
    cast: Cast,
    incident: Incident,
    text: str,
    kind: str = FactorKind.UNSORTED,
    shown_by: Sequence[Milestone] = (),
) -> int:
    evidence = [read.entry.pk for read in timeline_of(incident) if read.entry.milestone in shown_by]
    condition = Condition(invented(text), kind, evidence)
    return add_factor(actor=cast.commander, incident_id=incident.pk, condition=condition).pk


def _plan(
    cast: Cast,
    incident: Incident,
    title: str,
    due_on: date | None,
    factor: int | None,
    kind: str = ActionKind.PREVENT,
) -> int:
    plan = Plan(
        title=f"{title} {INVENTED}",
        kind=kind,
        owner=_user(cast.responder) if due_on else None,
        due_on=due_on,
        factor_id=factor,
    )
    return add_action(actor=cast.commander, incident_id=incident.pk, plan=plan).pk


def _finish(cast: Cast, incident: Incident, action: int, basis: str, *, worked: bool) -> None:
    _complete(cast, incident, action)
    check_action(
        actor=cast.commander,
        incident_id=incident.pk,
        action_id=action,
        worked=worked,
        basis=invented(basis),
    )


def _complete(
    cast: Cast, incident: Incident, action: int, check_due_on: date | None = None
) -> None:
    complete_action(
        actor=cast.responder,
        incident_id=incident.pk,
        action_id=action,
        evidence=invented("Ændringen er i drift."),
        check_due_on=check_due_on,
    )


def _said(
    text: str,
    moment: datetime,
    kind: str = Kind.OBSERVATION,
    milestone: str = "",
    precision: str = Precision.MINUTE,
    evidence_links: tuple[str, ...] = (),
) -> EntryContent:
    return EntryContent(
        text=text,
        occurred_at=moment,
        kind=kind,
        milestone=milestone,
        precision=precision,
        evidence_links=evidence_links,
    )


def _user(actor: Actor) -> Any:
    return actor.user
