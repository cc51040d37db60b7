"""Which incidents are open already and sound like the one somebody is about to declare."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from core.checks import longest
from incidents.models import Incident
from incidents.models.incident import OVER

# From here on it may be the same; from there on it most likely is.
ALIKE = 0.3
THE_SAME = 0.6
MOST = 5
LONGEST_TITLE = longest(Incident, "title")
_FEWEST_LETTERS = 3
_COMPARED = 500
_STEMS = "to_tsvector('danish'::regconfig, {0}) || to_tsvector('english'::regconfig, {0})"
_QUESTION = f"""
WITH typed AS (SELECT tsvector_to_array({_STEMS.format("%(title)s")}) AS stems),
compared AS (
    SELECT id, title, tsvector_to_array({_STEMS.format("title")}) AS stems
    FROM incidents_incident WHERE id = ANY(%(open)s)
)
SELECT compared.id, greatest(
    similarity(upper(title), upper(%(title)s)),
    (SELECT count(*) FROM unnest(compared.stems) stem WHERE stem = ANY(typed.stems))::float
        / greatest(least(cardinality(typed.stems), cardinality(compared.stems)), 4)
) AS alike
FROM compared, typed ORDER BY alike DESC, compared.id DESC LIMIT {MOST}
"""  # noqa: S608 - of constants of this module alone


@dataclass(frozen=True, slots=True)
class Alike:
    """An open incident, and how alike it sounds, from 0 to 1."""

    incident: Incident
    score: float

    @property
    def is_most_likely_the_same(self) -> bool:
        """Whether one would ask before declaring another."""
        return self.score >= THE_SAME


def open_and_alike(title: str, reader: User) -> list[Alike]:
    """Open incidents `reader` may know of that sound like `title`, the likeliest first; five at most.

    The newest five hundred open ones are compared: by the words in common, stemmed as Danish and
    as English, and by the letters, so that a typing error hides nothing.
    """
    title = " ".join(title.replace("\0", "").split())[:LONGEST_TITLE]
    if len(title) < _FEWEST_LETTERS:
        return []
    known = Incident.objects.visible_to(reader).exclude(status__in=OVER)
    scores = _scores(title, list(known.values_list("pk", flat=True)[:_COMPARED]))
    incidents = known.prefetch_related("services").in_bulk(scores)
    return [Alike(incidents[pk], score) for pk, score in scores.items() if pk in incidents]


def _scores(title: str, among: Sequence[int]) -> dict[int, float]:
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, {"title": title, "open": list(among)})
        return {pk: score for pk, score in cursor.fetchall() if score >= ALIKE}
