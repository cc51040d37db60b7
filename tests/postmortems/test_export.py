"""Making the report a file: by service, by page and by command."""

import io
import json
import re
import zipfile
from hashlib import sha256
from itertools import cycle

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import DomainError, NotFound, NotPermitted
from incidents.services.incident import change_access
from postmortems.models import Postmortem
from postmortems.services.export import RENDERERS, export_postmortem
from postmortems.services.section import write_section
from postmortems.services.template import TemplateText, add_template, take_over_template
from tests.core.documents.reading import docx_facts
from tests.full_record import LISTED
from tests.office import as_pdf, faults
from tests.postmortems.told_record import account, tell

pytestmark = pytest.mark.django_db
FORMATS = sorted(RENDERERS)


@pytest.fixture
def told(db):
    return tell()


def export(told, form: str = "json", language: str = "en", actor: Actor | None = None):
    return export_postmortem(
        actor=actor or told.commander,
        incident_id=told.incident.pk,
        format=form,
        language=language,
    )


def everything_in(content: bytes, form: str) -> str:
    """Every word in the file, also where nobody looks."""
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "\n".join(
                package.read(name).decode("utf-8", "replace") for name in package.namelist()
            )
    if form == "pdf":
        with pikepdf.open(io.BytesIO(content)) as pdf:
            loose = [str(pdf.docinfo), str(pdf.open_metadata())]
            loose += [a.get_file().read_bytes().decode() for a in pdf.attachments.values()]
            loose += [str(part) for part in pdf.objects if isinstance(part, pikepdf.String)]
        pages = PdfReader(io.BytesIO(content)).pages
        return "\n".join([*loose, *(page.extract_text() for page in pages)])
    return content.decode()


def test_the_word_file_opens_in_libreoffice_with_every_word(told, tmp_path):
    content = export(told, "docx", "da").content
    assert faults(content, tmp_path) == []
    sheets = PdfReader(io.BytesIO(as_pdf(content, tmp_path))).pages
    shown = "".join("".join(sheet.extract_text() for sheet in sheets).split())
    facts = docx_facts(content)
    headings = ["".join(words.split()) for kind, *_level, words in facts if kind == "heading"]
    assert len(headings) > 20
    assert not [heading for heading in headings if heading not in shown]
    # An arrow stands in a picture, between words that stand elsewhere too.
    words = {w for _kind, *said in facts for each in said for w in str(each).split()} - {"→"}
    assert not [word for word in words if word not in shown]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_nobody_is_named_anywhere_in_any_form(db, form, language):
    account("viewer", "Vibeke Lundsgaard", "vibeke@example.org")
    spellings = cycle(
        [
            "Kirsten Overby and **Kir**sten overby",
            "`rasmus.toftegaard`, Toftegaards",
            "VIBEKE LUNDSGAARD then Vibeke",
            "ko@example.org [x](mailto:rt@example.org)",
            "https://x.example/Rasmus%20Toftegaard",
        ]
    )
    told = tell(lambda place: f"{next(spellings)} {place}", url="https://x.example/~kirsten.overby")
    file = export(told, form, language)
    assert not re.search(
        "kirsten|overby|rasmus|toftegaard|vibeke|lundsgaard|ko@example|rt@example",
        everything_in(file.content, form) + file.name,
        re.IGNORECASE,
    )


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_heading_of_ones_own_names_nobody(told, language):
    own = "# Svar fra Kirsten Overby | Answer of Kirsten Overby\n# Rasmus Toftegaard | rt@example.org\n"
    template = add_template(actor=system(), value=TemplateText("Theirs", LISTED + own))
    on = {"actor": told.commander, "incident_id": told.incident.pk}
    version = Postmortem.objects.get().version
    take_over_template(**on, version=version, template_id=template.pk)
    write_section(**on, key="own-answer-of-kirsten-overby", version=0, text="So it was.")
    said = export(told, "markdown", language).content.decode()
    assert not re.search("kirsten|overby|rasmus|toftegaard|rt@example", said, re.IGNORECASE)
    assert ("## Svar fra " if language == "da" else "## Answer of ") in said


def test_account_numbers_never_leave_the_system(told):
    facts = json.loads(export(told).content)["facts"]
    assert not re.search("person|author|owner|account|user", " ".join(keys_in(facts)))


def keys_in(value) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for each in value.values() for key in keys_in(each))]
    return [key for each in value for key in keys_in(each)] if isinstance(value, list) else []


def test_the_facts_are_exact(told):
    facts = json.loads(export(told).content)["facts"]
    group = facts["groups"][0]
    assert (group["population"], group["estimates"][0]["best"]) == (4_021_118, 1_587_432)
    assert group["estimates"][1]["best"] is None
    assert facts["times"]["impact_started"] == {"at": "2026-11-04T15:00:00Z", "precision": "minute"}
    assert facts["malice"] == "no"


def test_the_log_keeps_who_took_which_file(told):
    file = export(told, "markdown")
    entry = LogEntry.objects.order_by("-index").first()
    assert (entry.verb, entry.actor_id) == ("postmortem.exported", told.commander.user.pk)
    kept = json.loads(bytes(entry.payload.body))["after"]
    assert kept["sha256"] == sha256(file.content).hexdigest()
    assert kept["file"] == file.name == f"{told.incident.reference}-en.md"


def test_it_is_refused_in_a_format_or_language_there_is_not(told):
    for wrong, field in ({"form": "rtf"}, "format"), ({"language": "sv"}, "language"):
        with pytest.raises(DomainError) as refusal:
            export(told, **wrong)
        assert refusal.value.field == field


def test_it_is_refused_to_who_may_not_see_the_incident(told):
    nobody = Actor(account("viewer", "Vibeke Lundsgaard", "v@example.org"), "web")
    assert export(told, actor=nobody).content
    change_access(
        actor=told.commander,
        incident_id=told.incident.pk,
        version=told.incident.__class__.objects.get(pk=told.incident.pk).version,
        is_restricted=True,
        reason="Quiet",
    )
    with pytest.raises(NotFound):
        export(told, actor=nobody)
    nobody.user.groups.clear()
    with pytest.raises((NotFound, NotPermitted)):
        export(told, actor=Actor(type(nobody.user).objects.get(pk=nobody.user.pk), "web"))


def test_there_is_none_before_the_postmortem_was_started(incident, commander):
    with pytest.raises(NotFound, match="not started"):
        export_postmortem(actor=commander, incident_id=incident.pk, format="pdf", language="da")


@pytest.mark.parametrize("form", FORMATS)
def test_by_page_it_is_a_file_to_keep(client, told, form):
    client.force_login(told.commander.user)
    place = [told.incident.year, told.incident.number]
    answer = client.post(
        reverse("postmortem_export", args=place), {"format": form, "language": "da"}
    )
    assert answer.status_code == 200
    suffix = RENDERERS[form][1]
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{told.incident.reference}-da.{suffix}"'
    )
    assert answer["Content-Type"] == RENDERERS[form][2]
    assert answer.content


def test_by_page_an_unknown_format_is_refused_in_words(client, told):
    client.force_login(told.commander.user)
    place = [told.incident.year, told.incident.number]
    answer = client.post(
        reverse("postmortem_export", args=place), {"format": "rtf", "language": "da"}, follow=True
    )
    assert "Choose one of the formats" in answer.content.decode()


def command(*arguments: str, **options):
    output = io.StringIO()
    call_command("export_postmortem", *arguments, stdout=output, **options)
    return output.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_by_command_it_is_written_to_the_file(told, tmp_path, form):
    path = tmp_path / "report"
    said = command(
        told.incident.reference, "--format", form, "--language", "da", "--output", str(path)
    )
    assert said == f"{path}: {path.stat().st_size} bytes\n"
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_by_command_a_dash_is_standard_output(told, capfdbinary):
    said = command(told.incident.reference, "--format", "json", "--output", "-")
    assert said == ""
    assert json.loads(capfdbinary.readouterr().out)["reference"] == told.incident.reference


def test_by_command_the_system_may_export_what_is_restricted(told, tmp_path):
    told.incident.__class__.objects.update(is_restricted=True)
    assert command(told.incident.reference, "--format", "pdf", "--output", str(tmp_path / "x"))


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("INC-1", "INC-1 is not a reference such as INC-2026-0001."),
        ("INC-2026-9999", "There is no incident INC-2026-9999."),
        ("2026-99999999999", "2026-99999999999 is not a reference such as INC-2026-0001."),
        (f"2026-{'9' * 6000}", "is not a reference such as INC-2026-0001."),
    ],
)
def test_by_command_a_wrong_reference_is_told(told, tmp_path, reference, words):
    with pytest.raises(CommandError, match=re.escape(words)):
        command(reference, "--format", "pdf", "--output", str(tmp_path / "x"))
    assert not list(tmp_path.iterdir())


def test_by_command_a_report_that_was_not_started_is_told(incident, tmp_path):
    with pytest.raises(CommandError, match="was not started yet"):
        command(incident.reference, "--format", "pdf", "--output", str(tmp_path / "x"))


@pytest.mark.parametrize("place", ["missing/x", "."])
def test_by_command_a_file_that_cannot_be_written_is_told_and_nothing_is_logged(
    told, tmp_path, place
):
    before = LogEntry.objects.count()
    with pytest.raises(CommandError, match="cannot be written"):
        command(told.incident.reference, "--format", "json", "--output", f"{tmp_path}/{place}")
    assert LogEntry.objects.count() == before
    assert not list(tmp_path.iterdir())


def test_the_system_takes_an_export_too(told):
    assert Postmortem.objects.count() == 1
    assert export(told, actor=system("command")).content
