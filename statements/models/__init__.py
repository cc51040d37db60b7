"""What is said to the outside: the tables, one file per entity."""

from statements.models.approval import Approval
from statements.models.approval_rule import MASS, ApprovalRule
from statements.models.fact import Fact, FactKind
from statements.models.mention import Mention
from statements.models.notice import LogFollower, StaleNotice, VoidNotice
from statements.models.premise import Premise, PremiseName
from statements.models.public_page import PublicComponent, PublicPage
from statements.models.release import Release
from statements.models.silence import SilenceLimits, SilenceNotice
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
    "MASS",
    "Approval",
    "ApprovalRule",
    "Audience",
    "Channel",
    "Fact",
    "FactKind",
    "Language",
    "LogFollower",
    "Mention",
    "Premise",
    "PremiseName",
    "PublicComponent",
    "PublicPage",
    "Release",
    "SilenceLimits",
    "SilenceNotice",
    "StaleNotice",
    "Statement",
    "StatementKind",
    "StatementTemplate",
    "VoidNotice",
    "Wording",
]
