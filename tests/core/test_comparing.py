"""What differs between two texts is shown word by word, however long and repetitive they are."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.comparing import Stretch, compared

texts = st.lists(st.sampled_from(["en", "to", "og ", " ", "\n", ". ", "\n\n", "!"])).map("".join)


@given(texts, texts)
def test_what_stayed_and_went_is_the_earlier_text_and_what_stayed_and_came_the_later(before, after):
    found = compared(before, after)
    assert "".join(each.text for each in found if not each.is_in) == before
    assert "".join(each.text for each in found if not each.is_out) == after


def test_only_the_words_that_differ_are_marked():
    assert compared("We wrote 1.6 million. It is so.", "We wrote 1.4 million. It is so.") == [
        Stretch("We wrote "),
        Stretch("1.6", is_out=True),
        Stretch("1.4", is_in=True),
        Stretch(" million. It is so."),
    ]


@pytest.mark.parametrize("end", ["", ". ", "\n"])
def test_a_hundred_thousand_characters_that_repeat_themselves_are_compared_at_once(end):
    before = " ".join(f"word{number % 50}{end}" for number in range(14_000))[:100_000]
    after = before.replace("word7", "now7")
    began = perf_counter()
    compared(before, after)
    assert perf_counter() - began < 3
