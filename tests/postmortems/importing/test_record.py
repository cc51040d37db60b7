import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from incidents.defects import DefectKind, words_of
from postmortems.importing.fields import MOST_ITEMS, Unreadable
from postmortems.importing.record import KNOWN, parse
from postmortems.importing.times import Zone

HERE = Zone("Europe/Copenhagen", ZoneInfo("Europe/Copenhagen"), DefectKind.NO_ZONE)
WHOLE = {
    "source": "dfds",
    "id": "dfds:PM2024-001",
    "title": "Two nodes went into NotReady state",
    "started_at": "2024-03-13T10:01:00+00:00",
    "detected_at": "2024-03-13T10:03:00+00:00",
    "resolved_at": "2024-03-14T09:20:00+00:00",
    "timezone": "UTC",
    "severity": "down",
    "summary": "A node was lost.",
    "timeline": [{"at": "2024-03-13T10:05:00+00:00", "text": "Alert discovered"}],
    "actions": [{"text": "Set limits, see https://tracker.example.org/1."}],
    "components": ["ci.example.org"],
    "body_markdown": "# Two nodes\n\n## Summary\nA node was lost.",
    "licence": "MIT",
}


def record(**changes):
    data = {name: value for name, value in (WHOLE | changes).items() if value is not None}
    return parse(json.dumps(data), HERE)


def kinds(read):
    return [found["kind"] for found in read.defects]


def test_a_whole_record_is_read_and_only_what_was_judged_is_told():
    read = record()
    assert (read.source, read.source_id, read.licence, read.year) == (
        "dfds",
        "dfds:PM2024-001",
        "MIT",
        2024,
    )
    assert [(entry.milestone, entry.text) for entry in read.entries] == [
        ("impact_started", "started_at: 2024-03-13T10:01:00+00:00"),
        ("detected", "detected_at: 2024-03-13T10:03:00+00:00"),
        ("", "Alert discovered"),
        ("resolved", "resolved_at: 2024-03-14T09:20:00+00:00"),
    ]
    assert (read.severity, read.category) == ("sev2", "outage")
    assert read.actions[0][0].tracker_url == "https://tracker.example.org/1"
    assert read.components == ["ci.example.org"]
    assert set(read.sections) == {"summary"}
    assert sorted(kinds(read)) == ["no_action_kind", "other_severity"]


def test_an_end_before_the_start_stays_as_told():
    read = record(resolved_at="2024-03-12T09:20:00+00:00")
    assert read.entries[-1].occurred_at == datetime(2024, 3, 12, 9, 20, tzinfo=UTC)
    assert kinds(read).count("contradiction") == 2


def test_an_end_on_the_day_of_the_start_is_no_contradiction():
    assert "contradiction" not in kinds(record(resolved_at="2024-03-13"))


def test_a_year_written_wrong_is_told_and_kept():
    entries = [
        {"at": "2024-03-13T10:05:00Z", "text": "Seen"},
        {"at": "2023-03-13T10:10:00Z", "text": "Mended"},
    ]
    read = record(timeline=entries)
    assert read.entries[3].occurred_at.year == 2023
    assert {"out_of_order", "far_away"} <= set(kinds(read))


def test_a_time_without_a_zone_is_read_like_the_others_of_the_record():
    read = record(timezone=None, resolved_at="2024-03-14T09:20:00")
    assert read.entries[-1].occurred_at == datetime(2024, 3, 14, 9, 20, tzinfo=UTC)
    assert "zone_of_others" in kinds(read)


@pytest.mark.parametrize(
    ("changes", "year", "where"),
    [
        ({"started_at": None}, 2024, "detected_at"),
        ({"started_at": "soon", "detected_at": None, "resolved_at": None}, 2024, "timeline 1"),
    ],
)
def test_without_a_start_the_year_is_that_of_the_next_best(changes, year, where):
    read = record(**changes)
    assert read.year == year
    assert [found["where"] for found in read.defects if found["kind"] == "no_start"] == [where]


@pytest.mark.parametrize(
    ("identifier", "title", "where"),
    [("PM2020-003", "x", "id"), ("x", "Outage on 2023-01-25", "title"), ("x", "y", "import")],
)
def test_without_any_time_the_year_is_looked_for_in_the_names(identifier, title, where):
    nothing = dict.fromkeys(["started_at", "detected_at", "resolved_at"]) | {"timeline": []}
    read = record(id=identifier, title=title, **nothing)
    assert [found["where"] for found in read.defects if found["kind"] == "no_start"] == [where]
    assert read.year == {"id": 2020, "title": 2023, "import": datetime.now(tz=UTC).year}[where]


def test_the_year_is_that_of_the_organisation():
    assert record(started_at="2023-12-31T23:30:00+00:00").year == 2024


def test_a_title_too_long_is_cut_and_stands_whole_in_the_summary():
    read = record(title="very " * 50 + "long")
    assert len(read.title) == 200
    assert read.summary.startswith("very " * 50 + "long")
    assert "shortened" in kinds(read)


def test_an_action_too_long_is_cut_and_stands_whole_in_the_report():
    text = "Do it " * 60
    read = record(actions=[{"text": text, "done": True, "owner": "lucas"}])
    assert len(read.actions[0][0].title) == 200
    assert read.actions[0][1] is True
    assert text.strip() in read.sections["actions"]
    assert {"shortened", "done_without_proof", "unknown_owner"} <= set(kinds(read))


def test_an_identifier_too_long_is_cut_so_that_it_stays_the_only_one():
    first, second = record(id="x" * 400), record(id="x" * 401)
    assert len(first.source_id) == 300
    assert first.source_id != second.source_id


def test_a_record_without_identifier_is_known_by_its_fingerprint():
    assert record(id=None).source_id == record(id=None).source_id
    assert record(id=None).source_id.startswith("sha256:")
    assert "no_identifier" in kinds(record(id=None))


def test_a_few_words_are_the_summary_and_no_told_summary_is_lost():
    read = record(body_markdown="Azure is slow.\nWe wait.", summary="We wait.")
    assert (read.summary, read.sections) == ("Azure is slow.\nWe wait.", {})
    assert record(body_markdown="Azure.", summary="We wait.").summary == "We wait.\n\nAzure."


def test_what_cannot_be_stored_is_replaced_and_told():
    read = record(title="Nodes\x00 \ud800lost")
    assert read.title == "Nodes\ufffd \ufffdlost"
    assert "unreadable_character" in kinds(read)


def test_fields_of_another_form_are_told_and_do_not_stop_the_rest():
    read = record(
        timeline=[5, {"at": 7, "text": "Seen"}, {}],
        actions="many",
        affected_count=-1,
        summary=["a"],
        components=[None, "b"],
        on_call="nobody",
    )
    wrong = {found["where"] for found in read.defects if found["kind"] == "wrong_shape"}
    assert wrong == {
        "timeline 1", "timeline 2 at", "timeline 3", "actions", "affected_count", "summary",
        "components 1",
    }  # fmt: skip
    assert "unknown_field" in kinds(read)
    assert (read.components, read.affected) == (["b"], None)


def test_many_defects_of_a_kind_are_counted():
    read = record(timeline=list(range(200)))
    assert kinds(read).count("wrong_shape") == 50
    assert read.defects[-1] == {"kind": "more", "told": "wrong_shape", "count": 150}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "is not JSON"),
        ("[]", "is JSON, but not an object"),
        ('{"id": NaN}', "is not JSON"),
        ('{"id": "a", "id": "b"}', "a name stands in an object twice"),
        ("[" * 100_000, "is nested too deeply"),
        (json.dumps({"timeline": [0] * (MOST_ITEMS + 1)}), "has more than 5,000 items in timeline"),
        ('{"affected_count": ' + "9" * 10_000 + "}", "is not JSON"),
    ],
)
def test_a_line_that_is_no_record_says_why(line, why):
    with pytest.raises(Unreadable, match=why):
        parse(line, HERE)


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
TIMES = st.sampled_from(["2024-03-13", "2024-03-13T14:??", "2024-03-13T10:05:00-08:00", "?"])
RECORDS = st.dictionaries(
    st.sampled_from(sorted(KNOWN)) | st.text(),
    ANYTHING
    | TIMES
    | st.lists(
        st.fixed_dictionaries(
            {}, optional={"at": TIMES | ANYTHING, "text": ANYTHING, "done": ANYTHING}
        )
    ),
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RECORDS)
def test_no_object_is_too_odd_to_be_read_and_its_defects_to_be_told(data):
    read = parse(json.dumps(data), HERE)
    assert read.title
    assert read.source_id
    assert all(words_of(found) for found in read.defects)
    assert json.loads(read.original) == data


@given(st.text())
def test_a_line_of_any_text_is_refused_in_words(line):
    assume(not line.strip().startswith("{"))
    with pytest.raises(Unreadable, match=r"^is "):
        parse(line, HERE)
