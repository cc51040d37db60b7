"""What a report is made of."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.checkpoints import LogHead
from incidents.exports.people import People
from incidents.models import (
    ActionItem,
    Attachment,
    GroupRelation,
    Incident,
    RoleHeld,
    Unit,
)
from incidents.selectors.contributing_factor import ReadFactor
from incidents.selectors.impact import ReadGroup
from incidents.selectors.imported_record import ReadOrigin
from incidents.selectors.incident import Neighbour
from incidents.selectors.timeline_entry import ReadEntry, Times
from postmortems.models import Dissent, Postmortem
from postmortems.selectors.review import ReadReviewer
from postmortems.selectors.section import ReadSection


@dataclass(frozen=True, slots=True)
class Record:
    """Everything a report is made of, as its reader may see it.

    `attachments` are those of the incident as a whole; entries have their own. `edition` is the number of the edition that is being finished; None of a report as it stands.
    """

    incident: Incident
    postmortem: Postmortem
    sections: list[ReadSection]
    timeline: list[ReadEntry]
    attachments: list[Attachment]
    times: Times
    groups: list[ReadGroup]
    relations: list[GroupRelation]
    factors: list[ReadFactor]
    actions: list[ActionItem]
    roles: list[RoleHeld]
    neighbours: list[Neighbour]
    reviewers: list[ReadReviewer]
    dissents: list[Dissent]
    people: People
    origin: ReadOrigin | None
    log: LogHead
    made_at: datetime
    edition: int | None = None


def unit_words(unit: str, count: int) -> str:
    """What is counted, as many as they are: "1 customer", "2 customers"."""
    return {
        Unit.CUSTOMERS: ngettext("customer", "customers", count),
        Unit.DEVICES: ngettext("device", "devices", count),
        Unit.MESSAGES: ngettext("message", "messages", count),
        Unit.TRANSACTIONS: ngettext("transaction", "transactions", count),
        Unit.DKK: _("DKK"),
    }[Unit(unit)]
