"""Files of other kinds, honest and hostile."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from imports.reading import slack
from imports.reading.chat import read_chat
from imports.reading.found import Reading
from imports.reading.reader import read_file
from imports.reading.table import read_table

EXPORT = Path("../shared/data/chat/slack-export-format.zip")


def written(reading: Reading) -> list[str]:
    return [
        f"{f.stamp.day or ''} {f.stamp.clock} {f.author}: {f.text}".strip() for f in reading.found
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Kari N  14:05\ndown\nagain\n\nBo H  [2:07 PM]\nyes",
            ["14:05:00 Kari N: down\nagain", "14:07:00 Bo H: yes"],
        ),
        ("04/11/2026, 14:05 - Kari: down\nmore", ["2026-11-04 14:05:00 Kari: down\nmore"]),
        ("[04/13/2026, 14:05:33] Kari: down", ["2026-04-13 14:05:33 Kari: down"]),
        ("[14:05] <kari> down\n14:06 <@bo> yes", ["14:05:00 kari: down", "14:06:00 bo: yes"]),
        ("[14:05] Kari Nord\ndown", ["14:05:00 Kari Nord: down"]),
        ("14:05 kari: down\nkl. 14.07 up", ["14:05:00 kari: down", "14:07:00 : up"]),
        (
            "--- Wednesday, 4 November 2026 ---\n14:05 kari: down",
            ["2026-11-04 14:05:00 kari: down"],
        ),
        ("time;who;event\n2026-11-04 14:05;Bo;=1+1", ["2026-11-04 14:05:00 Bo: =1+1"]),
        ("date,clock,text\n2026-11-04,14:05,down", ["2026-11-04 14:05:00 : down"]),
    ],
)
def test_chats_and_tables_are_read_as_they_are_copied(text: str, told: list[str]) -> None:
    assert written(read_file(text.encode())) == told


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_an_encoding_is_recognised(encoding: str) -> None:
    text = "14:05 Søren: Påmindelse sendt til alle på årets længste dag\n"
    assert written(read_file(text.encode(encoding))) == [text.replace("14:05", "14:05:00").strip()]


def test_what_has_no_time_is_told_with_its_line() -> None:
    reading = read_chat("before any time\n14:05 kari: down")
    assert [(u.line, u.text) for u in reading.unread] == [(1, "before any time")]
    reading = read_table("time,text\n2026-11-04 14:05,down\nsoon,up")
    assert [(u.line, u.text) for u in reading.unread] == [(3, "soon | up")]


def test_a_slack_export_is_read_whole() -> None:
    reading = read_file(EXPORT.read_bytes())
    assert reading.channels == ["enrique", "traveling-sailor"]
    assert "Harry Potter" in reading.authors()
    assert "<@" not in " ".join(f.text for f in reading.found)
    with zipfile.ZipFile(EXPORT) as archive:
        days = [name for name in archive.namelist() if "/" in name and name.endswith(".json")]
        messages = sum(len(json.loads(archive.read(name))) for name in days)
    assert len(reading.found) + len(reading.unread) == messages


def packed(**files: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack, "MOST_UNPACKED", 1_000_000)
    bomb = packed(**{"room/2026-11-04.json": "[" + " " * 1_100_000 + "]"})
    with pytest.raises(DomainError, match="Unpacked"):
        read_file(bomb)


@pytest.mark.parametrize(
    "files",
    [
        {"../../etc/2026.json": "[]"},
        {"inner.zip": "PK"},
        {},
    ],
)
def test_an_archive_without_a_channel_is_refused(files: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        read_file(packed(**files) if files else b"PK\x03\x04 no archive at all")


@pytest.mark.parametrize(
    "content",
    ["[" * 200_000, "{}", "null", "not json", '[1, null, {"ts": "x", "text": 1}, {"ts": 1e400}]'],
)
def test_a_day_that_is_no_day_is_told(content: str) -> None:
    reading = read_file(packed(**{"room/2026-11-04.json": content}))
    assert not reading.found
    assert reading.unread


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(DomainError, match="lines"):
        read_file(b"\n" * 20_002)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        reading = read_file(content)
    except DomainError:
        return
    assert "\x00" not in "".join(f.text for f in reading.found)


LINE = st.sampled_from(["14:05 kari: {}", "{}", "Kari  14:05", "4/11/2026", "[14:05] <k> {}", ""])


@given(st.lists(LINE, max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_line_of_a_chat_is_lost(lines: list[str]) -> None:
    text = "\n".join(line.format(f"word{place}word") for place, line in enumerate(lines))
    reading = read_chat(text)
    kept = "\n".join([f.text for f in reading.found] + [u.text for u in reading.unread])
    for place, line in enumerate(lines):
        if "{}" in line:
            assert kept.count(f"word{place}word") == 1


@given(st.lists(st.lists(st.text("ab,;\"'\n 14:05=", max_size=8), max_size=4), max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_table_is_read(rows: list[list[str]]) -> None:
    read_table("\n".join(",".join(row) for row in rows))
