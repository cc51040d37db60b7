"""What happened before that looks like this, and why one would think so.

Words count by how rare they are, so that "login" says more than "failed"; they are stemmed as
Danish and as English, since titles come in both.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from incidents.models import FactorKind, Incident, IncidentLink, LinkKind
from postmortems.models import NotTheSame

# Below it, what two incidents share is mostly chance.
ALIKE = 0.35
MOST = 10
_CANDIDATES = 60
_STEMMED = (
    "(to_tsvector('danish'::regconfig, COALESCE({0}, '')) || "
    "to_tsvector('english'::regconfig, COALESCE({0}, '')))"
)
_TITLE, _FACTOR = _STEMMED.format("i.title"), _STEMMED.format("f.text")
_QUESTION = f"""
WITH this AS (SELECT id, title FROM incidents_incident WHERE id = %(incident)s),
texts AS (
    SELECT title AS text FROM this UNION ALL
    SELECT text FROM incidents_contributingfactor
    WHERE incident_id = %(incident)s AND withdrawn_at IS NULL
),
spoken AS (
    SELECT DISTINCT lower(token) AS word FROM texts, ts_parse('default', text)
    WHERE tokid IN (1, 2, 3, 6, 10, 11) AND length(token) > 1 LIMIT 60
),
stemmed AS (
    SELECT word, (quote_literal(danish[1]) || '|' || quote_literal(english[1]))::tsquery AS stems
    FROM (SELECT word, ts_lexize('danish_stem', word) AS danish,
        ts_lexize('english_stem', word) AS english FROM spoken) each_word
    WHERE danish <> '{{}}' AND english <> '{{}}'
),
hits AS (
    SELECT word, theirs.id FROM stemmed CROSS JOIN LATERAL (
        (SELECT i.id FROM incidents_incident i WHERE {_TITLE} @@ stems LIMIT %(many)s)
        UNION
        (SELECT f.incident_id FROM incidents_contributingfactor f
         WHERE {_FACTOR} @@ stems AND withdrawn_at IS NULL LIMIT %(many)s)
    ) theirs
),
total AS (SELECT count(*) AS size FROM (SELECT FROM incidents_incident LIMIT %(many)s) few),
weights AS (
    SELECT word, ln(1 + size::float / greatest(count(hits.id) - 1, 1)) AS weight
    FROM stemmed LEFT JOIN hits USING (word) CROSS JOIN total GROUP BY word, size
),
by_words AS (
    SELECT hits.id, array_agg(word ORDER BY weight DESC, word) AS words,
        sum(weight) / (SELECT sum(weight) FROM weights) AS share
    FROM hits JOIN weights USING (word) WHERE hits.id <> %(incident)s
    GROUP BY hits.id ORDER BY share DESC LIMIT {_CANDIDATES}
),
by_title AS (
    SELECT i.id, similarity(upper(i.title), upper(this.title)) AS alike
    FROM incidents_incident i, this
    WHERE upper(i.title) %% upper(this.title) AND i.id <> this.id
    ORDER BY alike DESC LIMIT {_CANDIDATES}
),
services AS (
    SELECT service_id, name FROM incidents_incident_services
    JOIN incidents_service ON incidents_service.id = service_id WHERE incident_id = %(incident)s
),
kinds AS (
    SELECT DISTINCT kind FROM incidents_contributingfactor
    WHERE incident_id = %(incident)s AND withdrawn_at IS NULL AND kind <> ''
),
found AS (
    SELECT id, coalesce(words, '{{}}') AS words, coalesce(share, 0) AS share,
        coalesce(alike, 0) AS alike
    FROM by_words FULL JOIN by_title USING (id)
),
candidates AS (
    SELECT *,
        ARRAY(SELECT name FROM services JOIN incidents_incident_services theirs
            USING (service_id) WHERE theirs.incident_id = found.id ORDER BY name) AS services,
        ARRAY(SELECT DISTINCT kind FROM kinds JOIN incidents_contributingfactor theirs
            USING (kind) WHERE theirs.incident_id = found.id AND theirs.withdrawn_at IS NULL
            ORDER BY kind) AS kinds
    FROM found
)
SELECT id, words, alike, services, kinds,
    0.55 * share + 0.3 * alike
    + 0.1 * cardinality(services) / greatest((SELECT count(*) FROM services), 1)
    + 0.05 * cardinality(kinds) / greatest((SELECT count(*) FROM kinds), 1) AS score
FROM candidates ORDER BY score DESC, id DESC
"""  # noqa: S608 - of constants of this module alone
_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier incident, and what the two have in common.

    `words` stand in both, the rarest first; `alike` is how alike the titles are, from 0 to 1.
    """

    other: Incident
    words: tuple[str, ...]
    alike: float
    services: tuple[str, ...]
    kinds: tuple[str, ...]
    score: float

    @property
    def alike_percent(self) -> int:
        """How alike the titles are, of a hundred; 0 where hardly."""
        return round(self.alike * 100)

    @property
    def kind_labels(self) -> list[str]:
        """What the kinds of factors in common are called."""
        return [str(FactorKind(kind).label) for kind in self.kinds]


def similar_to(incident: Incident, reader: User) -> list[Match]:
    """What `reader` may know of and looks like it, the likeliest first; ten at most.

    Not what somebody said is not the same, and not what is linked already.
    """
    found = {match["id"]: match for match in _asked(incident) if match["score"] >= ALIKE}
    others = Incident.objects.visible_to(reader).filter(pk__in=found)
    for known in _known_of(incident):
        others = others.exclude(pk__in=known)
    matches = [_match(other, found[other.pk]) for other in told_with_follow_up(others)]
    return sorted(matches, key=lambda match: (-match.score, -match.other.pk))[:MOST]


def _known_of(incident: Incident) -> list[QuerySet[Any, Any]]:
    """What somebody has said already how it stands to this one."""
    unlike = NotTheSame.objects.filter(taken_back_at=None)
    return [
        unlike.filter(incident=incident).values("other"),
        unlike.filter(other=incident).values("incident"),
        IncidentLink.objects.filter(source=incident).values("target"),
        IncidentLink.objects.filter(target=incident).values("source"),
    ]


def linked_to(incident: Incident, reader: User) -> QuerySet[Incident]:
    """The incidents of the same kind it is linked to that `reader` may know of.

    With what came of them. What merely triggered it, or was triggered by it, is none of them.
    """
    links = IncidentLink.objects.exclude(kind=LinkKind.TRIGGERED)
    known = links.filter(source=incident).values("target")
    knowing = links.filter(target=incident).values("source")
    of_kind = Q(pk__in=known) | Q(pk__in=knowing)
    return told_with_follow_up(Incident.objects.visible_to(reader).filter(of_kind))


def told_with_follow_up(incidents: QuerySet[Incident]) -> QuerySet[Incident]:
    """With what came of each: its report, and how many of its actions worked, failed or wait."""
    is_done = Q(actions__completed_at__isnull=False)
    is_open = Q(actions__completed_at=None, actions__withdrawn_at=None)
    return incidents.select_related("postmortem").annotate(
        worked=Count("actions", filter=is_done & Q(actions__worked=True), distinct=True),
        failed=Count("actions", filter=is_done & Q(actions__worked=False), distinct=True),
        undone=Count("actions", filter=is_open, distinct=True),
    )


def _asked(incident: Incident) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, {"incident": incident.pk, "many": _MANY})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _match(other: Incident, found: dict[str, Any]) -> Match:
    return Match(
        other,
        tuple(found["words"]),
        float(found["alike"]),
        tuple(found["services"]),
        tuple(found["kinds"]),
        float(found["score"]),
    )
