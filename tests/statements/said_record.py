"""An incident about which something was said: a statement, its correction, and a draft."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.services.account import Account, create_account
from audit.actor import Actor, system
from incidents.models import ImpactGroup, Incident
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import EntryContent, add_entry
from statements.models import Statement
from statements.selectors.statement import statement_in
from statements.services.statement import (
    Plan,
    approve_statement,
    draft_statement,
    note_mention,
    release_statement,
)

TEXT = "The message went to {count:recipients} Android users at {time:detected}."
TO_STAFF = Plan("To all of staff", "staff", "intranet", "en")
TO_PRESS = Plan("To the newspaper", "press", "answer", "da")
RECIPIENTS = Group("Recipients", population=4_000_000, population_source="The customer list")
NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=2), "The press chief")
COUNTED = Estimate(1_400_000, 1_400_000, 1_400_000, NOW, "The log", is_actual=True)


def account(role: str, name: str, email: str) -> Actor:
    made = create_account(
        actor=system("command"), account=Account(email, name, roles=[role], language="en")
    )
    return Actor(made, "web")


@dataclass
class SaidRecord:
    """Everybody has a name of their own, so that a test can look for it."""

    commander: Actor
    writer: Actor
    communications: Actor
    approver: Actor
    incident: Incident
    group: ImpactGroup

    @property
    def on(self) -> dict[str, Any]:
        return {"incident_id": self.incident.pk}

    def draft(self, plan: Plan = TO_STAFF, text: str = TEXT) -> Statement:
        return draft_statement(actor=self.writer, **self.on, plan=plan, text=text)

    def approve(self, statement: Statement, *people: Actor) -> None:
        for each in people or (self.approver,):
            approve_statement(
                actor=each,
                **self.on,
                statement_id=statement.pk,
                digest=self.digest(statement),
            )

    def digest(self, statement: Statement) -> str:
        read = statement_in(self.incident, statement.pk)
        assert read
        return read.digest

    def release(self, statement: Statement, **more: str) -> Statement:
        said = {"recipients": "All of staff"} | more
        release_statement(
            actor=self.writer,
            **self.on,
            statement_id=statement.pk,
            digest=self.digest(statement),
            **said,
        )
        return statement

    def said(self, plan: Plan = TO_STAFF, text: str = TEXT, **more: str) -> Statement:
        """Drafted, approved by two and released."""
        statement = self.draft(plan, text)
        self.approve(statement, self.approver, self.communications)
        return self.release(statement, **more)

    def correct(self, statement: Statement) -> Statement:
        plan = replace(TO_STAFF, title="Fewer", kind="correction", corrects_id=statement.pk)
        return self.said(plan, "It went to {count:recipients}.")

    def recount(self) -> None:
        revise_estimate(
            actor=self.commander,
            **self.on,
            group_id=self.group.pk,
            based_on=1,
            value=COUNTED,
            reason="Counted",
        )

    def print(self, statement: Statement, quote: str = "Everybody got it") -> None:
        note_mention(
            actor=self.writer,
            **self.on,
            statement_id=statement.pk,
            outlet="The newspaper",
            quote=quote,
            link="https://paper.example.org/1",
        )


def said_record() -> SaidRecord:
    commander = account("commander", "Kirsten Overby", "kirsten@example.org")
    incident = declare_incident(actor=commander, title="The message")
    on = {"actor": commander, "incident_id": incident.pk}
    group = add_group(**on, value=RECIPIENTS)
    revise_estimate(**on, group_id=group.pk, based_on=0, value=GUESS)
    seen = EntryContent("Doubled", NOW - timedelta(hours=1), milestone="detected")
    add_entry(**on, content=seen)
    return SaidRecord(
        commander,
        account("communications", "Rasmus Toftegaard", "rasmus@example.org"),
        account("communications", "Vibeke Lundsgaard", "vibeke@example.org"),
        account("approver", "Anders Styrbæk", "anders@example.org"),
        incident,
        group,
    )


def names() -> str:
    """A pattern that finds any part of anybody's name."""
    people = User.objects.values_list("full_name", flat=True)
    return "|".join(part for name in people for part in name.split())
