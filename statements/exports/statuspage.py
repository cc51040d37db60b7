"""The public page in the JSON of Atlassian Statuspage, version 2, which aggregators read.

Texts are plain words. Whoever takes them for HTML finds no element in them either: `<` is `&lt;`.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.documents.text import words_alone
from core.markdown import blocks, visible
from core.templatetags.formats import zoned_moment
from incidents.models import Status
from statements.exports.address import page_address
from statements.selectors.public_page import (
    Component,
    Impact,
    PublicIncident,
    PublicRecord,
    PublicStatement,
    Said,
)

Shape = dict[str, Any]
# They go into a page that somebody else writes; as escapes they can end nothing there.
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def statuspage(record: PublicRecord, kind: str, language: str) -> bytes:
    """One of the documents in `SHAPES`, in the language."""
    content = {"page": _page(record)} | SHAPES[kind](record, language)
    return json.dumps(content).translate(_UNSAFE).encode()


def _page(record: PublicRecord) -> Shape:
    return {
        "id": record.key,
        "name": record.name,
        "url": page_address(),
        "time_zone": settings.TIME_ZONE,
        "updated_at": _moment(record.updated_at),
    }


def _status(record: PublicRecord, language: str) -> Shape:
    impact = record.impact
    return {"status": {"indicator": impact.word, "description": _description(impact)}}


def _description(impact: Impact) -> str:
    """As Statuspage itself puts it."""
    return {
        Impact.NONE: _("All Systems Operational"),
        Impact.MINOR: _("Partially Degraded Service"),
        Impact.MAJOR: _("Partial System Outage"),
        Impact.CRITICAL: _("Major Service Outage"),
    }[impact]


def _components(record: PublicRecord, language: str) -> Shape:
    return {"components": [_component(record, each, language) for each in record.components]}


def _component(record: PublicRecord, component: Component, language: str) -> Shape:
    told = [each.updated_at for each in record.incidents if component.key in each.components]
    return {
        "id": component.key,
        "name": _plain(component.name(language)),
        "status": component.impact.component,
        "created_at": _moment(component.added_at),
        "updated_at": _moment(max([component.added_at, *told])),
        "position": component.position,
        "description": None,
        "showcase": True,
        "start_date": None,
        "group_id": None,
        "page_id": record.key,
        "group": False,
        "only_show_if_degraded": False,
    }


def _incidents(record: PublicRecord, language: str) -> Shape:
    return {"incidents": [_incident(record, each, language) for each in record.incidents]}


def _unresolved(record: PublicRecord, language: str) -> Shape:
    return {"incidents": [_incident(record, each, language) for each in record.open]}


def _incident(record: PublicRecord, incident: PublicIncident, language: str) -> Shape:
    return {
        "id": incident.key,
        "name": _plain(incident.named_by(language).title),
        "status": incident.status.value,
        "created_at": _moment(incident.told_at),
        "updated_at": _moment(incident.updated_at),
        "monitoring_at": _moment(incident.first_told(Status.MONITORING)),
        "resolved_at": _moment(incident.first_told(Status.RESOLVED)),
        "impact": incident.impact.word,
        "shortlink": page_address(language, incident.key),
        "started_at": _moment(incident.told_at),
        "page_id": record.key,
        "incident_updates": [_update(incident, each) for each in incident.in_language(language)],
        "components": [
            _component(record, each, language) for each in record.components_of(incident)
        ],
    }


def _update(incident: PublicIncident, statement: PublicStatement) -> Shape:
    at = _moment(statement.said.at)
    return {
        "id": statement.said.key,
        "status": statement.status.value,
        "body": "\n\n".join(_body(statement)),
        "incident_id": incident.key,
        "created_at": at,
        "updated_at": _moment(statement.changed_at),
        "display_at": at,
        "affected_components": None,
        "deliver_notifications": False,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _body(statement: PublicStatement) -> list[str]:
    """The words, with what they put right before them and what put them right on top."""
    later = [_later(each) for each in statement.put_right_by]
    earlier = [_earlier(statement.corrects, statement.said)] if statement.corrects else []
    return [*later, _words(statement.said), *earlier]


def _later(said: Said) -> str:
    told = {"at": zoned_moment(said.at)}
    on = _("Withdrawn on %(at)s:") if said.is_withdrawal else _("Corrected on %(at)s:")
    return f"{on % told} {_plain(said.title)}"


def _earlier(said: Said, by: Said) -> str:
    told = {"at": zoned_moment(said.at)}
    corrects = _("This corrects what was said on %(at)s:")
    takes_back = _("This takes back what was said on %(at)s:")
    on = takes_back if by.is_withdrawal else corrects
    return f"{on % told} {_plain(said.title)}\n\n{_words(said)}"


def _words(said: Said) -> str:
    return _plain(words_alone(blocks(said.words)).decode().strip())


def _plain(text: str) -> str:
    return visible(text).replace("<", "&lt;")


def _maintenances(record: PublicRecord, language: str) -> Shape:
    """Havari keeps incidents; work that is planned is told of elsewhere."""
    return {"scheduled_maintenances": []}


def _summary(record: PublicRecord, language: str) -> Shape:
    return (
        _status(record, language)
        | _components(record, language)
        | _unresolved(record, language)
        | _maintenances(record, language)
    )


SHAPES: dict[str, Callable[[PublicRecord, str], Shape]] = {
    "summary": _summary,
    "status": _status,
    "components": _components,
    "incidents": _incidents,
    "incidents/unresolved": _unresolved,
    "scheduled-maintenances": _maintenances,
    "scheduled-maintenances/upcoming": _maintenances,
    "scheduled-maintenances/active": _maintenances,
}


def _moment(at: datetime | None) -> str | None:
    """ISO 8601 with milliseconds, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if at else None
