"""How incidents set each other off: a picture of what led here and what came of it."""

from django.utils.translation import gettext as _

from accounts.models import User
from core.documents.document import ours, plain
from core.markdown import Diagram, DiagramBox
from incidents.models import Incident, IncidentLink, LinkKind

Link = tuple[int, int]


def chain_diagram(incident: Incident, user: User) -> Diagram | None:
    """Incidents `user` may know of, from the first cause on; None where nothing is linked."""
    visible = Incident.objects.visible_to(user)
    told = IncidentLink.objects.filter(
        kind=LinkKind.TRIGGERED, source__in=visible, target__in=visible
    ).select_related("source", "target")
    named = {each.pk: each for link in told for each in (link.source, link.target)}
    links = {(link.source_id, link.target_id) for link in told}
    columns = columns_from(incident.pk, links)
    if len(columns) == 1:
        return None
    first = min(columns.values())
    order = sorted(columns, key=lambda pk: (columns[pk], pk))
    place = {pk: number for number, pk in enumerate(order)}
    return Diagram(
        title=ours(_("What set off what")),
        columns=tuple(ours(_head(each)) for each in range(first, max(columns.values()) + 1)),
        boxes=tuple(DiagramBox(columns[pk] - first, plain(str(named[pk]))) for pk in order),
        lines=tuple((place[one], place[other]) for one, other in sorted(links) if one in columns),
    )


def columns_from(start: int, links: set[Link]) -> dict[int, int]:
    """Everything that hangs together with `start`, which is in column 0: causes to the left."""
    columns = {start: 0}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        beside = [(two, 1) for one, two in links if one == here]
        beside += [(one, -1) for one, two in links if two == here]
        for other, step in sorted(beside):
            if other not in columns:
                columns[other] = columns[here] + step
                waiting.append(other)
    return columns


def _head(column: int) -> str:
    if column == 0:
        return _("This incident")
    return _("Led here") if column < 0 else _("Came of it")
