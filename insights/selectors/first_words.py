"""How long it took until anybody was told anything."""

from django.utils.translation import gettext as _

from incidents.models import Milestone
from insights.arithmetic import Length
from insights.figure import Figure, LeftOut
from insights.selectors.dots import Point, Subject, dots_of
from insights.selectors.lengths import reasons, so_far
from insights.selectors.selection import Case, Selection, Why, left_out


def first_words_of(case: Case, selection: Selection) -> Length | Why | None:
    """From its beginning to the first statement or message, as the clock of silence counts.

    None where nothing was said and it is over. Less than nothing where it was said before.
    """
    start, message = case.began, case.at.get(Milestone.FIRST_MESSAGE)
    if start is None:
        return Why.NO_START
    told = [at for at in (case.told_at, message) if at is not None]
    if not told:
        return None if case.is_over else so_far(case, start, selection)
    first = min(told)
    is_rough = first == message and first != case.told_at and Milestone.FIRST_MESSAGE in case.rough
    if start in case.rough or is_rough:
        return Why.ROUGH
    return Length((first - case.at[start]) // 1_000_000)


def first_words(selection: Selection) -> Figure:
    """Each incident a dot."""
    told = [(case, first_words_of(case, selection)) for case in selection.cases]
    lengths = [(case, length) for case, length in told if isinstance(length, Length)]
    early = sum(length.seconds < 0 for _case, length in lengths)
    silent = sum(length is None for _case, length in told)
    others = [
        LeftOut(silent, _("it is over, and nothing was said")),
        LeftOut(early, _("something was said before it began")),
    ]
    subject = Subject(
        key="first-words",
        title=_("Time to the first statement"),
        says=[
            _(
                "From when the impact started, else when it was detected, known or declared, "
                "until the first statement to anybody or the first message in the timeline. An "
                "incident in which nothing was said yet counts with at least the time so far."
            )
        ],
        left_out=[
            *reasons(left_out(why for _case, why in told if isinstance(why, Why))),
            *(each for each in others if each.count),
        ],
    )
    return dots_of(subject, [Point(case, it) for case, it in lengths if it.seconds >= 0])
