"""The incident at a glance: its facts, who held which role, and what it is linked to."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.documents.document import Words, ours, plain, sentence, table, told
from core.markdown import Block, Heading, Items, Runs
from incidents.exports.about import log_line
from incidents.exports.wording import Wording
from incidents.models import Incident
from incidents.selectors.incident import Neighbour
from postmortems.exports.record import Record
from postmortems.models import Postmortem, PostmortemStatus


def glance(record: Record, wording: Wording) -> Iterator[Block]:
    """What, how bad, who and what else."""
    yield Heading(2, ours(_("At a glance")))
    yield _facts(record, wording)
    if record.roles:
        yield Heading(3, ours(_("Who held which role")))
        yield _roles(record, wording)
    if record.neighbours:
        yield Heading(3, ours(_("Linked incidents")))
        yield Items(tuple((told(_link(record.incident, near)),) for near in record.neighbours))


def _facts(record: Record, wording: Wording) -> Block:
    incident = record.incident
    services = ", ".join(service.name for service in incident.services.all())
    rows: list[tuple[Words, Words]] = [
        (ours(_("Severity")), ours(str(incident.get_severity_display()))),
        (ours(_("Status")), ours(str(incident.get_status_display()))),
        (ours(_("Category")), ours(str(incident.get_category_display()))),
        (ours(_("Malicious")), _malice(incident)),
        (ours(_("Discovered by")), ours(str(incident.get_discovery_display()))),
        (ours(_("Services")), plain(services) or ours(_("none named"))),
        (ours(_("Restricted")), ours(_("Yes") if incident.is_restricted else _("No"))),
        (ours(_("Postmortem")), ours(_state(record.postmortem, wording))),
    ]
    return table((_("Fact"), _("In the record")), rows)


def _malice(incident: Incident) -> Runs:
    said = str(incident.get_malice_display())
    if not incident.malice_basis:
        return ours(said)
    return (*ours(f"{said}: "), *plain(incident.malice_basis))


def _state(postmortem: Postmortem, wording: Wording) -> str:
    if postmortem.status == PostmortemStatus.COMPLETED:
        return _("Completed %(at)s") % {"at": wording.moment(postmortem.completed_at)}
    return str(postmortem.get_status_display())


def _roles(record: Record, wording: Wording) -> Block:
    return table(
        (_("Role"), _("Held by"), _("From"), _("Until")),
        [
            (
                ours(str(held.get_role_display())),
                wording.person(held.person_id),
                ours(wording.moment(held.held_from)),
                ours(wording.moment(held.held_until) if held.held_until else _("still held")),
            )
            for held in record.roles
        ],
    )


def _link(incident: Incident, near: Neighbour) -> Runs:
    kind = str(near.link.get_kind_display())
    this, other = ours(incident.reference), ours(near.other.reference)
    title = plain(near.other.title)
    if near.is_source:
        return sentence(
            "%(this)s %(kind)s %(other)s: %(title)s",
            this=this,
            kind=ours(kind),
            other=other,
            title=title,
        )
    return sentence(
        "%(other)s (%(title)s) %(kind)s %(this)s",
        this=this,
        kind=ours(kind),
        other=other,
        title=title,
    )


def head(record: Record, wording: Wording) -> tuple[str, ...]:
    """What stands on every page: reference, edition or that it is none, and how the log stood."""
    return (
        record.incident.reference,
        _("edition %(number)s") % {"number": record.edition}
        if record.edition
        else str(record.postmortem.get_status_display()),
        log_line(record.log, wording),
    )
