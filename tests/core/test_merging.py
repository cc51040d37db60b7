import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merging import merged

BASE = "The list was preselected.\nNobody was asked twice.\nIt went to all.\n"


@pytest.mark.parametrize(
    ("theirs", "mine", "together"),
    [
        ("The list was preselected by default.", "The short list was preselected.", None),
        ("The list is preselected.", "The list was empty.", "The list is empty."),
        ("The long list was preselected.", "The list was preselected. Why?", None),
    ],
    ids=["ends", "two words", "added"],
)
def test_changes_of_different_words_in_one_sentence_come_together(theirs, mine, together):
    base = "The list was preselected."
    kept = merged(base, theirs, mine)
    assert kept is not None
    assert together in (None, kept)
    for words in (theirs, mine):
        assert set(words.split()) - set(base.split()) <= set(kept.split())


def test_different_lines_never_conflict():
    theirs = BASE.replace("preselected", "chosen by default")
    mine = BASE.replace("all", "everybody on Android")
    together = "The list was chosen by default.\nNobody was asked twice.\nIt went to everybody on Android.\n"
    assert merged(BASE, theirs, mine) == together


def test_the_same_words_changed_otherwise_are_no_merge():
    assert merged(BASE, BASE.replace("twice", "again"), BASE.replace("twice", "once")) is None


def test_words_taken_out_by_one_and_changed_by_the_other_are_no_merge():
    without = BASE.replace("Nobody was asked twice.\n", "")
    assert merged(BASE, without, BASE.replace("twice", "once")) is None


def test_lines_added_at_one_place_are_all_kept_theirs_first():
    assert merged(BASE, BASE + "- Theirs\n", BASE + "- Mine\n") == BASE + "- Theirs\n- Mine\n"
    assert merged("One", "One\nTheirs", "One\nMine") == "One\nTheirs\nMine"


def test_words_added_at_one_place_in_a_line_are_no_merge():
    assert merged("the box", "the big box", "the red box") is None


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [("\n", "alarm", "\nalarm"), ("\nalarm", "alarm", "list\nalarm"), ("\na", "a", "\nb")],
    ids=["both in", "one line less", "one line less, next changed"],
)
def test_two_words_never_run_together(base, theirs, mine):
    assert merged(base, theirs, mine) is None
    assert merged(base, mine, theirs) is None


def test_a_line_that_went_and_a_line_that_came_at_its_place_come_together():
    assert merged("One\nTwo\n", "Two\n", "New\nOne\nTwo\n") == "New\nTwo\n"


WORDS = st.sampled_from(
    ["alarm", "list", "push", "kl. 14.05", "1,6 million", "æblegrød", "e\u0301"]
)
LINES = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=8)
TEXTS = LINES.map("\n".join)


def words_of(text: str) -> Counter[str]:
    return Counter(re.findall(r"\S+", text))


@given(TEXTS, TEXTS)
def test_one_sided_changes_win(base, later):
    assert merged(base, later, base) == later
    assert merged(base, base, later) == later
    assert merged(base, later, later) == later


@given(st.text(), st.text(), st.text())
def test_no_word_that_came_in_is_lost_and_none_comes_from_nowhere(base, theirs, mine):
    together = merged(base, theirs, mine)
    if together is None:
        return
    assert set(together) <= set(theirs) | set(mine)


@given(TEXTS, TEXTS, TEXTS)
def test_every_word_that_either_added_is_in_the_merge(base, theirs, mine):
    together = merged(base, theirs, mine)
    if together is None:
        return
    added = (words_of(theirs) - words_of(base)) | (words_of(mine) - words_of(base))
    assert not added - words_of(together)


@given(st.lists(WORDS, min_size=3, max_size=12), st.data())
def test_two_changes_that_are_apart_merge_to_the_same_from_either_side(lines, data):
    one = data.draw(st.integers(0, len(lines) - 1))
    other = data.draw(st.integers(0, len(lines) - 1).filter(lambda place: abs(place - one) > 1))
    base, theirs, mine = lines[:], lines[:], lines[:]
    for place, line in enumerate(base):
        base[place] = theirs[place] = mine[place] = f"{place} {line}"
    theirs[one], mine[other] = f"{one} theirs", f"{other} mine"
    both = base[:]
    both[one], both[other] = theirs[one], mine[other]
    texts = ["\n".join(each) for each in (base, theirs, mine)]
    assert merged(*texts) == "\n".join(both)
    assert merged(texts[0], texts[2], texts[1]) == "\n".join(both)
