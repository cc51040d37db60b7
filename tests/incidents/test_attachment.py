"""Files in the record: who may open them, how they are sent, and what becomes of them."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from audit.actor import Actor, system
from audit.models import LogEntry
from core.errors import Conflict, NotFound, NotPermitted
from core.files import store
from core.files.store import StoreAway, keep, original
from core.files.upload import LARGEST_FILE
from incidents import sweep
from incidents.models import Attachment
from incidents.services.attachment import attach_files, withdraw_attachment
from incidents.services.incident import change_access, declare_incident
from incidents.services.timeline_entry import EntryContent, add_entry, correct_entry
from tests.core.files.brought import photo, picture, upload
from tests.full_record import TOLD_OF_ALL
from tests.together import at_once
from webhooks.delivering import make_deliveries
from webhooks.models import Delivery
from webhooks.services.webhook import add_webhook


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STORAGES["attachments"]["OPTIONS"]["location"] = tmp_path
    settings.STORAGES = dict(settings.STORAGES)


@pytest.fixture
def browser(client, commander):
    client.force_login(commander.user)
    return client


@pytest.fixture
def entry(commander, incident):
    content = EntryContent("Logins doubled", None, "unknown")
    return add_entry(actor=commander, incident_id=incident.pk, content=content)


def attached(actor, incident, content=None, name="graph.png", **where):
    file = keep(upload(content or photo(), name))
    return attach_files(actor=actor, incident_id=incident.pk, files=[file], **where)[0]


def page(name, incident, *more):
    return reverse(name, args=[incident.year, incident.number, *more])


def test_files_are_attached_to_an_entry_without_javascript(browser, incident, entry):
    address = page("attachment_add", incident)
    assert 'enctype="multipart/form-data"' in browser.get(f"{address}?entry={entry.pk}").text
    files = [upload(photo(), "a.jpg"), upload(b"10:00 alt vel", "app.log")]
    answer = browser.post(address, {"file": files, "entry": entry.pk, "caption": "Logins"})
    assert answer.url.endswith(f"#entry-{entry.pk}")
    assert [each.name for each in entry.attachments.all()] == ["a.jpg", "app.log"]
    shown = browser.get(page("incident_detail", incident)).text
    assert shown.count('class="attachments"') == 1
    assert 'alt="Logins"' in shown


def test_the_log_keeps_the_hash_and_the_same_file_is_attached_once(commander, incident, entry):
    first = attached(commander, incident, entry_id=entry.pk)
    again = attached(commander, incident, entry_id=entry.pk, name="other.jpg")
    assert again == first
    logged = LogEntry.objects.get(verb="attachment.added")
    assert logged.payload.content["after"]["sha256"] == first.sha256


def test_a_correction_keeps_the_files_of_the_entry_in_sight(browser, commander, incident, entry):
    attachment = attached(commander, incident, entry_id=entry.pk)
    better = EntryContent("Logins tripled", None, "unknown")
    correct_entry(
        actor=commander,
        incident_id=incident.pk,
        entry_id=entry.pk,
        content=better,
        reason="Counted",
    )
    shown = browser.get(page("incident_detail", incident)).text
    assert page("attachment_small", incident, attachment.pk) in shown


@pytest.mark.parametrize(
    ("content", "name", "disposition", "media_type"),
    [
        (picture(), "graph.png", "inline", "image/png"),
        (b"<script>alert(1)</script>", "evil.html", "attachment", "text/plain; charset=utf-8"),
        (b"<svg onload='alert(1)'/>", "evil.svg", "attachment", "text/plain; charset=utf-8"),
        (b"%PDF-1.7\n", "letter.pdf", "attachment", "application/pdf"),
    ],
)
def test_a_file_is_sent_so_that_no_browser_runs_it(
    browser, commander, incident, content, name, disposition, media_type
):
    attachment = attached(commander, incident, content, name)
    answer = browser.get(
        page("attachment_file", incident, attachment.pk), headers={"accept-encoding": "gzip"}
    )
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Length"] == str(len(content))
    assert answer["Content-Disposition"].startswith(f"{disposition};")
    assert answer["Content-Type"] == media_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "private" in answer["Cache-Control"]


def test_a_download_that_was_cut_goes_on_where_it_stopped(browser, commander, incident, api):
    content = bytes(range(32, 127)) * 100
    attachment = attached(commander, incident, content, "big.log")
    web = page("attachment_file", incident, attachment.pk)
    program = f"/api/v1/incidents/{incident.reference}/attachments/{attachment.pk}/content"
    asks = (
        lambda **headers: browser.get(web, headers=headers),
        lambda **headers: api.ask(program, **headers),
    )
    for ask in asks:
        begun = ask()
        etag = begun["ETag"]
        assert (begun["Accept-Ranges"], attachment.sha256 in etag) == ("bytes", True)
        assert b"".join(begun.streaming_content) == content
        rest = ask(range="bytes=5000-", if_range=etag)
        assert rest.status_code == 206
        assert b"".join(rest.streaming_content) == content[5000:]
        assert rest["Content-Range"] == f"bytes 5000-{len(content) - 1}/{len(content)}"
        assert rest["Content-Length"] == str(len(content) - 5000)
        assert "sandbox" in rest["Content-Security-Policy"]
        other = ask(range="bytes=5000-", if_range='"other"')
        assert (other.status_code, b"".join(other.streaming_content)) == (200, content)
        behind = ask(range="bytes=9500-")
        assert (behind.status_code, behind["Content-Range"]) == (416, "bytes */9500")
        assert ask(if_none_match=f"W/{etag}").status_code == 304


SENT = ["attachment_file", "attachment_small", "attachment_bare", "attachment_detail"]


@pytest.mark.parametrize("name", SENT)
def test_a_file_of_a_hidden_incident_is_not_there(client, person, commander, incident, name):
    attachment = attached(commander, incident)
    change_access(
        actor=commander, incident_id=incident.pk, version=1, is_restricted=True, reason="Secret"
    )
    client.force_login(person("responder"))
    assert client.get(page(name, incident, attachment.pk)).status_code == 404
    assert client.get(page("attachment_list", incident)).status_code == 404


def test_the_original_tells_where_it_was_taken_and_the_picture_to_hand_on_does_not(
    browser, commander, incident
):
    attachment = attached(commander, incident, photo(), "photo.jpg")
    inside = browser.get(page("attachment_file", incident, attachment.pk)).getvalue()
    with Image.open(BytesIO(inside)) as picture_inside:
        assert picture_inside.getexif().get_ifd(0x8825)
    for name in ("attachment_bare", "attachment_small"):
        out = browser.get(page(name, incident, attachment.pk)).getvalue()
        with Image.open(BytesIO(out)) as picture_outside:
            assert not picture_outside.getexif()
        assert b"Ola" not in out
    assert (
        "It may tell where" in browser.get(page("attachment_detail", incident, attachment.pk)).text
    )


def test_a_withdrawn_file_is_shown_no_more_and_opens_only_for_those_who_lead(
    client, person, commander, incident, entry
):
    attachment = attached(commander, incident, entry_id=entry.pk)
    on = {"actor": commander, "incident_id": incident.pk, "attachment_id": attachment.pk}
    withdraw_attachment(**on, version=1, reason="A customer's name")
    with pytest.raises(Conflict):
        withdraw_attachment(**on, version=2, reason="Again")
    opened = {}
    for role in ("viewer", "responder", "commander", "auditor"):
        reader = commander.user if role == "commander" else person(role)
        client.force_login(reader)
        shown = client.get(page("incident_detail", incident)).text
        assert page("attachment_small", incident, attachment.pk) not in shown
        assert "A customer&#x27;s name" in shown
        opened[role] = client.get(page("attachment_file", incident, attachment.pk)).status_code
    assert opened == {"viewer": 403, "responder": 403, "commander": 200, "auditor": 200}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"x" * (LARGEST_FILE + 1), "larger than 25 MB"),
        (b"x" * (LARGEST_FILE + 5_000_000), "larger than 25 MB"),
        (b"PK\x03\x04\x00", "Attach a picture"),
        (photo()[:-200], "broken or cut off"),
    ],
    ids=["empty", "a byte too large", "far too large", "zip", "cut off"],
)
def test_a_refused_file_is_named_at_its_field_and_nothing_is_attached(
    browser, incident, content, told
):
    address = page("attachment_add", incident)
    answer = browser.post(address, {"file": [upload(content, "a.png"), upload(b"fine", "b.log")]})
    assert answer.status_code == 422
    assert "a.png" in answer.text
    assert told in answer.text
    assert not Attachment.objects.exists()
    in_background = browser.post(
        address, {"file": upload(content, "a.png")}, headers={"accept": "application/json"}
    )
    assert (in_background.status_code, told in in_background.json()["refused"][0]) == (422, True)


def test_nobody_attaches_without_the_permission_or_to_an_entry_of_another_incident(
    person, commander, incident
):
    with pytest.raises(NotPermitted):
        attached(Actor(person("viewer"), "web"), incident)
    with pytest.raises(NotFound):
        attached(commander, incident, entry_id=0)


def test_a_program_attaches_reads_fetches_captions_and_withdraws(api, incident):
    place = f"/api/v1/incidents/{incident.reference}/attachments"
    sent = [api.post(place, {"file": upload(photo(), "a.jpg"), "caption": "Logins"}) for _ in "12"]
    assert [answer.status_code for answer in sent] == [201, 201]
    made = sent[0].json()
    assert sent[1].json() == made
    assert sent[0]["Location"].endswith(f"{place}/{made['id']}")
    assert api.ask(place).json()["results"] == [made]
    content = api.ask(f"{place}/{made['id']}/content")
    assert b"".join(content.streaming_content) == photo()
    better = api.send("put", f"{place}/{made['id']}", {"caption": "Logins a minute", "version": 1})
    assert (better.status_code, better.json()["caption"]) == (200, "Logins a minute")
    gone = api.send("post", f"{place}/{made['id']}/withdraw", {"reason": "Wrong", "version": 2})
    assert gone.json()["withdrawn_reason"] == "Wrong"
    refused = api.post(place, {"file": upload(b"", "a.jpg")})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "file"


def test_the_sweep_removes_what_was_never_attached_and_nothing_else(
    commander, incident, monkeypatch, capsys
):
    monkeypatch.setattr(sweep, "SWEPT", timedelta(minutes=-1))
    shown = attached(commander, incident)
    gone = attached(commander, incident, b"withdrawn", "b.log")
    on = {"actor": commander, "incident_id": incident.pk, "attachment_id": gone.pk}
    withdraw_attachment(**on, version=1, reason="Wrong")
    orphan = keep(upload(b"of a form that was refused"))
    call_command("sweep_attachments")
    assert capsys.readouterr().out.startswith("1 files")
    for digest in (shown.sha256, gone.sha256):
        original(digest).close()
    with pytest.raises(StoreAway):
        original(orphan.sha256)


def test_a_report_names_what_a_file_shows_and_its_hash_and_not_its_name(
    browser, commander, incident, entry
):
    caption = "Logins a minute"
    shown = attached(commander, incident, entry_id=entry.pk, caption=caption, name="Ola.png")
    whole = attached(commander, incident, b"10:00 alt vel", "Kari.log")
    browser.post(page("postmortem_start", incident), {"language": "en"})
    answer = browser.post(
        page("postmortem_export", incident), {"format": "markdown", "language": "en"}
    )
    report = answer.text
    assert f"{caption} (JPEG, SHA-256 {shown.sha256})" in " ".join(report.split())
    assert whole.sha256 in report
    assert not any(name in report for name in ("Ola.png", "Kari.log"))


def test_the_same_file_attached_by_two_at_the_same_moment_is_one(
    transactional_db, commander, incident
):
    # Both keep it, both tell of it.
    made = at_once(*[lambda: attached(commander, incident, b"10:00 alt vel", "a.log").pk] * 3)
    assert len(set(made)) == 1
    assert LogEntry.objects.filter(verb="attachment.added").count() == 1


def test_a_file_of_another_incident_is_not_there_whatever_is_asked_of_it(
    browser, api, commander, incident
):
    other = declare_incident(actor=commander, title="Another")
    attachment = attached(commander, incident)
    said = {"caption": "x", "in_report": "on", "reason": "x", "version": 1}
    for name in [*SENT, "attachment_caption", "attachment_report", "attachment_withdraw"]:
        assert browser.get(page(name, other, attachment.pk)).status_code == 404
    for name in ("attachment_caption", "attachment_report", "attachment_withdraw"):
        assert browser.post(page(name, other, attachment.pk), said).status_code == 404
    place = f"/api/v1/incidents/{other.reference}/attachments/{attachment.pk}"
    assert [api.ask(place).status_code, api.ask(f"{place}/content").status_code] == [404, 404]
    body = {"caption": "x", "in_report": True, "version": 1}
    assert api.send("put", f"{place}/report", body).status_code == 404
    entry = add_entry(
        actor=commander, incident_id=other.pk, content=EntryContent("x", None, "unknown")
    )
    files = {"file": upload(b"fine", "a.log"), "entry": entry.pk}
    assert browser.post(page("attachment_add", incident), files).status_code == 404
    attachment.refresh_from_db()
    assert attachment.version == 1


def test_eleven_files_are_too_many_and_the_words_stay(browser, incident):
    files = [upload(b"%d" % number, f"{number}.log") for number in range(11)]
    form = {"text": "Seen with my own eyes", "precision": "minute", "kind": "note", "file": files}
    answer = browser.post(page("entry_add", incident), form)
    assert answer.status_code == 422
    assert "at most 10 files" in answer.text
    assert "Seen with my own eyes" in answer.text


def test_nothing_of_a_hidden_incidents_file_is_found_told_or_sent(
    client, person, commander, incident
):
    add_webhook(actor=system(), value=replace(TOLD_OF_ALL, kinds=["timeline"]))
    open_still = EntryContent("Seen", None, "unknown")
    add_entry(actor=commander, incident_id=incident.pk, content=open_still)
    make_deliveries(timezone.now())
    assert Delivery.objects.count() == 1
    change_access(
        actor=commander, incident_id=incident.pk, version=1, is_restricted=True, reason="Secret"
    )
    entry = add_entry(
        actor=commander, incident_id=incident.pk, content=EntryContent("Seen", None, "unknown")
    )
    attached(commander, incident, name="zebra.png", caption="A zebra", entry_id=entry.pk)
    make_deliveries(timezone.now())
    assert Delivery.objects.count() == 1
    client.force_login(person("responder"))
    for address in ("/search?q=zebra", "/", "/notifications", "/actions"):
        assert "zebra" not in client.get(address).text.replace("q=zebra", "").replace(
            'value="zebra"', ""
        ), address
    assert page("incident_detail", incident) not in client.get("/search?q=zebra").text


def test_a_store_that_fails_half_way_leaves_no_row_without_its_bytes(
    browser, incident, monkeypatch
):
    put, asked = store._put, []

    def away_after_one(digest, place, content):
        asked.append(place)
        if len(asked) > 1:
            raise StoreAway("The file store is full or does not answer.")
        put(digest, place, content)

    monkeypatch.setattr(store, "_put", away_after_one)
    files = [upload(b"one", "a.log"), upload(b"two", "b.log")]
    answer = browser.post(page("attachment_add", incident), {"file": files})
    assert (answer.status_code, Attachment.objects.count()) == (422, 0)
