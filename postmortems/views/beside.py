"""What the record says beside the words of a report."""

from typing import Any

from django.utils import timezone

from incidents.models import ActionItem, Incident
from incidents.selectors.contributing_factor import factors_of
from incidents.selectors.impact import groups_of
from incidents.selectors.timeline_entry import ReadEntry, timeline_of
from postmortems.models import SectionKey

_RECORDED = {
    SectionKey.IMPACT,
    SectionKey.TIMELINE,
    SectionKey.FACTORS,
    SectionKey.ACTIONS,
    SectionKey.RECURRENCE,
}


def record_beside(incident: Incident, timeline: list[ReadEntry]) -> dict[str, Any]:
    """What stands beside all the sections, but for the impact."""
    actions = _actions(incident)
    return {
        "told": _told(timeline),
        "factors": factors_of(incident, timeline, actions),
        "actions": actions,
        "today": timezone.localdate(),
    }


def record_beside_section(incident: Incident, key: str) -> dict[str, Any]:
    """What stands beside one section, which `beside` names; nothing where it is prose alone."""
    match key:
        case SectionKey.IMPACT:
            return {"beside": key, "groups": groups_of(incident)}
        case SectionKey.FACTORS:
            factors = factors_of(incident, timeline_of(incident), _actions(incident))
            return {"beside": key, "factors": factors}
        case SectionKey.ACTIONS:
            return {"beside": key, "actions": _actions(incident), "today": timezone.localdate()}
        case SectionKey.TIMELINE:
            return {"beside": key, "told": _told(timeline_of(incident))}
        case _:
            return {"beside": key}


def record_beside_writing(incident: Incident, key: str) -> dict[str, Any]:
    """What stands beside a section that is written: the timeline where nothing else does."""
    return record_beside_section(incident, key if key in _RECORDED else SectionKey.TIMELINE.value)


def _actions(incident: Incident) -> list[ActionItem]:
    return list(incident.actions.select_related("owner", "factor", "incident", "checked_by"))


def _told(timeline: list[ReadEntry]) -> list[ReadEntry]:
    return [read for read in timeline if not read.entry.is_retraction]
