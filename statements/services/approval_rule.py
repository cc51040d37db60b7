"""Setting how many must stand behind what is said to whom."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actor import Actor, require
from audit.log import record
from core.checks import reasoned, same_version
from core.errors import DomainError, NotFound
from statements.models import ApprovalRule
from statements.models.approval_rule import FEWEST_APPROVALS, MOST_APPROVALS
from statements.services.door import SET_UP
from statements.states import approval_rule_state


@transaction.atomic
def change_approval_rule(
    *,
    actor: Actor,
    name: str,
    version: int,
    approvals: int,
    needs_communications: bool,
    reason: str,
) -> ApprovalRule:
    """Set how many must approve what is for an audience, or reaches a mass audience.

    It counts at once for everything that is not released yet. Locks the rule.

    Logs `approval_rule.changed`, or nothing when nothing differs.

    Raises:
        NotFound: there is no such rule.
        NotPermitted: the actor may not set up the press desk.
        Conflict: somebody changed it since `version`.
        DomainError: fewer than one approval or more than five, or no reason.
    """
    require(actor, SET_UP)
    rule = ApprovalRule.objects.select_for_update().filter(name=name).first()
    if rule is None:
        raise NotFound(_("There is no such rule."))
    same_version(version, rule.version)
    _check_approvals(approvals)
    reason = reasoned(reason, _("Say why the rule is changed."))
    before = approval_rule_state(rule)
    rule.approvals, rule.needs_communications = approvals, needs_communications
    if approval_rule_state(rule) == before:
        return rule
    rule.version += 1
    rule.save()
    record(
        actor=actor,
        verb="approval_rule.changed",
        subject_type="approval_rule",
        subject_id=rule.pk,
        before=before,
        after=approval_rule_state(rule),
        reason=reason,
    )
    return rule


def _check_approvals(approvals: int) -> None:
    if approvals < FEWEST_APPROVALS:
        raise DomainError(
            _("At least one must approve: nothing goes out that only its author has read."),
            field="approvals",
        )
    if approvals > MOST_APPROVALS:
        raise DomainError(
            _("Ask for at most %(most)s approvals: more are not found in an hour.")
            % {"most": MOST_APPROVALS},
            field="approvals",
        )
