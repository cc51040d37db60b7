"""What made it possible, and what is done about it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.documents.document import (
    Words,
    address,
    ours,
    plain,
    sentence,
    table,
    told,
)
from core.markdown import Block, Items, Runs
from incidents.exports.wording import Wording
from incidents.models import ActionItem
from postmortems.exports.record import Record


def factors(record: Record, _wording: Wording) -> Iterator[Block]:
    """The conditions that stand, then those that were withdrawn, with the reason."""
    standing = [factor for factor in record.factors if not factor.withdrawn_at]
    if standing:
        yield Items(tuple((told(plain(factor.text)),) for factor in standing))
    for factor in record.factors:
        if factor.withdrawn_at:
            yield told(
                sentence(
                    _("Withdrawn: %(factor)s Reason: %(reason)s"),
                    factor=factor.text,
                    reason=factor.withdrawn_reason,
                )
            )


def actions(record: Record, wording: Wording) -> Iterator[Block]:
    """The work that follows, who owns it by role, and whether it worked."""
    if record.actions:
        yield table(
            (_("Action"), _("Kind"), _("Owner"), _("Due"), _("State"), _("Answers")),
            [_action(action, wording) for action in record.actions],
        )


def _action(action: ActionItem, wording: Wording) -> list[Words]:
    return [
        _title(action),
        ours(str(action.get_kind_display())),
        wording.person(action.owner_id) if action.owner_id else ours(_("nobody")),
        ours(wording.day(action.due_on) if action.due_on else _("no date")),
        _state(action, wording),
        plain(action.factor.text) if action.factor else ours(_("no factor")),
    ]


def _title(action: ActionItem) -> Runs:
    if not action.tracker_url:
        return plain(action.title)
    return (*plain(action.title), *ours("\n"), *address(action.tracker_url))


def _state(action: ActionItem, wording: Wording) -> Runs:
    if not action.completed_at:
        return ours(_("Open"))
    done = sentence(
        _("Done %(at)s: %(evidence)s"),
        at=ours(wording.moment(action.completed_at)),
        evidence=action.evidence,
    )
    if action.worked is None:
        return done
    answer = _("It worked: %(basis)s") if action.worked else _("It did not work: %(basis)s")
    return (*done, *ours("\n"), *sentence(answer, basis=action.worked_basis))
