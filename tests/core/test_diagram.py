"""A diagram is drawn whole and apart, whatever its boxes say."""

from itertools import pairwise

import lxml.etree
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.diagram import BETWEEN, COLUMN, HEAD, LINES, Box, drawn, stacked, svg, wrapped
from core.documents.document import plain
from core.markdown import Diagram
from tests.core.documents.test_renderers import diagram

WORDS = st.lists(st.text("abc æøå"), min_size=1, max_size=4).map(tuple)
BOXES = st.lists(st.builds(Box, st.integers(0, 2), WORDS), min_size=1, max_size=40)
TEXTS = st.lists(st.text(max_size=300), min_size=1, max_size=20)


def of(texts) -> Diagram:
    return diagram([plain(text) for text in texts])


@given(BOXES, st.integers(0, 50))
def test_boxes_of_a_column_stand_apart_and_inside_the_picture(boxes, top):
    placed = stacked(boxes, top)
    assert [box.column for box in placed] == [box.column for box in boxes]
    for column in range(3):
        its = [box for box in placed if box.column == column]
        assert all(box.y >= top for box in its)
        assert all(upper.y + upper.height < lower.y for upper, lower in pairwise(its))


@given(TEXTS)
def test_every_box_and_line_is_drawn_within_the_edges(texts):
    picture = drawn(of(texts))
    assert len(picture.boxes) == len(texts)
    assert len(picture.paths) == len(picture.links)
    assert all(one.column + 1 == other.column for one, other in picture.links)
    assert all(HEAD <= box.y < box.y + box.height < picture.height for box in picture.boxes)
    assert max(box.x + box.width for box in picture.boxes) <= picture.width


@given(TEXTS)
def test_whatever_is_said_the_svg_is_well_formed(texts):
    lxml.etree.fromstring(svg(drawn(of(texts))))


@given(st.text(max_size=1000))
def test_a_label_has_its_words_in_order_and_says_when_it_is_cut(text):
    lines = wrapped(text)
    assert 1 <= len(lines) <= LINES
    said, whole = "".join("".join(lines).split()), "".join(text.split())
    assert said == whole or (said[-1] == "…" and whole.startswith(said[:-1]))


@pytest.mark.parametrize(
    ("text", "letters"), [("m" * 99, 17), ("W" * 99, 17), ("漢" * 99, 17), ("i" * 99, 46)]
)
def test_broad_letters_stay_inside_their_box(text, letters):
    assert len(wrapped(text)[0]) == letters
    assert letters * {"i": 0.36}.get(text[0], 0.95) * 14 < COLUMN


def test_a_picture_says_in_words_what_it_shows():
    picture = drawn(of(["Sent to all", "One could send alone", "Two release", "Practise"]))
    assert picture.told == (
        "First → Then → Last",
        "Sent to all → One could send alone",
        "One could send alone → Two release",
        "Practise",
    )
    assert "<desc>First → Then → Last\nSent to all → One could send alone" in svg(picture)


def test_columns_without_boxes_have_their_heads_all_the_same():
    picture = drawn(of(["Alone"]))
    assert [head for _x, head in picture.heads] == ["First", "Then", "Last"]
    assert picture.width == 3 * COLUMN + 2 * BETWEEN


def test_nothing_in_a_label_becomes_markup():
    assert "<script" not in svg(drawn(of(["<script>alert(1)</script>", "]]> &amp;"])))
