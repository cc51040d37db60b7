"""Making the report a file that can leave the house."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.export import log_export
from core.documents.file import FORMATS, ExportedFile, file_of
from core.errors import DomainError, NotFound
from incidents.models.incident import VIEW
from incidents.services.door import known_incident
from postmortems.exports.blameless import blameless_document
from postmortems.exports.edition import read_from
from postmortems.models import Edition, Postmortem, PostmortemStatus

RENDERERS = {name: each for name, each in FORMATS.items() if name != "text"}
LANGUAGES = ("da", "en")


@transaction.atomic
def export_postmortem(
    *,
    actor: Actor,
    incident_id: int,
    format: str,  # noqa: A002 - the word people use
    language: str,
    edition: int | None = None,
) -> ExportedFile:
    """The report as a file, people by role, in Danish ("da") or English ("en").

    `edition` is the number of a finished one, which reads as it did then; without it, it is the
    latest edition of a report that is completed, and else the report as it stands now.

    Logs `postmortem.exported` with the file's hash, so that it can be told from a forgery later,
    and has that entry signed.

    Raises:
        NotFound: no such incident for this actor, its postmortem was not started, or it has no
            such edition.
        NotPermitted: the actor may not read incidents.
        DomainError: no such format or language.
    """
    if format not in RENDERERS:
        raise DomainError(_("Choose markdown, html, pdf, docx or json."), field="format")
    if language not in LANGUAGES:
        raise DomainError(_("Choose da or en."), field="language")
    postmortem = _visible_postmortem(actor, incident_id)
    finished = _edition(postmortem, edition)
    stem = f"{postmortem.incident.reference}-{language}"
    with translation.override(language):
        if finished:
            document = read_from(finished, language)
            stem += f"-{finished.number}"
        else:
            document = blameless_document(actor, postmortem, language)
        file = file_of(document, format, stem)
    log_export(actor=actor, verb="postmortem.exported", file=file, incident_id=incident_id)
    return file


def _edition(postmortem: Postmortem, number: int | None) -> Edition | None:
    editions = postmortem.editions.all()
    if number is None:
        is_completed = postmortem.status == PostmortemStatus.COMPLETED
        return editions.first() if is_completed else None
    edition = editions.filter(number=number).first()
    if edition is None:
        raise NotFound(_("The postmortem has no such edition."))
    return edition


def _visible_postmortem(actor: Actor, incident_id: int) -> Postmortem:
    incident = known_incident(actor, incident_id, VIEW)
    postmortem = Postmortem.objects.select_related("incident").filter(incident=incident).first()
    if postmortem is None:
        raise NotFound(_("The postmortem of this incident was not started yet."))
    return postmortem
