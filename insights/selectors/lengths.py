"""How long customers were hit, as far as it is known to the minute."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from incidents.models import Milestone
from insights.arithmetic import Length
from insights.figure import Figure, LeftOut
from insights.selectors.dots import Point, Subject, dots_of
from insights.selectors.selection import Case, Selection, Why, left_out


def length_of(case: Case, selection: Selection) -> Length | Why:
    """From when the impact started until all ran again, else until it was resolved; or so far."""
    ends = (Milestone.RECOVERED, Milestone.RESOLVED)
    end = next((each for each in ends if each in case.at), None)
    if end:
        lasted = case.between(Milestone.IMPACT_STARTED, end)
        return lasted if isinstance(lasted, Why) else Length(int(lasted.total_seconds()))
    return so_far(case, Milestone.IMPACT_STARTED, selection)


def so_far(case: Case, start: Milestone, selection: Selection) -> Length | Why:
    """How long since one of its times, for an incident that goes on."""
    if start not in case.at:
        return Why.NO_START
    if case.is_over:
        return Why.NO_END
    if case.contradicts:
        return Why.CONTRADICTION
    if start in case.rough:
        return Why.ROUGH
    passed = int((selection.now - case.moment(start)).total_seconds())
    return Length(max(passed, 0), is_open=True)


def reasons(counted: Mapping[Why, int]) -> list[LeftOut]:
    """How many were left out and why, in words."""
    words = {
        Why.NO_START: _("nobody wrote down when it began"),
        Why.NO_END: _("it is over, but nobody wrote down when"),
        Why.ROUGH: _("its times are known to the hour or the day only"),
        Why.CONTRADICTION: _("its times contradict each other"),
    }
    return [LeftOut(count, words[why]) for why, count in counted.items()]


def lengths(selection: Selection) -> Figure:
    """Each incident a dot."""
    told = [(case, length_of(case, selection)) for case in selection.cases]
    points = [Point(case, length) for case, length in told if isinstance(length, Length)]
    subject = Subject(
        key="lengths",
        title=_("How long customers were hit"),
        says=[
            _(
                "From when the impact started until everything ran again, or where nobody wrote "
                "that down, until the incident was resolved. An incident that goes on counts "
                "with at least the time so far."
            )
        ],
        left_out=reasons(left_out(why for _case, why in told if isinstance(why, Why))),
    )
    return dots_of(subject, points)
