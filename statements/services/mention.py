"""Keeping what somebody outside made of a statement."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from core.checks import longest, said, titled
from core.errors import Conflict
from incidents.services.door import happened, locked_incident, web_address
from statements.models import Mention
from statements.services.door import WRITE, found_statement, log_statement
from statements.services.statement import LONGEST_TEXT
from statements.states import mention_state


@transaction.atomic
def note_mention(
    *,
    actor: Actor,
    incident_id: int,
    statement_id: int,
    outlet: str,
    quote: str,
    link: str = "",
    printed_at: datetime | None = None,
) -> Mention:
    """Keep how somebody outside printed a statement. Locks the incident.

    Logs `statement.mentioned`.

    Raises:
        NotFound: no such statement in this incident.
        NotPermitted: the actor may not write statements.
        Conflict: it was not released yet.
        DomainError: no outlet or no words, an address that is none, or a moment that cannot be.
    """
    incident = locked_incident(actor, incident_id, WRITE)
    read = found_statement(incident, statement_id)
    if read.release is None:
        raise Conflict(_("This was not released yet, so nobody can have printed it."))
    happened(printed_at, "printed_at")
    where = _("Say who printed it.")
    mention = Mention.objects.create(
        release=read.release,
        outlet=titled(outlet, where, "outlet", longest(Mention, "outlet")),
        quote=said(quote, _("Give the words as they were printed."), "quote", LONGEST_TEXT),
        link=web_address(link, "link", longest(Mention, "link")) if link.strip() else "",
        printed_at=printed_at,
        noted_by=actor.user,
        noted_at=timezone.now(),
    )
    log_statement(
        actor, "statement.mentioned", read.statement, None, mention_state(mention), mention
    )
    return mention
