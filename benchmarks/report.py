"""The report of an incident with 500 timeline entries, in every format."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count

import typst
from django.db import connection
from django.utils import timezone

from audit.actor import system
from benchmarks.figures import Figure, fastest
from config.story import tell_the_story
from core.documents.document import Document, text_of
from core.documents.fonts import fonts
from core.markdown import Block, Heading, Paragraph, Table
from incidents.models import Incident
from incidents.services.incident import declare_incident
from incidents.services.timeline_entry import EntryContent, add_entry
from postmortems.exports.blameless import blameless_document
from postmortems.models import Postmortem
from postmortems.services.export import RENDERERS, export_postmortem
from postmortems.services.postmortem import start_postmortem
from postmortems.services.section import write_section

ENTRIES = 500
ACTOR = system("command")
WORDS = (
    "Kirsten Overby så på **grafen** for fejl i login: 4.711 forsøg i minuttet, ni gange så mange "
    "som på en almindelig onsdag. Se `kubectl get pods` og https://grafer.example.org/login."
)


def figures() -> Iterator[Figure]:
    """The whole service each time: database, document, renderer and log entry."""
    incident = _long_record()
    postmortem = Postmortem.objects.get(incident=incident)
    document = blameless_document(ACTOR, postmortem, "da")
    plain_typst = _set_anew(_static(document))
    raw = partial(_rows_as_json, incident)
    for name in RENDERERS:
        export = partial(
            export_postmortem, actor=ACTOR, incident_id=incident.pk, format=name, language="da"
        )
        yield _pdf(export, plain_typst) if name == "pdf" else _other(name, export, raw)


def _pdf(export: Callable[[], object], plain_typst: Callable[[], object]) -> Figure:
    took, limit = fastest(export, plain_typst)
    return Figure(
        f"pdf of {ENTRIES} entries", took, limit, "Typst on a static file as long", 3, goal=0.5
    )


def _other(name: str, export: Callable[[], object], raw: Callable[[], object]) -> Figure:
    took, limit = fastest(export, raw)
    return Figure(
        f"{name} of {ENTRIES} entries", took, limit, "the rows read raw, as JSON", 100, goal=0.3
    )


def _long_record() -> Incident:
    tell_the_story("benchmarks only")
    incident = declare_incident(actor=ACTOR, title="Mange kan ikke logge ind")
    start = timezone.now() - timedelta(minutes=ENTRIES)
    for number in range(ENTRIES):
        words = WORDS.replace("4.711", f"4.{number:03}")
        content = EntryContent(text=words, occurred_at=start + timedelta(minutes=number))
        add_entry(actor=ACTOR, incident_id=incident.pk, content=content)
    start_postmortem(actor=ACTOR, incident_id=incident.pk)
    write_section(actor=ACTOR, incident_id=incident.pk, key="summary", version=0, text=WORDS)
    return incident


def _rows_as_json(incident: Incident) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM incidents_timelineentry WHERE incident_id = %s", [incident.pk]
        )
        return json.dumps(cursor.fetchall(), default=str)


def _typst(source: bytes) -> bytes:
    compiler = typst.Compiler(source, font_paths=fonts(), ignore_system_fonts=True)
    content = compiler.compile(format="pdf", pdf_standards=["a-3a", "ua-1"])
    assert isinstance(content, bytes)  # noqa: S101 - one file, for the type checker
    return content


def _set_anew(source: bytes) -> Callable[[], bytes]:
    """Another header each time, as the report has one: else Typst would remember all of it."""
    numbers = count()
    return lambda: _typst(f'#set page(header: "{next(numbers)}")\n'.encode() + source)


def _static(document: Document) -> bytes:
    """The same words in the same type as Typst markup, with no template in between."""
    title = json.dumps(document.name)
    lines = [
        f'#set document(title: {title})\n#set text(font: ("Noto Sans", "Libertinus Serif"), size: 9.5pt, lang: "da")',
        f"= #{title}",
    ]
    return "\n\n".join([*lines, *map(_markup, document.blocks)]).encode()


def _markup(block: Block) -> str:
    match block:
        case Heading(level, runs):
            return f"{'=' * level} #{_quoted(text_of(runs))}"
        case Paragraph(runs):
            return f"#{_quoted(text_of(runs))}"
        case Table(header, rows):
            cells = ", ".join(_quoted(text_of(cell)) for row in (header, *rows) for cell in row)
            return f"#table(columns: {len(header)}, {cells})"
        case _:
            return ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
