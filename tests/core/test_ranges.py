"""Parts of a file are those RFC 9110 (14) tells; what cannot be read is answered with the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ranges import NoSuchPart, Part, part_of


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", Part(0, 0)),
        ("bytes=0-499", Part(0, 499)),
        ("bytes=500-", Part(500, 999)),
        ("bytes=500-9999", Part(500, 999)),
        ("bytes=999-", Part(999, 999)),
        ("bytes=-1", Part(999, 999)),
        ("bytes=-5000", Part(0, 999)),
        ("Bytes= 1-2 ", Part(1, 2)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-0,5-9", None),
        ("bytes=--1", None),
        ("bytes=+1-2", None),
        ("bytes=\u0661-\u0662", None),
        ("bytes=" + "9" * 5000 + "-", None),
        ("lines=0-1", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(asked, part):
    assert part_of(1000, asked, "", '"a"') == part


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=1000-1001", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(asked):
    with pytest.raises(NoSuchPart):
        part_of(1000, asked, "", '"a"')


@pytest.mark.parametrize("known", ['"b"', 'W/"a"', "Fri, 27 Nov 2026 10:00:00 GMT"])
def test_another_file_than_was_begun_comes_as_a_whole(known):
    assert part_of(1000, "bytes=500-", '"a"', '"a"') == Part(500, 999)
    assert part_of(1000, "bytes=500-", known, '"a"') is None
    assert part_of(1000, "bytes=5000-", known, '"a"') is None


@given(st.integers(0, 2000), st.text(), st.sampled_from(["", "bytes="]))
def test_whatever_is_asked_a_part_is_within_the_file(size, asked, before):
    try:
        part = part_of(size, before + asked, "", '"a"')
    except NoSuchPart:
        return
    assert part is None or 0 <= part.first <= part.last < size
