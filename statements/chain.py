"""How many must stand behind a statement before it may go out."""

from dataclasses import dataclass

from statements.models import Audience, Channel, Statement


@dataclass(frozen=True, slots=True)
class Chain:
    """So many approvals; `needs_communications` when one of them is from communications."""

    approvals: int
    needs_communications: bool = False


ONE = Chain(1)
TWO = Chain(2, needs_communications=True)


def chain_for(statement: Statement) -> Chain:
    """Two for the press and for what reaches a mass of people at once, else one."""
    is_mass = Channel(statement.channel).is_mass and statement.audience == Audience.CUSTOMERS
    return TWO if is_mass or statement.audience == Audience.PRESS else ONE
