"""How many must stand behind a statement before it may go out."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from statements.models import MASS, ApprovalRule, Audience, Statement


@dataclass(frozen=True, slots=True)
class Chain:
    """So many approvals; `needs_communications` when one of them is from communications.

    `rules` are those that ask for it.
    """

    approvals: int
    needs_communications: bool = False
    rules: tuple[ApprovalRule, ...] = ()

    @property
    def words(self) -> str:
        """What it asks for."""
        if self.needs_communications:
            asked = ngettext(
                "%(count)s approval, from communications",
                "%(count)s approvals, one of them from communications",
                self.approvals,
            )
        else:
            asked = ngettext("%(count)s approval", "%(count)s approvals", self.approvals)
        return asked % {"count": self.approvals}


ONE = Chain(1)
TWO = Chain(2, needs_communications=True)
AS_MADE: Mapping[str, Chain] = dict.fromkeys(Audience.values, ONE) | {
    Audience.PRESS.value: TWO,
    MASS: TWO,
}
"""What Havari begins with, until the organisation says otherwise."""


def chain_of(rule: ApprovalRule) -> Chain:
    """What one rule asks for."""
    return Chain(rule.approvals, rule.needs_communications, (rule,))


def chain_for(statement: Statement, rules: Mapping[str, ApprovalRule]) -> Chain:
    """The strictest of the rules that apply to it; `rules` by name."""
    applying = [rules[statement.audience], *([rules[MASS]] if statement.is_mass else [])]
    strictest = (
        max(each.approvals for each in applying),
        any(each.needs_communications for each in applying),
    )
    alone = [each for each in applying if (each.approvals, each.needs_communications) == strictest]
    return Chain(*strictest, tuple(alone or applying))
