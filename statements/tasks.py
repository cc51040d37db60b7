"""What the worker does for the press desk.

Each mailbox is opened before anything is noted as told: a mail server that is away costs nobody
the message, for the next run sends it. A server that refuses one message is reported, and the
others are sent.
"""

from django.core import mail
from django.utils import timezone

from audit.actor import system
from config.celery import app
from core.mail import post
from incidents.models import Incident
from statements.messages import notice_messages, silence_messages
from statements.selectors.notice import to_tell_of, touched_since_last
from statements.selectors.silence import to_remind_of
from statements.services.notice import claim_stale_notice, claim_void_notice, follow_until
from statements.services.silence import claim_silence_notice


@app.task(acks_late=True)
def remind_of_silence() -> None:
    """Write to who speaks for the organisation where the first words or an update are late."""
    now = timezone.now()
    late = to_remind_of(Incident.objects.all(), now)
    if not late:
        return
    with mail.get_connection() as mailbox:
        for overdue in late:
            reminder = claim_silence_notice(
                actor=system(),
                incident_id=overdue.incident.pk,
                statement_id=overdue.statement.pk if overdue.statement else None,
                now=now,
            )
            what = f"the reminder of the silence about {overdue.incident.reference}"
            for message in silence_messages(reminder) if reminder else ():
                post(message, mailbox, what)


@app.task(acks_late=True)
def tell_what_moved() -> None:
    """Write to those involved in statements whose approvals or figures the record overtook.

    Follows the log: nothing is read as long as nothing was logged, and then only the incidents
    that were touched.
    """
    touched = touched_since_last()
    if touched is None:
        return
    claims = [
        (claim, incident.pk, statement_id)
        for incident in Incident.objects.filter(pk__in=touched.incidents)
        for claim, found in zip(
            (claim_void_notice, claim_stale_notice), to_tell_of(incident), strict=True
        )
        for statement_id in found
    ]
    if claims:
        with mail.get_connection() as mailbox:
            for claim, incident_id, statement_id in claims:
                told = claim(actor=system(), incident_id=incident_id, statement_id=statement_id)
                for message in notice_messages(told) if told else ():
                    post(message, mailbox, f"the notice about statement {statement_id}")
    follow_until(touched.until)
