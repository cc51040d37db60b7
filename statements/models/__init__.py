"""What is said to the outside: the tables, one file per entity."""

from statements.models.approval import Approval
from statements.models.fact import Fact, FactKind
from statements.models.mention import Mention
from statements.models.release import Release
from statements.models.statement import (
    Audience,
    Channel,
    Language,
    Statement,
    StatementKind,
    Wording,
)
from statements.models.template import StatementTemplate

__all__ = [
    "Approval",
    "Audience",
    "Channel",
    "Fact",
    "FactKind",
    "Language",
    "Mention",
    "Release",
    "Statement",
    "StatementKind",
    "StatementTemplate",
    "Wording",
]
