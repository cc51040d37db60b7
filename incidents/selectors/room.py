"""How an incident stands: what the head of its pages and the facts beside them tell."""

from typing import Any

from django.utils import timezone

from incidents.models import Incident, Milestone, Role, RoleHeld, Service
from incidents.models.incident import OVER
from incidents.selectors.impact import ReadGroup, groups_of
from incidents.selectors.incident import roles_in
from incidents.selectors.phases import Phase, phases_of, picture_of
from incidents.selectors.timeline_entry import ReadEntry, Time, Times, contradictions_in, times_of


def standing_of(
    incident: Incident, timeline: list[ReadEntry], groups: list[ReadGroup] | None = None
) -> dict[str, Any]:
    """Times, phases, roles and figures of the incident, the same for whoever may see it."""
    times = times_of(incident, timeline)
    phases = phases_of(incident, times, timezone.now())
    roles = roles_in(incident)
    return {
        "times": [time for time in times.values() if time not in _ends_of(phases)],
        "phases": phases,
        "picture": picture_of(phases),
        "impact_since": _still_felt(incident, times),
        "contradictions": [
            (earlier.label, later.label) for earlier, later in contradictions_in(times)
        ],
        "roles": roles,
        "commander": _holder(roles, Role.COMMANDER),
        "groups": groups_of(incident) if groups is None else groups,
    }


def _still_felt(incident: Incident, times: Times) -> Time | None:
    """Since when customers feel it, while they do."""
    is_over = incident.status in OVER or Milestone.RECOVERED in times or Milestone.RESOLVED in times
    return None if is_over else times.get(Milestone.IMPACT_STARTED)


def _ends_of(phases: list[Phase]) -> list[Time]:
    return [end for phase in phases for end in (phase.start, phase.end) if end]


def _holder(roles: list[RoleHeld], role: Role) -> RoleHeld | None:
    return next((held for held in roles if held.role == role and held.held_until is None), None)


def services_of(incident: Incident) -> list[Service]:
    """The services it touches, by name."""
    return list(incident.services.all())
