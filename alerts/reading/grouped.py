"""Alertmanager's webhook, version 4, and Grafana's, which is made after it."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from alerts.reading.arrived import (
    LONGEST_LINK,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORD,
    MOST_ALERTS,
    Arrived,
    Reading,
    alerts_in,
    labels_in,
    line,
    mapping_in,
    moment,
    name,
)
from core.errors import DomainError

STATUSES = {"firing": True, "resolved": False}


def read_alertmanager(body: Any) -> Reading:
    """What Alertmanager says.

    Raises:
        DomainError: it is not version 4 of its format.
    """
    said = mapping_in(body, "body")
    version = line(said.get("version"), LONGEST_WORD)
    if version == "3":
        raise DomainError(
            _(
                "This is version 3 of Alertmanager's format, whose groups are numbers that change. "
                "Use an Alertmanager that sends version 4."
            ),
            field="version",
        )
    if version != "4":
        raise DomainError(
            _("This is not version 4 of Alertmanager's format: it says “%(version)s”.")
            % {"version": version},
            field="version",
        )
    return read_group(said)


def read_group(said: Mapping[str, Any]) -> Reading:
    """The alerts of a group. Raises as `read_alertmanager`, with the place of what is wrong."""
    told = alerts_in(said.get("alerts"), "alerts")
    few = told[:MOST_ALERTS]
    truncated = said.get("truncatedAlerts")
    elsewhere = truncated if isinstance(truncated, int) and 0 < truncated < 10**9 else 0
    return Reading(
        tuple(_alert(each, f"alerts.{place}") for place, each in enumerate(few)),
        name(said.get("groupKey")),
        len(told) - len(few) + elsewhere,
    )


def _alert(told: Any, at: str) -> Arrived:
    said = mapping_in(told, at)
    labels = mapping_in(said.get("labels"), f"{at}.labels")
    notes = said.get("annotations")
    notes = notes if isinstance(notes, dict) else {}
    status = said.get("status")
    if status not in STATUSES:
        raise DomainError(_("Say “firing” or “resolved”."), field=f"{at}.status")
    title = line(notes.get("summary"), LONGEST_TITLE) or line(
        labels.get("alertname"), LONGEST_TITLE
    )
    if not title:
        raise DomainError(
            _("Give the alert a label “alertname” or an annotation “summary”."),
            field=f"{at}.labels",
        )
    return Arrived(
        fingerprint=name(said.get("fingerprint")) or name(json.dumps(labels, sort_keys=True)),
        title=title,
        is_firing=STATUSES[status],
        text=line(notes.get("description") or notes.get("message"), LONGEST_TEXT),
        severity=line(labels.get("severity"), LONGEST_WORD),
        service=line(labels.get("service"), LONGEST_WORD),
        category=line(labels.get("category"), LONGEST_WORD),
        labels=labels_in(labels),
        began_at=moment(said.get("startsAt")),
        ended_at=moment(said.get("endsAt")),
        link=line(said.get("generatorURL"), LONGEST_LINK),
    )
