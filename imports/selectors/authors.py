"""Authors as they were written, told by role in what is imported."""

import re
from collections.abc import Iterable, Mapping

from accounts.models import User
from incidents.exports.people import PARTICIPANT, capital, role_words
from incidents.models import Incident, Role

LEFT_OUT = "left_out"
_PERSON = "person:"


def treatments(people: Iterable[User]) -> list[tuple[str, str]]:
    """What an author can become: a role, a person of the organisation by role, or nothing."""
    roles = [(role, capital(role_words(role)[0])) for role in (PARTICIPANT, *Role.values)]
    return roles + [(f"{_PERSON}{each.pk}", each.full_name or each.email) for each in people]


class Authors:
    """Tells each author by role; numbers follow the order in which authors appear."""

    def __init__(
        self, incident: Incident | None, names: Iterable[str], chosen: Mapping[str, str]
    ) -> None:
        held = {
            f"{_PERSON}{each.person_id}": each.role
            for each in (incident.roles_held.order_by("held_from") if incident else ())
        }
        named = list(names)
        roles = {name: _role(chosen.get(name, ""), held) for name in named}
        self._left_out = {name for name in named if chosen.get(name) == LEFT_OUT}
        self._labels = dict(_labels(roles))
        # Longer names first, so that "Kari Nord" is not told as "Kari" and "Nord".
        longest = sorted((name for name in named if len(name) > 2), key=len, reverse=True)
        pattern = "|".join(re.escape(name) for name in longest)
        self._named = re.compile(rf"(?<!\w)@?({pattern})(?!\w)") if pattern else None

    def is_left_out(self, name: str) -> bool:
        """Whether what this author wrote stays outside."""
        return name in self._left_out

    def told(self, text: str, author: str) -> str:
        """The words under the role of whoever wrote them, with the authors in them told by role."""
        if self._named:
            text = self._named.sub(lambda found: self._labels[found[1]], text)
        return f"{capital(self._labels[author])}: {text}" if author in self._labels else text


def _role(treatment: str, held: Mapping[str, str]) -> str:
    if treatment.startswith(_PERSON):
        return held.get(treatment, PARTICIPANT)
    return treatment if treatment in Role.values else PARTICIPANT


def _labels(roles: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for role in dict.fromkeys(roles.values()):
        names = [name for name, its in roles.items() if its == role]
        bare = role_words(role)[0]
        for number, name in enumerate(names, start=1):
            yield name, f"{bare} {number}" if len(names) > 1 else bare
