"""Making the report a file that can leave the house."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit.actor import Actor
from audit.export import log_export
from core.documents.document import Document, reworded, typed_in
from core.documents.file import FORMATS, ExportedFile, file_of
from core.errors import DomainError, NotFound
from incidents.models.incident import VIEW
from incidents.services.door import known_incident
from postmortems.exports.gathered import record_for
from postmortems.exports.report import document_of
from postmortems.models import Postmortem

RENDERERS = {name: each for name, each in FORMATS.items() if name != "text"}
LANGUAGES = ("da", "en")


@transaction.atomic
def export_postmortem(
    *,
    actor: Actor,
    incident_id: int,
    format: str,  # noqa: A002 - the word people use
    language: str,
) -> ExportedFile:
    """The report as a file, people by role, in Danish ("da") or English ("en").

    Logs `postmortem.exported` with the file's hash, so that it can be told from a forgery later,
    and has that entry signed.

    Raises:
        NotFound: no such incident for this actor, or its postmortem was not started.
        NotPermitted: the actor may not read incidents.
        DomainError: no such format or language.
    """
    if format not in RENDERERS:
        raise DomainError(_("Choose markdown, html, pdf, docx or json."), field="format")
    if language not in LANGUAGES:
        raise DomainError(_("Choose da or en."), field="language")
    postmortem = _visible_postmortem(actor, incident_id)
    with translation.override(language):
        document = blameless_document(actor, postmortem, language)
        file = file_of(document, format, f"{postmortem.incident.reference}-{language}")
    log_export(actor=actor, verb="postmortem.exported", file=file, incident_id=incident_id)
    return file


def blameless_document(actor: Actor, postmortem: Postmortem, language: str) -> Document:
    """The report as the actor may read it, with every name in it replaced by a role."""
    with translation.override(language):
        gathered = record_for(postmortem.incident, postmortem, actor.user)
        document = document_of(gathered, language)
        gathered.people.meet(typed_in(document))
        return reworded(document, gathered.people.without_names)


def _visible_postmortem(actor: Actor, incident_id: int) -> Postmortem:
    incident = known_incident(actor, incident_id, VIEW)
    postmortem = Postmortem.objects.select_related("incident").filter(incident=incident).first()
    if postmortem is None:
        raise NotFound(_("The postmortem of this incident was not started yet."))
    return postmortem
