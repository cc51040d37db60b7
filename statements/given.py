"""The templates that come with Havari, until the team words them its own way.

After the three parts of a holding statement, known, not known and next, which lists of the craft
agree on (Constantine; Katie Harrington: within the first hour, with the time of the next word).
Double brackets are blanks; a statement with a blank in it is neither approved nor released.
"""

from dataclasses import dataclass

from statements.models import Language, StatementKind


@dataclass(frozen=True, slots=True)
class Given:
    """One of them; `key` names it for good."""

    key: str
    title: str
    language: Language
    kind: StatementKind
    text: str


_DANISH = (
    (
        StatementKind.HOLDING,
        "Første udtalelse",
        """\
{time:impact_started} oplevede [[tjenesten]], at [[hvad der skete, kort]]. [[Hvor mange, med \
forbehold]] er [[berørt på denne måde]].

**Det ved vi:** [[hvad der er bekræftet]].

**Det ved vi ikke endnu:** [[hvad der undersøges, og hvornår vi venter at vide det]].

**Det gør vi nu:** [[hvad der bliver gjort]].

[[Du behøver ikke gøre noget / Gør sådan]]. Vi beklager ulejligheden.

Næste melding kommer senest [[kl. TT.MM]]. Presse: [[telefon]].""",
    ),
    (
        StatementKind.UPDATE,
        "Ny melding",
        """\
Siden sidste melding: [[hvad der er nyt]].

**Det ved vi nu:** [[tal med forbehold, opgjort hvornår]].

**Det ved vi stadig ikke:** [[hvad der undersøges]].

Næste melding kommer senest [[kl. TT.MM]].""",
    ),
    (
        StatementKind.FULL,
        "Samlet redegørelse",
        """\
**Hvad skete der?** [[Forløbet i få sætninger, med tider]].

**Hvem blev berørt?** [[Antal og andel, med forbehold og kilde]].

**Hvorfor kunne det ske?** [[Forholdene, der gjorde det muligt, ikke personer]].

**Hvad har vi gjort, og hvad gør vi nu?** [[Hvad der er rettet, og hvad der følger]].

Vi beklager. [[Hvor man kan henvende sig]].""",
    ),
    (
        StatementKind.CORRECTION,
        "Rettelse",
        """\
Rettelse: Vi skrev [[hvad der stod]]. Det rigtige er [[det rigtige]].

Årsag: [[hvorfor det første var forkert]]. Vi beklager fejlen.""",
    ),
    (
        StatementKind.WITHDRAWAL,
        "Tilbagetrækning",
        """\
Vi trækker vores udtalelse af [[dato og klokkeslæt]] tilbage, fordi [[årsag]].

[[Hvad der gælder i stedet, eller hvornår vi vender tilbage]].""",
    ),
)
_ENGLISH = (
    (
        StatementKind.HOLDING,
        "Holding statement",
        """\
At {time:impact_started} [[the service]] [[what happened, in short]]. [[How many, with a hedge]] \
[[are affected in this way]].

**What we know:** [[what is confirmed]].

**What we do not know yet:** [[what is being looked into, and when we expect to know]].

**What we are doing:** [[what is being done]].

[[You do not need to do anything / Please do this]]. We are sorry.

Next update by [[HH:MM]]. Press: [[telephone]].""",
    ),
    (
        StatementKind.UPDATE,
        "Update",
        """\
Since our last update: [[what is new]].

**What we know now:** [[figures with a hedge, as of when]].

**What we still do not know:** [[what is being looked into]].

Next update by [[HH:MM]].""",
    ),
    (
        StatementKind.FULL,
        "Full statement",
        """\
**What happened?** [[The course of events in a few sentences, with times]].

**Who was affected?** [[Number and share, with a hedge and the source]].

**How could it happen?** [[The conditions that made it possible, not people]].

**What have we done, and what comes next?** [[What is mended, and what follows]].

We are sorry. [[Where to turn to]].""",
    ),
    (
        StatementKind.CORRECTION,
        "Correction",
        """\
Correction: we wrote [[what it said]]. What is right is [[the right thing]].

Reason: [[why the first was wrong]]. We are sorry for the error.""",
    ),
    (
        StatementKind.WITHDRAWAL,
        "Withdrawal",
        """\
We withdraw our statement of [[date and time]] because [[reason]].

[[What holds instead, or when we will say more]].""",
    ),
)
GIVEN = {
    given.key: given
    for language, texts in ((Language.DANISH, _DANISH), (Language.ENGLISH, _ENGLISH))
    for kind, title, text in texts
    for given in [Given(f"{kind.value}-{language.value}", title, language, kind, text)]
}
