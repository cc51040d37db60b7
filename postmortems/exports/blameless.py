"""The report with every name in it replaced by a role."""

from dataclasses import replace

from django.utils import translation

from audit.actor import Actor
from core.documents.document import Document, reworded, typed_in
from postmortems.exports.gathered import record_for
from postmortems.exports.record import Record
from postmortems.exports.report import document_of
from postmortems.models import Postmortem


def blameless_document(actor: Actor, postmortem: Postmortem, language: str) -> Document:
    """The report as the actor may read it, with every name in it replaced by a role."""
    with translation.override(language):
        return _told(record_for(postmortem.incident, postmortem, actor.user), language)


def lasting_document(postmortem: Postmortem, language: str, edition: int) -> Document:
    """The edition of that number, as everybody who may read the report may read it.

    Linked incidents that are restricted are left out.
    """
    with translation.override(language):
        record = record_for(postmortem.incident, postmortem, None)
        open_to_all = [near for near in record.neighbours if not near.other.is_restricted]
        return _told(replace(record, neighbours=open_to_all, edition=edition), language)


def _told(record: Record, language: str) -> Document:
    document = document_of(record, language)
    record.people.meet(typed_in(document))
    return reworded(document, record.people.without_names)
