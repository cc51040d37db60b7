"""What the worker does for the press desk."""

from django.utils import timezone

from audit.actor import system
from config.celery import app
from incidents.models import Incident
from statements.selectors.notice import to_tell_of, touched_since_last
from statements.selectors.silence import to_remind_of, to_tell_ahead
from statements.services.notice import claim_stale_notice, claim_void_notice, follow_until
from statements.services.silence import claim_promise_notice, claim_silence_notice


@app.task(acks_late=True)
def remind_of_silence() -> None:
    """Note who is told that the first words or an update are late."""
    now = timezone.now()
    for overdue in to_remind_of(Incident.objects.all(), now):
        claim_silence_notice(
            actor=system(),
            incident_id=overdue.incident.pk,
            statement_id=overdue.statement.pk if overdue.statement else None,
            now=now,
        )


@app.task(acks_late=True)
def remind_of_promises() -> None:
    """Note who is told that an update is promised for soon."""
    now = timezone.now()
    for promise in to_tell_ahead(Incident.objects.all(), now):
        claim_promise_notice(
            actor=system(),
            incident_id=promise.statement.incident_id,
            statement_id=promise.statement.pk,
            now=now,
        )


@app.task(acks_late=True)
def tell_what_moved() -> None:
    """Note who is told that the record overtook approvals or figures of a statement of theirs.

    Follows the log: nothing is read as long as nothing was logged, and then only the incidents
    that were touched.
    """
    touched = touched_since_last()
    if touched is None:
        return
    for incident in Incident.objects.filter(pk__in=touched.incidents):
        void, stale = to_tell_of(incident)
        for statement_id in void:
            claim_void_notice(actor=system(), incident_id=incident.pk, statement_id=statement_id)
        for statement_id in stale:
            claim_stale_notice(actor=system(), incident_id=incident.pk, statement_id=statement_id)
    follow_until(touched.until)
