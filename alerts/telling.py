"""What alerts say in the timeline. Their words are anybody's: none of them becomes a link."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from alerts.meaning import Meant
from alerts.models import AlertSource
from alerts.reading.arrived import CUT, MOST_LABELS
from core.checks import words
from core.errors import DomainError
from core.markdown import visible
from incidents.models import Kind, Milestone, Precision
from incidents.services.door import web_address
from incidents.services.timeline_entry import LONGEST_ADDRESS, MOST_LINKS, EntryContent

MOST_TOLD = 20
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:/@&=^\"'])")


def entry_about(
    source: AlertSource, alerts: Sequence[Meant], unread: int, now: datetime, *, opens: bool
) -> EntryContent:
    """The one entry about what a delivery brought of news, in the installation's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _text(source, alerts, unread)
    moments = [moment for each in alerts if (moment := _moment(each))]
    return EntryContent(
        text=text,
        occurred_at=min(moments, default=now),
        precision=Precision.SECOND,
        kind=Kind.OBSERVATION,
        milestone=Milestone.DETECTED if opens else "",
        evidence_links=_links(alerts),
    )


def as_typed(text: str) -> str:
    """Somebody else's words in Markdown, where they mean themselves."""
    return _MARKS.sub(r"\\\1", " ".join(visible(text).split()))


def _text(source: AlertSource, alerts: Sequence[Meant], unread: int) -> str:
    told = [_told(each) for each in alerts[:MOST_TOLD]]
    more = len(alerts) - len(told)
    if more:
        told.append(_("And %(count)s more.") % {"count": more})
    if unread:
        told.append(
            _("%(count)s further alerts in the delivery were not read.") % {"count": unread}
        )
    told.append(_("Told by %(source)s.") % {"source": as_typed(source.name)})
    return "\n\n".join(told)


def _told(alert: Meant) -> str:
    arrived = alert.arrived
    says = _("Alert fires") if arrived.is_firing else _("Alert is resolved")
    lines = [f"{says}: **{as_typed(arrived.title)}**", as_typed(arrived.text), _labels(alert)]
    given = arrived.began_at if arrived.is_firing else arrived.ended_at
    if given and _moment(alert) is None:
        lines.append(
            _("The time it gave cannot be true (%(time)s): this is when it arrived.")
            % {"time": as_typed(given.isoformat())}
        )
    return "\n\n".join(filter(None, lines))


def _labels(alert: Meant) -> str:
    labels = alert.arrived.labels
    shown = " ".join(f"`{_in_code(f'{key}={value}')}`" for key, value in labels[:MOST_LABELS])
    return f"{shown} {CUT}" if len(labels) > MOST_LABELS else shown


def _in_code(text: str) -> str:
    return visible(text).replace("`", "'").strip() or "-"


def _moment(alert: Meant) -> datetime | None:
    return alert.began_at if alert.arrived.is_firing else alert.ended_at


def _links(alerts: Sequence[Meant]) -> tuple[str, ...]:
    """The addresses that can be opened; what is none is left out, for an alert is no form."""
    links: dict[str, None] = {}
    for each in alerts:
        try:
            links[web_address(words(each.arrived.link, "link"), "link", LONGEST_ADDRESS)] = None
        except DomainError:
            continue
    return tuple(links)[:MOST_LINKS]
