"""Making statements files that can leave the house."""

from collections import defaultdict
from datetime import date

from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actor import Actor, require
from audit.checkpoints import log_head
from audit.export import log_export
from core.checks import chosen
from core.documents.document import ours
from core.documents.file import FORMATS, ExportedFile, file_of
from core.documents.text import words_alone
from core.errors import NotFound
from core.markdown import Paragraph
from incidents.models import Incident
from incidents.models.incident import VIEW
from incidents.services.door import known_incident, known_to
from statements.exports.statement import Day, Made, day_document, statement_document
from statements.exports.told import Told, told_statements
from statements.models import Language, Statement


class StatementFormat(models.TextChoices):
    """What a statement can be exported as."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    TEXT = "text", gettext_lazy("Plain text, to be pasted")


@transaction.atomic
def export_statement(
    *,
    actor: Actor,
    incident_id: int,
    statement_id: int,
    format: str,  # noqa: A002 - the word people use
    with_approvals: bool = False,
) -> ExportedFile:
    """One statement as a file in its own language: "docx", "pdf", or "text" ready to be pasted.

    A draft says that it is one. `with_approvals` adds who stands behind it, by role, and what its
    figures rest on. Logs `statement.exported` with the file's hash and has that entry signed.

    Raises:
        NotFound: no such incident for this actor, or no such statement in it.
        NotPermitted: the actor may not read incidents.
        DomainError: no such format.
    """
    chosen(format, StatementFormat, "format")
    incident = known_incident(actor, incident_id, VIEW)
    statement = incident.statements.filter(pk=statement_id).select_related("incident").first()
    if statement is None:
        raise NotFound(_("There is no such statement in this incident."))
    (said,) = told_statements(incident, [statement], with_approvals=with_approvals)
    stem = f"{incident.reference}-statement-{statement.pk}{_suffix(with_approvals)}"
    with translation.override(said.language):
        file = _file(said, _made(with_approvals), format, stem)
    log_export(actor=actor, verb="statement.exported", file=file, incident_id=incident.pk)
    return file


@transaction.atomic
def export_day(
    *,
    actor: Actor,
    day: date,
    format: str,  # noqa: A002 - the word people use
    language: str,
    with_approvals: bool = False,
    incident_id: int | None = None,
) -> ExportedFile:
    """All that was released on a day, of one incident or of all the actor may know of, as a file.

    The day is the organisation's; each statement stands in its own language, what is around them
    in `language`. Releases about incidents the actor may not know of are counted, no more.

    Logs `statement.exported` with the file's hash and has that entry signed.

    Raises:
        NotFound: no such incident for this actor.
        NotPermitted: the actor may not read incidents.
        DomainError: no such format or language.
    """
    chosen(format, StatementFormat, "format")
    chosen(language, Language, "language")
    require(actor, VIEW)
    incident = known_incident(actor, incident_id, VIEW) if incident_id is not None else None
    with translation.override(language):
        told = _day(actor, day, incident, with_approvals=with_approvals)
        document = day_document(told, language, _made(with_approvals))
        names = [*([incident.reference] if incident else []), "statements", f"{day}-{language}"]
        file = file_of(document, format, "-".join(names) + _suffix(with_approvals))
    log_export(actor=actor, verb="statement.exported", file=file, incident_id=incident_id)
    return file


def _file(said: Told, made: Made, format: str, stem: str) -> ExportedFile:  # noqa: A002 - as above
    if format == StatementFormat.TEXT and not made.tells_approvals:
        _render, suffix, media_type = FORMATS["text"]
        return ExportedFile(f"{stem}.{suffix}", media_type, _to_paste(said))
    return file_of(statement_document(said, made), format, stem)


def _to_paste(said: Told) -> bytes:
    """The words alone: whatever else stood there would be pasted too. A draft still says so."""
    return words_alone([*(Paragraph(ours(mark)) for mark in said.marks), *said.words])


def _day(actor: Actor, day: date, incident: Incident | None, *, with_approvals: bool) -> Day:
    released = _released_on(day)
    known = set(known_to(actor).values_list("pk", flat=True))
    by_incident: dict[Incident, list[Statement]] = defaultdict(list)
    for statement in released:
        if incident in {None, statement.incident} and statement.incident_id in known:
            by_incident[statement.incident].append(statement)
    return Day(
        day=day,
        incident=incident,
        parts=[
            (each, told_statements(each, said, with_approvals=with_approvals, level=4))
            for each, said in by_incident.items()
        ],
        withheld=0 if incident else sum(each.incident_id not in known for each in released),
    )


def _released_on(day: date) -> list[Statement]:
    """By incident, and of each in the order of time."""
    # A day is a stretch of the organisation's clock; the database knows how long each one is.
    with timezone.override(timezone.get_default_timezone()):
        released = Statement.objects.filter(release__released_at__date=day)
        order = ("incident__year", "incident__number", "release__released_at", "pk")
        return list(released.select_related("incident").order_by(*order))


def _made(with_approvals: bool) -> Made:
    return Made(at=timezone.now(), log=log_head() if with_approvals else None)


def _suffix(with_approvals: bool) -> str:
    return "-with-approvals" if with_approvals else ""
