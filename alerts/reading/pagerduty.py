"""PagerDuty's webhooks, version 3."""

from typing import Any

from django.utils.translation import gettext as _

from alerts.reading.arrived import (
    LONGEST_LINK,
    LONGEST_TITLE,
    LONGEST_WORD,
    Arrived,
    Reading,
    line,
    mapping_in,
    moment,
    name,
)
from core.errors import DomainError


def read_pagerduty(body: Any) -> Reading:
    """What PagerDuty says of an incident of its own; whatever else it tells says nothing here.

    Raises:
        DomainError: it is not version 3 of its format.
    """
    said = mapping_in(body, "body")
    if "messages" in said:
        raise DomainError(
            _(
                "This is an older format of PagerDuty's webhooks. Make a webhook subscription of "
                "version 3, which sends “event”."
            ),
            field="messages",
        )
    event = mapping_in(said.get("event"), "event")
    data = mapping_in(event.get("data"), "event.data")
    if data.get("type") != "incident":
        return Reading()
    fingerprint, title = name(data.get("id")), line(data.get("title"), LONGEST_TITLE)
    if not fingerprint or not title:
        raise DomainError(_("Give the incident its id and its title."), field="event.data")
    happened = moment(event.get("occurred_at"))
    is_firing = data.get("status") != "resolved"
    return Reading(
        (
            Arrived(
                fingerprint=fingerprint,
                title=title,
                is_firing=is_firing,
                severity=_summary(data.get("priority")) or line(data.get("urgency"), LONGEST_WORD),
                service=_summary(data.get("service")),
                began_at=moment(data.get("created_at")),
                ended_at=None if is_firing else happened,
                link=line(data.get("html_url"), LONGEST_LINK),
            ),
        )
    )


def _summary(value: Any) -> str:
    return line(value.get("summary"), LONGEST_WORD) if isinstance(value, dict) else ""
