"""Columns have room for their longest words, as long as there is any."""

from hypothesis import given
from hypothesis import strategies as st

from core.documents.columns import column_widths, is_short
from core.documents.document import plain

CELLS = st.text("ab c\n", max_size=60)
ROWS = st.integers(1, 9).flatmap(
    lambda columns: st.lists(st.tuples(*[CELLS.map(plain)] * columns), min_size=1, max_size=5)
)


@given(ROWS, st.integers(20, 120))
def test_the_widths_fill_the_line_at_most_unless_columns_are_as_narrow_as_may_be(rows, line):
    widths = column_widths(rows, line)
    assert len(widths) == len(rows[0])
    assert min(widths) >= 4
    assert sum(widths) <= line or set(widths) == {4}


def test_a_long_word_gives_way_before_the_short_ones():
    row = tuple(map(plain, ("Revision", "ukendt", "kommunikationsansvarlige " * 5, "x" * 60)))
    widths = column_widths([row], 60)
    assert widths[0] > len("Revision")
    assert widths[1] > len("ukendt")


def test_a_date_stays_on_one_line_beside_long_text():
    widths = column_widths([(plain("4. november 2026 kl. 16.03"), plain("mange ord " * 50))], 50)
    assert widths[0] > len("4. november")


def test_what_fills_a_page_is_not_short():
    assert is_short([(plain("a"), plain("b"))] * 12)
    assert not is_short([(plain("a"), plain("b"))] * 13)
    assert not is_short([(plain("a" * 2000),)])
