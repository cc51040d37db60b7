import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheet import as_csv

WORDS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "words", ["=1+1", "+45 12345678", "-2", "@SUM(A1)", "\t=1", "  =1", "\uff1d1", "\r=1", "\n=1"]
)
def test_what_a_spreadsheet_would_calculate_stays_words(words):
    assert read(as_csv(["title"], [[words]])) == [["title"], [f"'{words}"]]


def test_numbers_stay_numbers_and_what_is_unknown_stays_empty():
    assert as_csv(["a", "b", "c"], [[-5, None, 0]]) == "\ufeffa,b,c\r\n-5,,0\r\n".encode()


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2)))
def test_no_word_is_lost_and_none_begins_as_a_formula(rows):
    found = read(as_csv(["one", "other"], rows))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.strip().startswith(("=", "+", "-", "@")) for row in found for cell in row)
