"""How the organisation set up its press desk: who must approve, what mass messages rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Aggregate, Max, Q, Subquery, Sum, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from statements.mass import Earlier
from statements.models import ApprovalRule, Premise, PremiseName, Release, Statement

DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SetUp:
    """The approval rules and the figures behind the load, by name, and the mass messages so far.

    The latter two are there only where a statement reaches a mass audience.
    """

    rules: Mapping[str, ApprovalRule]
    premises: Mapping[str, Premise] = field(default_factory=dict)
    earlier: Earlier = field(default_factory=Earlier)


def set_up_for(statements: Iterable[Statement]) -> SetUp:
    """What these statements need to be judged, with one question to the database."""
    if not any(each.is_mass for each in statements):
        return SetUp(approval_rules())
    is_fresh = Q(released_at__gt=timezone.now() - DAY)
    rules = ApprovalRule.objects.annotate(
        stated=ArraySubquery(Premise.objects.values(told=JSONObject(**_PARTS))),
        last_at=_of_mass_messages(Max("released_at")),
        last_day=_of_mass_messages(Sum("statement__audience_size", filter=is_fresh)),
    )
    found = {rule.name: rule for rule in rules}
    told = next(iter(found.values()))
    stated = {each["name"]: _premise(each) for each in told.stated}
    return SetUp(found, stated, Earlier(told.last_at, int(told.last_day or 0)))


_PARTS = {name: name for name in ("name", "value", "source", "as_of")}


def _premise(told: dict[str, Any]) -> Premise:
    as_of = datetime.fromisoformat(told["as_of"]) if told["as_of"] else None
    return Premise(**told | {"as_of": as_of})


def _of_mass_messages(what: Aggregate) -> Subquery:
    """Something of all that were released, whatever incident they are about."""
    sent = Release.objects.filter(mass__isnull=False).order_by().annotate(all=Value(1))
    return Subquery(sent.values("all").annotate(what=what).values("what"))


def approval_rules() -> dict[str, ApprovalRule]:
    """The rule for each audience and for what reaches a mass audience, by name."""
    return {rule.name: rule for rule in ApprovalRule.objects.all()}


def premises() -> dict[str, Premise]:
    """Every figure that the load rests on, by name; one that nobody stated yet has no value."""
    stated = {premise.name: premise for premise in Premise.objects.all()}
    return {name: stated.get(name) or Premise(name=name) for name in PremiseName.values}
