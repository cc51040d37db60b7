"""Pictures in the report: only those that were chosen, without metadata, and for good once finished."""

import base64
import io
import json
import os
import re
import zipfile
from datetime import timedelta
from hashlib import sha256

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from audit.actor import system
from core.errors import Conflict, DomainError
from core.files import store
from core.files.store import SWEPT, keep
from incidents.exports.attachment import report_copy
from incidents.models import Attachment
from incidents.services.attachment import (
    attach_files,
    caption_attachment,
    choose_for_report,
    withdraw_attachment,
)
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.timeline_entry import EntryContent, add_entry
from incidents.sweep import sweep_files
from postmortems.exports.named import named_in
from postmortems.services.export import export_postmortem
from postmortems.services.postmortem import complete_postmortem, reopen_postmortem, start_postmortem
from postmortems.services.publication import publish_edition
from tests.core.documents.test_pdf import failures
from tests.core.files.brought import photo, picture, upload
from tests.office import faults

pytestmark = pytest.mark.django_db
TICKED = re.compile('name="in_report"[^>]* checked')
SHOWS = 'Logins a minute, told by <Kirsten> & "others"'


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGES["attachments"]["OPTIONS"]["location"] = tmp_path / "files"
    settings.STORAGES = dict(settings.STORAGES)
    return tmp_path / "files"


@pytest.fixture
def here(incident, commander):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def report(here):
    return start_postmortem(**here, written={"summary": "The list was preselected."})


def finish(here):
    add_factor(**here, condition=Condition("One door"))
    complete_postmortem(**here, version=1)


@pytest.fixture
def entry(here):
    return add_entry(**here, content=EntryContent("Logins doubled", None, "unknown"))


def attached(here, content=None, **where):
    return attach_files(**here, files=[keep(upload(content or photo(), "Ola.jpg"))], **where)[0]


def choose(here, attachment, caption=SHOWS, *, is_shown=True):
    attachment.refresh_from_db()
    return choose_for_report(
        **here,
        attachment_id=attachment.pk,
        version=attachment.version,
        caption=caption,
        copy=report_copy(attachment) if is_shown else "",
    )


@pytest.fixture
def chosen(here, report, entry):
    return choose(here, attached(here, entry_id=entry.pk))


def exported(here, form, **more):
    return export_postmortem(**here, format=form, language="en", **more).content


def copy_of(attachment):
    with store.original(attachment.report_copy) as file:
        return file.read()


def pictures_in(content, form):
    match form:
        case "html":
            found = re.findall(rb"data:image/\w+;base64,([\w+/=]+)", content)
            return [base64.b64decode(each) for each in found]
        case "docx":
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                return [
                    package.read(name)
                    for name in package.namelist()
                    if name.startswith("word/media/")
                ]
        case "pdf":
            with pikepdf.open(io.BytesIO(content)) as opened:
                return [
                    bytes(part.read_raw_bytes())
                    for part in opened.objects
                    if isinstance(part, pikepdf.Stream) and part.get("/Subtype") == "/Image"
                ]
    return []


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_a_picture_nobody_chose_is_not_in_the_report(here, report, entry, form):
    attached(here, entry_id=entry.pk)
    assert pictures_in(exported(here, form), form) == []


@pytest.mark.parametrize("form", ["html", "docx", "pdf"])
def test_the_copy_that_leaves_is_the_one_in_the_log_and_tells_of_no_place(here, chosen, form):
    (shown,) = pictures_in(exported(here, form), form)
    assert sha256(shown).hexdigest() == chosen.report_copy
    assert b"Ola" not in shown
    assert b"Wreckcam" not in shown
    with Image.open(io.BytesIO(shown)) as opened:
        assert not opened.getexif()
        # Upright, as the camera said it was held.
        assert opened.size == (30, 40)


def test_whoever_cannot_see_it_is_told_what_it_shows(here, chosen, tmp_path):
    page = exported(here, "html").decode()
    assert 'alt="Logins a minute, told by &lt;Kirsten&gt; &amp; &quot;others&quot;"' in page
    word = exported(here, "docx")
    assert faults(word, tmp_path) == []
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        assert (
            "Logins a minute, told by &lt;Kirsten&gt;" in package.read("word/document.xml").decode()
        )
    set_ = exported(here, "pdf")
    with pikepdf.open(io.BytesIO(set_)) as opened:
        parts = [part for part in opened.objects if isinstance(part, pikepdf.Dictionary)]
        assert [str(part.Alt) for part in parts if part.get("/S") == "/Figure"] == [SHOWS]
    for profile in ("3a", "ua1"):
        assert failures(set_, profile) == []


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_a_report_with_any_kind_of_picture_conforms(here, report, kind):
    holes = io.BytesIO()
    Image.new("RGBA", (3000, 900), (255, 0, 0, 90)).save(holes, kind)
    chosen = choose(here, attached(here, holes.getvalue()))
    with Image.open(io.BytesIO(copy_of(chosen))) as opened:
        assert (opened.format, opened.size) == ("PNG", (1600, 480))
    set_ = exported(here, "pdf")
    for profile in ("3a", "ua1"):
        assert failures(set_, profile) == []


def test_markdown_and_json_name_it_by_hash(here, chosen):
    assert chosen.report_copy in exported(here, "markdown").decode()
    data = json.loads(exported(here, "json"))
    (block,) = [each for each in data["blocks"] if each["type"] == "image"]
    assert block["sha256"] == chosen.report_copy
    assert "".join(run["text"] for run in block["shows"]) == SHOWS


def test_people_in_the_caption_stand_by_their_role(here, report, commander):
    caption = f"What {commander.user.full_name} saw"
    choose(here, attached(here), caption)
    for form in ("html", "docx", "pdf", "markdown", "json"):
        assert commander.user.full_name.encode() not in exported(here, form)
    assert b'alt="What' in exported(here, "html")


def test_the_names_check_says_that_pictures_are_not_read(client, here, report, commander):
    client.force_login(commander.user)
    incident = report.incident
    address = reverse("postmortem_people", args=[incident.year, incident.number])
    warning = "Pictures are not read for names"
    assert warning not in client.get(f"{address}?look=1").text
    choose(here, attached(here))
    page = client.get(f"{address}?look=1").text
    assert warning in page
    assert "told by &lt;Kirsten&gt;" in page
    assert named_in(report, commander.user, "en").pictures == [SHOWS]


def test_a_finished_edition_keeps_its_bytes_whatever_becomes_of_the_file(here, chosen, folder):
    finish(here)
    before = pictures_in(exported(here, "html", edition=1), "html")
    reopen_postmortem(**here, version=2, reason="More is known")
    choose(here, chosen, is_shown=False)
    chosen.refresh_from_db()
    withdraw_attachment(
        **here, attachment_id=chosen.pk, version=chosen.version, reason="A customer's name"
    )
    then = (timezone.now() - SWEPT - timedelta(minutes=1)).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (then, then))
    assert sweep_files() == 0
    assert pictures_in(exported(here, "html"), "html") == []
    for form in ("html", "pdf"):
        assert pictures_in(exported(here, form, edition=1), form) == before
    assert sha256(before[0]).hexdigest() == chosen.report_copy


def test_bytes_that_were_exchanged_are_not_handed_on(here, chosen, folder):
    (path,) = [each for each in folder.rglob(chosen.report_copy) if each.is_file()]
    path.write_bytes(picture())
    for form in ("html", "docx", "pdf"):
        with pytest.raises(DomainError, match="no longer the one whose hash is in the log"):
            exported(here, form)


def test_a_published_report_shows_it_and_says_so_when_the_store_is_away(
    client, here, chosen, folder
):
    finish(here)
    on = here | {"actor": system()}
    published = publish_edition(**on, edition=1, audience="outside", was_read=True)
    address = reverse("published_report", args=[published.address])
    answer = client.get(address)
    assert len(pictures_in(answer.content, "html")) == 1
    assert "img-src 'self' data:" in answer["Content-Security-Policy"]
    for path in folder.rglob(chosen.report_copy):
        path.unlink()
    assert client.get(address).status_code == 503


def test_it_is_chosen_only_with_words_and_only_a_picture(here, report):
    shown, text = attached(here), attached(here, b"10:00 alt vel")
    with pytest.raises(DomainError, match="Say what the picture shows"):
        choose(here, shown, " ")
    with pytest.raises(DomainError, match="Only pictures"):
        choose_for_report(
            **here, attachment_id=text.pk, version=1, caption="The log", copy=shown.sha256
        )
    choose(here, shown)
    with pytest.raises(DomainError, match="Say what the picture shows"):
        caption_attachment(**here, attachment_id=shown.pk, version=2, caption="")
    with pytest.raises(Conflict):
        choose_for_report(**here, attachment_id=shown.pk, version=1, caption="x")


def test_a_report_shows_thirty_pictures_and_no_more(here, report):
    for number in range(30):
        choose(here, attached(here, picture(size=(10 + number, 10))))
    another = attached(here, picture(size=(99, 10)))
    with pytest.raises(DomainError, match="at most 30"):
        choose(here, another)


def test_it_is_ticked_on_a_page_and_off_until_then(client, here, report, commander):
    attachment = attached(here)
    incident = report.incident
    client.force_login(commander.user)
    place = [incident.year, incident.number, attachment.pk]
    address = reverse("attachment_report", args=place)
    assert not TICKED.search(client.get(address).text)
    refused = client.post(address, {"in_report": "on", "caption": "", "version": 1})
    assert refused.status_code == 422
    assert "Say what the picture shows" in refused.text
    client.post(address, {"in_report": "on", "caption": "Logins", "version": 1})
    assert Attachment.objects.get().in_report
    assert TICKED.search(client.get(address).text)
    text = attached(here, b"10:00 alt vel")
    no_picture = reverse("attachment_report", args=[*place[:2], text.pk])
    assert client.get(no_picture).status_code == 404


def test_a_program_chooses_it(api, here, report):
    attachment = attached(here)
    place = f"/api/v1/incidents/{report.incident.reference}/attachments/{attachment.pk}/report"
    said = {"in_report": True, "caption": "Logins a minute", "version": 1}
    answer = api.send("put", place, said)
    assert (answer.status_code, answer.json()["in_report"]) == (200, True)
    assert len(answer.json()["report_copy"]) == 64
    gone = api.send("put", place, said | {"in_report": False, "version": 2})
    assert gone.json()["in_report"] is False
    assert api.send("put", place, said | {"caption": "", "version": 3}).status_code == 422
