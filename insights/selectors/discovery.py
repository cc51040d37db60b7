"""Who or what found the incidents first, and the share that customers did."""

from collections import Counter

from django.utils.translation import gettext as _

from core.formats import format_share
from incidents.models import Discovery
from insights.arithmetic import FEWEST
from insights.figure import Cell, Column, Figure, LeftOut, Mark, Picture, Table, percent, said_of
from insights.selectors.dots import LEFT, WIDE, language, number
from insights.selectors.selection import Selection

ROW = 36
BAR = 14


def discovery(selection: Selection) -> Figure:
    """How many were discovered by whom; from thirty on, the share that customers discovered."""
    counts = Counter(Discovery(case.discovery) for case in selection.cases)
    unknown = counts.pop(Discovery.UNKNOWN, 0)
    known = counts.total()
    out = [LeftOut(unknown, _("nobody wrote down who discovered it"))] if unknown else []
    columns = [
        Column("discovered_by", _("Discovered by")),
        Column("incidents", _("Incidents"), is_number=True),
    ]
    found = [each for each in Discovery if counts[each]]
    rows = {each: [Cell(each.value, str(each.label)), number(counts[each])] for each in found}
    most = max(counts.values(), default=1)
    marks = []
    for place, (each, row) in enumerate(rows.items()):
        y, wide = float(ROW * place), WIDE * counts[each] / most
        look = "customers" if each == Discovery.CUSTOMERS else "count"
        marks.append(Mark("words", "row", "0%", y + 13, words=f"{each.label}: {row[1].shown}"))
        marks.append(
            Mark("bar", look, percent(LEFT), y + 18, percent(wide), BAR, says=said_of(row))
        )
    told = _("A bar for each way of discovery, as long as it has incidents")
    return Figure(
        key="discovery",
        title=_("Who discovered it"),
        says=[_by_customers(counts[Discovery.CUSTOMERS], known)],
        counted=known,
        left_out=out,
        tables=[Table("discovery", _("Ways of discovery"), columns, list(rows.values()))],
        picture=Picture(float(ROW * len(rows)), marks, told) if rows else None,
        is_too_few=known < FEWEST,
    )


def _by_customers(count: int, known: int) -> str:
    told = {"count": number(count).shown, "known": number(known).shown}
    if not known:
        return _("Of no incident it is known who discovered it.")
    if known < FEWEST:
        return (
            _("Customers discovered %(count)s of the %(known)s incidents of which it is known.")
            % told
        )
    told["share"] = format_share(count, known, language())
    return (
        _(
            "Customers discovered %(share)s, %(count)s of the %(known)s incidents of which it is known."
        )
        % told
    )
