"""What is said to the outside: the tables, one file per entity."""

from statements.models.approval import Approval
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
    "Release",
    "Statement",
    "StatementKind",
    "Wording",
]
