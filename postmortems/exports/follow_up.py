"""What made it possible, and what is done about it."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.documents.document import (
    Words,
    address,
    in_one_stretch,
    ours,
    plain,
    sentence,
    table,
    told,
)
from core.markdown import Block, Runs
from incidents.exports.wording import Wording
from incidents.models import ActionItem
from incidents.selectors.cause_picture import cause_diagrams
from incidents.selectors.contributing_factor import ReadFactor
from incidents.selectors.timeline_entry import ReadEntry
from postmortems.exports.record import Record

_BULLET = "• "


def factors(record: Record, wording: Wording) -> Iterator[Block]:
    """The picture, the conditions that stand, what shows and answers each, then those that were withdrawn."""
    standing = [read for read in record.factors if not read.factor.withdrawn_at]
    yield from cause_diagrams(record.factors, record.actions, wording.moment)
    if standing:
        yield table(
            (_("Condition"), _("Kind"), _("What shows it"), _("What answers it")),
            [_factor(read, wording) for read in standing],
        )
    for read in record.factors:
        if read.factor.withdrawn_at:
            yield told(
                sentence(
                    _("Withdrawn: %(factor)s Reason: %(reason)s"),
                    factor=read.factor.text,
                    reason=read.factor.withdrawn_reason,
                )
            )


def _factor(read: ReadFactor, wording: Wording) -> list[Words]:
    return [
        plain(read.factor.text),
        ours(str(read.factor.get_kind_display())),
        _lines([_shown(shown, wording) for shown in read.evidence])
        or ours(_("Open end: nothing in the timeline is named that shows it.")),
        _lines([plain(action.title) for action in read.answers]) or _unanswered(read),
    ]


def _shown(shown: ReadEntry, wording: Wording) -> Runs:
    entry = shown.entry
    words = in_one_stretch(entry.text)
    if entry.occurred_at is None:
        return words
    return (*ours(f"{wording.moment(entry.occurred_at, entry.precision)}: "), *words)


def _unanswered(read: ReadFactor) -> Runs:
    if read.factor.accepted_reason:
        return sentence(
            _("Nothing is done about it: %(reason)s"), reason=read.factor.accepted_reason
        )
    return ours(_("Open end: no action answers it."))


def _lines(each: list[Runs]) -> Runs:
    if len(each) < 2:
        return each[0] if each else ()
    return tuple(run for line in each for run in (*ours(_BULLET), *line, *ours("\n")))[:-1]


def actions(record: Record, wording: Wording) -> Iterator[Block]:
    """The work that follows, who owns it by role, and whether it worked."""
    if record.actions:
        today = wording.day_of(record.made_at)
        yield table(
            (_("Action"), _("Kind"), _("Owner"), _("Due"), _("State"), _("Answers")),
            [_action(action, wording, today) for action in record.actions],
        )


def _action(action: ActionItem, wording: Wording, today: date) -> list[Words]:
    return [
        _title(action),
        ours(str(action.get_kind_display())),
        wording.person(action.owner_id) if action.owner_id else ours(_("nobody")),
        ours(wording.day(action.due_on) if action.due_on else _("no date")),
        _state(action, wording, today),
        plain(action.factor.text) if action.factor else ours(_("no factor")),
    ]


def _title(action: ActionItem) -> Runs:
    if not action.tracker_url:
        return plain(action.title)
    return (*plain(action.title), *ours("\n"), *address(action.tracker_url))


def _state(action: ActionItem, wording: Wording, today: date) -> Runs:
    if action.withdrawn_at:
        return sentence(_("Withdrawn: %(reason)s"), reason=action.withdrawn_reason)
    if not action.completed_at:
        is_overdue = action.due_on and action.due_on < today
        return ours(_("Overdue") if is_overdue else _("Open"))
    done = sentence(
        _("Done %(at)s: %(evidence)s"),
        at=ours(wording.moment(action.completed_at)),
        evidence=action.evidence,
    )
    if action.worked is None:
        return done
    answer = _("It worked: %(basis)s") if action.worked else _("It did not work: %(basis)s")
    return (*done, *ours("\n"), *sentence(answer, basis=action.worked_basis))
