"""What is said to the outside: the tables, one file per entity."""

from statements.models.approval import Approval
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

__all__ = [
    "Approval",
    "Audience",
    "Channel",
    "Language",
    "Mention",
    "Release",
    "Statement",
    "StatementKind",
    "Wording",
]
