"""What is said in a meeting about the postmortem, written down where it belongs."""

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actor import Actor
from core.checks import chosen, said
from core.errors import DomainError
from incidents.models import ActionKind
from incidents.services.action_item import Plan, add_action
from incidents.services.contributing_factor import Condition, add_factor
from postmortems.models import SectionKey
from postmortems.services.door import WRITE, check_open, found_section, locked_postmortem
from postmortems.services.section import write_section


class NoteTo(models.TextChoices):
    """Where a note belongs."""

    SECTION = "section", gettext_lazy("Into this section")
    FACTOR = "factor", gettext_lazy("A contributing factor")
    ACTION = "action", gettext_lazy("An action item")
    QUESTION = "question", gettext_lazy("An open question")


@transaction.atomic
def note_in_meeting(*, actor: Actor, incident_id: int, key: str, to: str, text: str) -> None:
    """Write down what was said: in the section, as a question, a condition or an action.

    Locks the incident. Logs `postmortem.section_written` for a note in a section or a question;
    a condition and an action are logged as always.

    Raises:
        NotFound: the postmortem was not started.
        Conflict: the postmortem is completed.
        DomainError: no words, no such section or place; see `add_factor` and `add_action`.
    """
    postmortem = locked_postmortem(actor, incident_id, WRITE)
    check_open(postmortem)
    chosen(to, NoteTo, "to")
    text = said(text, _("Write what was said."), "text")
    match to:
        case NoteTo.FACTOR:
            add_factor(actor=actor, incident_id=incident_id, condition=Condition(text))
        case NoteTo.ACTION:
            _plan(actor, incident_id, text)
        case NoteTo.QUESTION:
            _append(actor, incident_id, SectionKey.QUESTIONS, text)
        case _:
            _append(actor, incident_id, key, text)


def _plan(actor: Actor, incident_id: int, text: str) -> None:
    try:
        add_action(actor=actor, incident_id=incident_id, plan=Plan(text, kind=ActionKind.LEARN))
    except DomainError as refusal:
        raise DomainError(refusal.message, field="text") from refusal


def _append(actor: Actor, incident_id: int, key: str, text: str) -> None:
    section = found_section(locked_postmortem(actor, incident_id, WRITE), key)
    line = "- " + text.replace("\n", "\n  ")
    before = section.text.rstrip("\n")
    # A list goes on; after other words it begins anew.
    goes_on = before.rsplit("\n", 1)[-1].startswith(("- ", "  "))
    written = f"{before}\n{line}" if goes_on else f"{before}\n\n{line}" if before else line
    write_section(
        actor=actor,
        incident_id=incident_id,
        key=key,
        version=section.version,
        text=f"{written}\n",
    )
