"""The timeline of a document: what real documents tell is found, and no line is lost."""

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.reading.markdown import read_markdown
from imports.reading.placing import Placed, place, zone_of

DOCUMENTS = Path("../shared/data/incidents.jsonl")
_UNSEEN = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|<!--.*?-->|<(?:img|br)[^>]*>")


def words_of(text: str) -> str:
    """The words alone: no markup, no target of a link, no picture, no case."""
    return re.sub(r"[\W_]+", " ", _UNSEEN.sub(" ", text)).strip().lower()


def same_words(found: str, told: str) -> bool:
    """The same words; or all that is told, and more that stood under it in the document; or, where
    one of the two holds the other, at least half of it."""
    found, told = words_of(found), words_of(told)
    if not found or not told:
        return False
    within = found in told or told in found
    enough = min(len(found), len(told)) * 2 >= max(len(found), len(told))
    return found.startswith(told) or (within and enough)


def same_time(placed: Placed, told: str, zone: tzinfo) -> bool:
    """The same day and clock on the wall, as both were read from what the document says."""
    if placed.moment is None:
        return False
    wall = placed.moment.astimezone(zone_of(placed.found.stamp.zone) or zone)
    if len(told) == len("2026-11-04"):
        return wall.date() == date.fromisoformat(told)
    return wall.replace(tzinfo=None) == datetime.fromisoformat(told).replace(tzinfo=None)


def test_the_timelines_of_real_documents_are_found() -> None:
    told, met, imported = Counter(), Counter(), 0
    for line in DOCUMENTS.open(encoding="utf-8"):
        document = json.loads(line)
        timeline = document.get("timeline") or []
        if len(timeline) < 5:
            continue
        reading = read_markdown(document["body_markdown"])
        # Whoever imports knows on which day the incident began; its timeline is not asked.
        began = datetime.fromisoformat(document["started_at"]).date()
        zone = zone_of(reading.zone) or UTC
        left = list(place(reading.found, zone, began))
        imported += len(left)
        told[document["source"]] += len(timeline)
        for entry in timeline:
            same = (
                each
                for each in left
                if same_time(each, entry["at"], zone) and same_words(each.found.text, entry["text"])
            )
            if (found := next(same, None)) is not None:
                left.remove(found)
                met[document["source"]] += 1
    assert told.total() > 1000
    assert met.total() >= 0.95 * told.total(), {each: (met[each], told[each]) for each in told}
    assert imported - met.total() <= 0.05 * imported


TABLE = """## Timeline
| Date | Time (UTC) | Event |
|--|--|--|
| 2026-11-04 | 14:05 | Seen |
| | | and heard |"""


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("## Timeline\n- 14:05 UTC - Seen", ["None 14:05:00 UTC Seen"]),
        ("## Timeline\n- **14:05**: Seen\n  - more\n", ["None 14:05:00  Seen\n  - more"]),
        ("## Timeline\n### 4 Nov 2026 2:05 PM\nSeen", ["2026-11-04 14:05:00  Seen"]),
        ("## Tidslinje\n* kl. 14.05 Set\n", ["None 14:05:00  Set"]),
        ("## Tidslinje\n* 4. november 2026 kl. 14.05: Set\n", ["2026-11-04 14:05:00  Set"]),
        (
            TABLE,
            ["2026-11-04 14:05:00  Seen\nand heard"],
        ),
        ("## Timeline\n- 14:05-14:20 Seen", ["None 14:05:00  Seen"]),
        ("## Timeline\n- 14:?? Seen", ["None 14:00:00  Seen"]),
        (
            "## Timeline\n### 2026-11-04\n- 23:50: Seen\n- 00:10: Heard\n## Actions\n- 09:00 none",
            ["2026-11-04 23:50:00  Seen", "2026-11-04 00:10:00  Heard"],
        ),
        (
            "## Timeline\n- 14:05 Seen\n```\n- 14:06 in a log\n```\n",
            ["None 14:05:00  Seen\n```\n- 14:06 in a log\n```"],
        ),
        (
            "- 2026-11-04 14:05 no heading\n- 2026-11-04 14:06 at all",
            ["2026-11-04 14:05:00  no heading", "2026-11-04 14:06:00  at all"],
        ),
    ],
)
def test_a_time_is_read_as_people_write_it(document: str, told: list[str]) -> None:
    found = read_markdown(document).found
    written = [f"{f.stamp.day} {f.stamp.clock} {f.stamp.zone} {f.text}" for f in found]
    assert written == told


def test_a_clock_that_falls_back_far_has_passed_midnight() -> None:
    found = read_markdown("## Timeline\n- 23:50 Seen\n- 23:40 Late line\n- 00:10 Heard").found
    placed = list(place(found, UTC, date(2026, 11, 4)))
    assert [each.moment.day for each in placed if each.moment] == [4, 4, 5]
    assert [each.is_next_day for each in placed] == [False, False, True]


LINE = st.sampled_from(
    [
        "- 14:05 said {}",
        "### 14:05 {}",
        "### {}",
        "{} alone",
        "  - {}",
        "| 14:05 | {} |",
        "| {} | x |",
        "```",
        "- **{}**:",
        "2026-11-04 14:05 {}",
        "> {}",
        "",
    ]
)


@given(st.lists(LINE, max_size=25))
@settings(max_examples=150, deadline=None)
def test_every_line_is_an_entry_belongs_to_one_or_is_told(lines: list[str]) -> None:
    marked = [line.format(f"word{number}word") for number, line in enumerate(lines)]
    reading = read_markdown("\n".join(["# Timeline", "- 14:00 first", *marked]))
    kept = "\n".join([f.text for f in reading.found] + [u.text for u in reading.unread])
    for number, line in enumerate(lines):
        if "{}" in line:
            assert kept.count(f"word{number}word") == 1


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    read_markdown(f"## Timeline\n- 14:05 {text}")


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", ["*", "- ", "|", "# ", "`", "-", " ", "14:05 ", "1/1/", "**a", "[("]
)
def test_a_line_without_end_does_not_take_long(piece: str) -> None:
    read_markdown("## Timeline\n" + "- 14:05 seen\n" + piece * 200_000)
    read_markdown("## Timeline\n" + "- 14:05 seen\n" + (piece * 250 + "\n") * 3_000)
