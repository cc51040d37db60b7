"""Grafana's webhooks: those of its own alerting today, and those of its alerting before version 9."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from alerts.reading.arrived import (
    LONGEST_LINK,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORD,
    Arrived,
    Reading,
    labels_in,
    line,
    mapping_in,
    name,
)
from alerts.reading.grouped import read_group
from core.errors import DomainError

FIRING = {"alerting", "no_data"}
QUIET = {"ok"}


def read_grafana(body: Any) -> Reading:
    """What Grafana says; a rule that is pending or paused says nothing yet.

    Raises:
        DomainError: it is neither of Grafana's formats.
    """
    said = mapping_in(body, "body")
    if "alerts" in said:
        return read_group(said)
    if "ruleId" not in said or "state" not in said:
        raise DomainError(
            _("This is no alert of Grafana: it has neither “alerts” nor “ruleId” and “state”."),
            field="body",
        )
    return _legacy(said)


def _legacy(said: Mapping[str, Any]) -> Reading:
    state = said["state"]
    if state not in FIRING | QUIET:
        return Reading()
    rule = name(said["ruleId"])
    title = line(said.get("ruleName") or said.get("title"), LONGEST_TITLE)
    if not rule or not title:
        raise DomainError(_("Give the rule its number and its name."), field="ruleId")
    tags = said.get("tags")
    tags = tags if isinstance(tags, dict) else {}
    return Reading(
        (
            Arrived(
                fingerprint=name(f"rule {rule}"),
                title=title,
                is_firing=state in FIRING,
                text=line(said.get("message"), LONGEST_TEXT),
                severity=line(tags.get("severity"), LONGEST_WORD),
                service=line(tags.get("service"), LONGEST_WORD),
                category=line(tags.get("category"), LONGEST_WORD),
                labels=labels_in(tags),
                link=line(said.get("ruleUrl"), LONGEST_LINK),
            ),
        )
    )
