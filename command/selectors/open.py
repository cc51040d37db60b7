"""What is open in an incident: what somebody who takes over, or looks in for a minute, must know."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.models import ActionItem, Incident, Role, RoleHeld
from incidents.selectors.impact import ReadGroup
from statements.models import Statement
from statements.selectors.silence import Promise

NEEDED = (Role.COMMANDER, Role.COMMUNICATIONS_LEAD, Role.SCRIBE)


@dataclass(frozen=True, slots=True)
class Open:
    """Work that is not done, words that are not out, promises, and what nobody has counted.

    `said` is what each audience heard last, the newest first; `released` all that is out.
    """

    actions: tuple[ActionItem, ...]
    unreleased: tuple[Statement, ...]
    released: tuple[Statement, ...]
    said: tuple[Statement, ...]
    promised: tuple[Promise, ...]
    uncounted: tuple[ReadGroup, ...]


def open_in(incident: Incident, groups: Sequence[ReadGroup]) -> Open:
    """Everything open, in the order it was said or is due."""
    statements = list(incident.statements.select_related("release").order_by("pk"))
    out = [each for each in statements if hasattr(each, "release")]
    out.sort(key=lambda each: (each.release.released_at, each.pk))
    # Of each audience the last, as `last_words`.
    last = {each.audience: each for each in out}.values()
    promised = [Promise(each, each.next_update_at) for each in last if each.next_update_at]
    return Open(
        actions=tuple(ActionItem.objects.open().filter(incident=incident).select_related("owner")),
        unreleased=tuple(each for each in statements if not hasattr(each, "release")),
        released=tuple(out),
        said=tuple(sorted(last, key=lambda each: each.release.released_at, reverse=True)),
        promised=tuple(sorted(promised, key=lambda each: each.at)),
        uncounted=tuple(each for each in groups if not each.latest or each.latest.is_unknown),
    )


def missing_among(roles: Sequence[RoleHeld]) -> list[Role]:
    """The roles an incident needs that nobody holds."""
    held = {each.role for each in roles if each.held_until is None}
    return [each for each in NEEDED if each not in held]
