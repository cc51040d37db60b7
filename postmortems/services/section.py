"""Writing under the headings of a postmortem, alone or with others."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.log import record
from core.checks import keepable
from core.errors import Conflict, DomainError
from core.merging import merged
from postmortems.models import Draft, Postmortem, SectionText
from postmortems.selectors.section import ReadSection, text_numbered
from postmortems.services.door import (
    WRITE,
    check_open,
    found_section,
    locked_postmortem,
)
from postmortems.states import section_text_state


@dataclass(frozen=True, slots=True)
class Written:
    """What stands under a heading after writing; None when nothing was ever written there.

    `is_merged` says that somebody else had written there since, and that both stand in it.
    """

    standing: SectionText | None
    is_merged: bool = False


@transaction.atomic
def write_section(
    *,
    actor: Actor,
    incident_id: int,
    key: str,
    version: int,
    text: str,
    was_draft: bool = False,
) -> Written:
    """Write what stands under a heading, in Markdown; every earlier text stays readable.

    `version` is the one the actor began from, 0 when nothing was written yet. What somebody else
    wrote since is merged word by word. The actor's draft goes where the text `was_draft`: what came
    by another way, such as a note or an earlier text, says nothing of it. Locks the incident.
    Logs `postmortem.section_written`, or nothing when nothing differs.

    Raises:
        NotFound: the postmortem was not started.
        Conflict: somebody else changed the same words since, or the postmortem is completed.
        DomainError: no such section or version, or more than a million characters.
    """
    postmortem = locked_postmortem(actor, incident_id, WRITE)
    check_open(postmortem)
    section = found_section(postmortem, key)
    together = brought_together(postmortem, section, version, keepable(text, "text"))
    if together is None:
        raise Conflict(
            _("Somebody else changed the same words. Compare with what stands now."),
            field="version",
        )
    if was_draft:
        Draft.objects.filter(postmortem=postmortem, key=key, author=actor.user).delete()
    is_merged = together != text
    if together == section.text:
        return Written(section.standing, is_merged)
    return Written(word_section(actor, postmortem, key, section.version + 1, together), is_merged)


def brought_together(
    postmortem: Postmortem, section: ReadSection, version: int, text: str
) -> str | None:
    """The text with what others wrote since `version`; None when the same words were changed.

    Raises:
        DomainError: no such version.
    """
    base = began_from(postmortem, section, version)
    return text if version == section.version else merged(base, section.text, text)


def began_from(postmortem: Postmortem, section: ReadSection, version: int) -> str:
    """What stood there as the version somebody began from.

    Raises:
        DomainError: there is no such version.
    """
    if version == section.version:
        return section.text
    base = text_numbered(postmortem, section.key, version)
    if base is None:
        raise DomainError(_("This section has no version %(number)s.") % {"number": version})
    return base


def word_section(
    actor: Actor, postmortem: Postmortem, key: str, number: int, text: str
) -> SectionText:
    """Write a version down and log it; the caller has locked the incident."""
    written = SectionText.objects.create(
        postmortem=postmortem,
        key=key,
        number=number,
        text=keepable(text, "text"),
        author=actor.user,
        written_at=timezone.now(),
    )
    record(
        actor=actor,
        verb="postmortem.section_written",
        subject_type="section_text",
        subject_id=written.pk,
        before=None,
        after=section_text_state(written),
        incident_id=postmortem.incident_id,
    )
    return written
