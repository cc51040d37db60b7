import pytest
from django.urls import reverse

from incidents.models import TimelineEntry
from incidents.services.timeline_entry import add_entry
from tests.full_record import SEEN, THREE
from tests.program import wrong

SAID = {"text": "Login attempts doubled", "occurred_at": "2026-02-04T13:10:00Z"}
BETTER = {
    "text": "Nine times the usual",
    "occurred_at": "2026-02-04T13:12:00Z",
    "precision": "minute",
    "kind": "observation",
    "milestone": "detected",
    "evidence_links": ["https://graphs.example.org/logins"],
    "reason": "Counted",
}


@pytest.fixture
def entries(here):
    return f"{here}/entries"


@pytest.fixture
def entry(api, entries):
    return api.send("POST", entries, SAID).json()


def test_an_entry_is_added_and_found_where_it_is_said_to_be(api, entries, commander):
    answer = api.send("POST", entries, SAID)
    told = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"/{entries}/{told['id']}")
    assert (told["entry"]["text"], told["entry"]["precision"]) == (SAID["text"], "minute")
    assert told["entry"]["author"] == {"id": commander.user.pk, "name": "Commander"}
    assert (told["is_late"], told["earlier"]) == (True, [])
    assert api.ask(answer.headers["Location"]).json() == told
    assert api.ask(entries).json() == {"results": [told]}


def test_a_time_nobody_knows_is_said_to_be_unknown(api, entries):
    unknown = {"text": "The cable was cut", "occurred_at": None}
    assert list(wrong(api.send("POST", entries, unknown))) == ["occurred_at"]
    told = api.send("POST", entries, unknown | {"precision": "unknown"}).json()
    assert told["entry"]["occurred_at"] is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " \n"}, "text"),
        ({"text": "a" * 1_000_001}, "text"),
        ({"occurred_at": "2026-02-04T13:10:00Z", "precision": "unknown"}, "occurred_at"),
        ({"kind": "rumour"}, "kind"),
        ({"milestone": "lunch"}, "milestone"),
        ({"evidence_links": ["ftp://files.example.org"]}, "evidence_links"),
        ({"evidence_links": ["https://" + "a" * 500 + ".example.org"]}, "evidence_links"),
        ({"author": 1}, "author"),
    ],
)
def test_an_entry_that_cannot_be_kept_names_its_field_and_is_not(api, entries, said, field):
    answer = api.send("POST", entries, SAID | said)
    assert (answer.status_code, list(wrong(answer))) == (422, [field])
    assert not TimelineEntry.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ({"occurred_at": "1960-01-01T00:00"}, {"occurred_at": "1960-01-01T00:00:00+01:00"}),
        (
            {"occurred_at": "2026-02-04T14:10", "precision": "unknown"},
            {"occurred_at": "2026-02-04T14:10:00+01:00", "precision": "unknown"},
        ),
        ({"text": "a" * 1_000_001}, {"text": "a" * 1_000_001}),
    ],
)
def test_the_page_and_the_api_refuse_with_the_same_sentence(
    api, entries, client, commander, incident, typed, sent
):
    client.force_login(commander.user)
    form = SAID | {"occurred_at": "2026-02-04T14:10", "precision": "minute", "kind": "note"}
    page = client.post(reverse("entry_add", args=[incident.year, incident.number]), form | typed)
    answer = api.send("POST", entries, SAID | sent)
    (sentence,) = wrong(answer).values()
    assert (page.status_code, answer.status_code) == (422, 422)
    assert sentence in page.content.decode()


def test_who_may_only_read_adds_nothing(viewer, entries):
    assert viewer.ask(entries).status_code == 200
    assert viewer.send("POST", entries, SAID).status_code == 403


def test_a_correction_leaves_the_original_readable(api, entries, entry):
    answer = api.send("POST", f"{entries}/{entry['id']}/correct", BETTER)
    told = answer.json()
    assert answer.status_code == 200
    assert (told["entry"]["text"], told["entry"]["reason"]) == (BETTER["text"], "Counted")
    assert [earlier["text"] for earlier in told["earlier"]] == [SAID["text"]]
    for number in (entry["id"], told["id"]):
        assert api.ask(f"{entries}/{number}").json() == told


def test_an_entry_that_was_replaced_is_not_replaced_again(api, entries, entry):
    api.send("POST", f"{entries}/{entry['id']}/correct", BETTER)
    for act in ("correct", "retract"):
        said = BETTER if act == "correct" else {"reason": "Wrong room"}
        answer = api.send("POST", f"{entries}/{entry['id']}/{act}", said)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:havari:problem:conflict")
    assert TimelineEntry.objects.count() == 2


def test_an_entry_is_taken_back_with_a_reason(api, entries, entry):
    address = f"{entries}/{entry['id']}/retract"
    assert wrong(api.send("POST", address, {"reason": ""})).keys() == {"reason"}
    told = api.send("POST", address, {"reason": "Wrong room"}).json()
    assert (told["entry"]["is_retraction"], told["entry"]["text"]) == (True, SAID["text"])


@pytest.mark.parametrize("number", [4711, 0, 2**63, 10**40])
@pytest.mark.parametrize("act", ["", "/correct", "/retract"])
def test_an_entry_of_no_such_number_is_not_there(api, entries, number, act):
    address = f"{entries}/{number}{act}"
    said = BETTER if act == "/correct" else {"reason": "x"}
    answer = api.send("POST", address, said) if act else api.ask(address)
    assert answer.status_code == 404


def test_an_entry_of_another_incident_is_not_there(api, commander, entry):
    api.send("POST", "incidents", {"title": "Payments fail"})
    year = api.ask("incidents").json()["results"][0]["reference"]
    assert api.ask(f"incidents/{year}/entries/{entry['id']}").status_code == 404


def test_fifty_entries_are_listed_with_few_queries(
    api, entries, commander, incident, django_assert_max_num_queries
):
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            incident=incident,
            text=f"Seen {n}",
            occurred_at=THREE,
            precision="minute",
            kind="note",
            author=commander.user,
            recorded_at=THREE,
        )
        for n in range(50)
    )
    with django_assert_max_num_queries(7):
        answer = api.ask(entries)
    assert len(answer.json()["results"]) == 50


def test_words_come_back_as_they_were_written(api, entries):
    text = "<script>alert(1)</script> =1+1 \u202eback 🙂 æøå \\ \" 'x'\n\nnew"
    assert api.send("POST", entries, SAID | {"text": text}).json()["entry"]["text"] == text


def test_entries_are_told_in_the_order_things_happened(api, entries, commander, incident):
    add_entry(actor=commander, incident_id=incident.pk, content=SEEN)
    api.send("POST", entries, SAID)
    told = api.ask(entries).json()["results"]
    assert [read["entry"]["occurred_at"] for read in told] == [
        "2026-02-04T13:10:00Z",
        "2026-11-04T15:00:00Z",
    ]
