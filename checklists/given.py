"""The checklists that come with Havari; from then on they are the organisation's.

What they ask is what the first hour of such incidents lacked: one who leads, times and counts with
their source, no further sending, what the press was told, and the clocks of authorities (first
notice 4 hours after an incident is classified as major and 24 hours after becoming aware, DORA by
2025/301 Art. 5; early warning 24 hours after, NIS2 Art. 23; 72 hours, GDPR Art. 33).
"""

from dataclasses import dataclass

from checklists.steps import Step
from incidents.models import Category, Role, Severity
from statements.models import Language

_HOUR, _DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Given:
    """One of them; `slug` names it for good."""

    slug: str
    name: str
    language: Language
    severities: tuple[Severity, ...]
    categories: tuple[Category, ...]
    steps: tuple[Step, ...]


_SERIOUS = (Severity.SEV1, Severity.SEV2, Severity.SEV3)
_SENT = (Category.MISTAKEN_COMMUNICATION,)
_SLOW = (Category.OUTAGE, Category.DEGRADATION)

# What a database was given is compared with these words: other words are a migration of their own.
GIVEN = (
    Given(
        "de-foerste-ti-minutter",
        "De første ti minutter",
        Language.DANISH,
        _SERIOUS,
        (),
        (
            Step("Én leder hændelsen, og alle ved hvem", Role.COMMANDER, 2),
            Step("Én skriver tidslinjen", Role.COMMANDER, 3),
            Step("Ét sted, hvor alle taler sammen, er åbnet og skrevet ind", Role.COMMANDER, 3),
            Step(
                "Hvornår det begyndte, og hvordan det blev opdaget, er skrevet ind", Role.SCRIBE, 5
            ),
            Step("Hvem mærker det, og hvor mange: bedste bud med spænd og kilde", Role.SCRIBE, 8),
            Step("Det, der sidst blev ændret, er skrevet ind", Role.EXPERT, 8),
            Step("Alvorlighed og kategori passer til det, vi ved nu", Role.COMMANDER, 10),
            Step("Presseberedskabet ved besked", Role.COMMANDER, 10),
            Step("Support ved, hvad de kan sige", Role.COMMUNICATIONS_LEAD, 10),
            Step("Hvornår vi næste gang gør status, er aftalt", Role.COMMANDER, 10),
            Step(
                "Er den større efter DORA? Så løber 4 timer fra vi klassificerer den og 24 fra vi vidste det",
                Role.COMMANDER,
                4 * _HOUR,
            ),
        ),
    ),
    Given(
        "first-ten-minutes",
        "First ten minutes",
        Language.ENGLISH,
        _SERIOUS,
        (),
        (
            Step("Somebody leads the incident, and everybody knows who", Role.COMMANDER, 2),
            Step("Somebody keeps the timeline", Role.COMMANDER, 3),
            Step("One place where all talk is open, and written down", Role.COMMANDER, 3),
            Step("When it began and how it was noticed is written down", Role.SCRIBE, 5),
            Step("Who feels it, and how many: best estimate with range and source", Role.SCRIBE, 8),
            Step("What was changed last is written down", Role.EXPERT, 8),
            Step("Severity and category fit what is known now", Role.COMMANDER, 10),
            Step("The press desk knows", Role.COMMANDER, 10),
            Step("Support knows what it can say", Role.COMMUNICATIONS_LEAD, 10),
            Step("When we take stock next is agreed", Role.COMMANDER, 10),
            Step(
                "Is it major under DORA? Then 4 hours run from classifying it, and 24 from knowing",
                Role.COMMANDER,
                4 * _HOUR,
            ),
        ),
    ),
    Given(
        "fejlsendt-massebesked",
        "Fejlsendt massebesked",
        Language.DANISH,
        (),
        _SENT,
        (
            Step("Al videre udsendelse er stoppet, også planlagte og gentagne", Role.EXPERT, 5),
            Step("Teksten, titlen og linket, der blev sendt, er vedhæftet", Role.SCRIBE, 10),
            Step("Modtagerne er talt: bedste bud med spænd og kilde", Role.SCRIBE, 15),
            Step("Vi ved, om beskeden røbede noget om nogen", Role.EXPERT, 20),
            Step("Belastningen er set: kan folk stadig logge ind?", Role.EXPERT, 10),
            Step(
                "Ingen rettelse sendes til alle på én gang: i hold, uden link til login",
                Role.COMMUNICATIONS_LEAD,
                20,
            ),
            Step("Support ved, hvad de kan sige til dem, der ringer", Role.COMMUNICATIONS_LEAD, 20),
            Step(
                "Statussiden siger det, vi ved, det vi ikke ved, og hvornår vi siger mere",
                Role.COMMUNICATIONS_LEAD,
                30,
            ),
            Step("Første udtalelse til pressen er godkendt", Role.COMMUNICATIONS_LEAD, 60),
            Step(
                "Hvad pressen fik at vide, af hvem og hvornår, er skrevet ind",
                Role.COMMUNICATIONS_LEAD,
                60,
            ),
            Step(
                "Hvad der gjorde det nemt at sende til alle, er noteret til efterforløbet",
                Role.SCRIBE,
            ),
            Step(
                "Om det er et brud på persondata, er vurderet og skrevet ned; er det, løber 72 timer",
                Role.COMMANDER,
                _DAY,
            ),
            Step(
                "DORAs ure er set: 4 timer fra den blev klassificeret som større, 24 fra vi vidste det",
                Role.COMMANDER,
                4 * _HOUR,
            ),
            Step(
                "NIS2, hvis vi er omfattet: tidlig varsling er sendt inden 24 timer",
                Role.COMMANDER,
                _DAY,
            ),
        ),
    ),
    Given(
        "mistaken-mass-message",
        "Mistaken mass message",
        Language.ENGLISH,
        (),
        _SENT,
        (
            Step(
                "All further sending is stopped, what is scheduled and what repeats too",
                Role.EXPERT,
                5,
            ),
            Step("The text, title and link that went out are attached", Role.SCRIBE, 10),
            Step(
                "The recipients are counted: best estimate with range and source", Role.SCRIBE, 15
            ),
            Step("We know whether the message disclosed anything about anybody", Role.EXPERT, 20),
            Step("The load was looked at: can people still log in?", Role.EXPERT, 10),
            Step(
                "No correction goes to everybody at once: in waves, without a link to the login",
                Role.COMMUNICATIONS_LEAD,
                20,
            ),
            Step("Support knows what to say to those who call", Role.COMMUNICATIONS_LEAD, 20),
            Step(
                "The status page says what we know, what we do not, and when we say more",
                Role.COMMUNICATIONS_LEAD,
                30,
            ),
            Step("A first statement for the press is approved", Role.COMMUNICATIONS_LEAD, 60),
            Step(
                "What the press was told, by whom and when, is written down",
                Role.COMMUNICATIONS_LEAD,
                60,
            ),
            Step("What made it easy to send to everybody is noted for the postmortem", Role.SCRIBE),
            Step(
                "Whether it is a breach of personal data is written down; if it is, 72 hours run",
                Role.COMMANDER,
                _DAY,
            ),
            Step(
                "The clocks of DORA were looked at: 4 hours from classifying it as major, 24 from knowing",
                Role.COMMANDER,
                4 * _HOUR,
            ),
            Step(
                "NIS2, where it applies to us: an early warning was sent within 24 hours",
                Role.COMMANDER,
                _DAY,
            ),
        ),
    ),
    Given(
        "overbelastet-login",
        "Overbelastet login",
        Language.DANISH,
        (),
        _SLOW,
        (
            Step(
                "Hvornår loginforsøgene steg, og hvad der gik forud, er skrevet ind", Role.SCRIBE, 5
            ),
            Step(
                "Vi ved, om det er kunder eller et angreb, og hvad det bygger på", Role.EXPERT, 10
            ),
            Step(
                "Det, der sender folk til login, er stoppet: beskeder, kampagner, genforsøg",
                Role.EXPERT,
                10,
            ),
            Step(
                "Grænser eller kø for login er sat, og hvem der slap ind, kan ses", Role.EXPERT, 15
            ),
            Step("Betaling i butik: virker den uden login?", Role.EXPERT, 15),
            Step(
                "Hvor mange kom ikke ind: bedste bud med spænd og kilde, eller “ukendt”",
                Role.SCRIBE,
                20,
            ),
            Step("Statussiden og support siger det samme", Role.COMMUNICATIONS_LEAD, 20),
            Step("Næste melding er lovet og står i uret", Role.COMMUNICATIONS_LEAD, 30),
            Step("Hvornår de sidste kunne logge ind igen, er skrevet ind med kilde", Role.SCRIBE),
            Step(
                "Nedetid over 2 timer i en kritisk funktion tæller i DORA: er den klassificeret?",
                Role.COMMANDER,
                2 * _HOUR,
            ),
            Step("Hændelsen, der satte det i gang, er linket", Role.COMMANDER),
        ),
    ),
    Given(
        "login-overload",
        "Login overload",
        Language.ENGLISH,
        (),
        _SLOW,
        (
            Step(
                "When the login attempts rose, and what came before, is written down",
                Role.SCRIBE,
                5,
            ),
            Step(
                "We know whether it is customers or an attack, and what that rests on",
                Role.EXPERT,
                10,
            ),
            Step(
                "What sends people to the login is stopped: messages, campaigns, retries",
                Role.EXPERT,
                10,
            ),
            Step(
                "Limits or a queue for logins are set, and who got in can be seen", Role.EXPERT, 15
            ),
            Step("Payment in shops: does it work without a login?", Role.EXPERT, 15),
            Step(
                "How many did not get in: best estimate with range and source, or “unknown”",
                Role.SCRIBE,
                20,
            ),
            Step("The status page and support say the same", Role.COMMUNICATIONS_LEAD, 20),
            Step(
                "The next update is promised and stands in the clock", Role.COMMUNICATIONS_LEAD, 30
            ),
            Step("When the last could log in again is written down with its source", Role.SCRIBE),
            Step(
                "Downtime over 2 hours of a critical function counts under DORA: is it classified?",
                Role.COMMANDER,
                2 * _HOUR,
            ),
            Step("The incident that set it off is linked", Role.COMMANDER),
        ),
    ),
)
