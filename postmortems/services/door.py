"""What every service of a postmortem does first: lock, find, compare."""

from django.utils.translation import gettext as _

from audit.actor import Actor
from core.checks import same_version
from core.errors import Conflict, DomainError, NotFound
from incidents.models import Incident
from incidents.services.door import known_incident, locked_incident
from postmortems.models import Postmortem, PostmortemStatus
from postmortems.selectors.section import ReadSection, section_in

WRITE = "postmortems.write_postmortem"
COMPLETE = "postmortems.complete_postmortem"
PUBLISH = "postmortems.publish_postmortem"
SET_UP = "postmortems.set_up_postmortems"


def locked_postmortem(
    actor: Actor, incident_id: int, permission: str, version: int | None = None
) -> Postmortem:
    """The postmortem, locked with its incident.

    Raises:
        NotFound, NotPermitted: see `locked_incident`; it was not started.
        Conflict: somebody changed what it is since `version`, if that is given.
    """
    postmortem = _started(locked_incident(actor, incident_id, permission))
    if version is not None:
        same_version(version, postmortem.version)
    return postmortem


def known_postmortem(actor: Actor, incident_id: int, permission: str) -> Postmortem:
    """The postmortem, not locked. Raises as `locked_postmortem`."""
    return _started(known_incident(actor, incident_id, permission))


def check_open(postmortem: Postmortem) -> None:
    """Refuse to change what is finished.

    Raises:
        Conflict: it is completed.
    """
    if postmortem.status == PostmortemStatus.COMPLETED:
        raise Conflict(_("The postmortem is completed. Reopen it to write."))


def found_section(postmortem: Postmortem, key: str) -> ReadSection:
    """The section of that name.

    Raises:
        DomainError: the report has none.
    """
    section = section_in(postmortem, key)
    if section is None:
        raise DomainError(_("There is no such section."), field="key")
    return section


def _started(incident: Incident) -> Postmortem:
    postmortem = Postmortem.objects.filter(incident=incident).first()
    if postmortem is None:
        raise NotFound(_("The postmortem of this incident was not started yet."))
    return postmortem
