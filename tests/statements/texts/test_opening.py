"""A figure that begins a sentence begins with a capital, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.texts.opening import with_openings

FIGURE, OPENING = "{time:detected}", "{^time:detected}"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "  ",
        "**",
        "Det begyndte.\n\n",
        "Det begyndte. ",
        "Did it begin? ",
        'He said "enough". ',
        "- ",
        "> ",
        "### ",
        "Først:\n1. ",
        "**Det ved vi.** ",
    ],
)
def test_it_begins_a_text_a_paragraph_a_line_of_a_list_and_a_sentence(before):
    assert with_openings(before + FIGURE) == before + OPENING


@pytest.mark.parametrize(
    "before",
    ["Fra ", "Fra\n", "f.eks. ", "ca. ", "kl. ", "no. ", "Det ved vi: ", "(se ", "1.5 million, "],
)
def test_it_begins_no_sentence_in_the_middle_of_one(before):
    assert with_openings(before + FIGURE) == before + FIGURE


@given(st.text(max_size=500), st.text(max_size=50))
def test_no_other_sign_of_the_text_is_changed(before, after):
    told = with_openings(before + FIGURE + after)
    assert told.replace(OPENING, FIGURE) == (before + FIGURE + after).replace(OPENING, FIGURE)
