"""Steps as lines: what is written is read back, in either language, and what is unclear is told."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from checklists.steps import LONGEST_STEP, MOST_MINUTES, MOST_STEPS, Step, as_text, steps_from
from core.errors import DomainError
from core.markdown import visible
from incidents.models import Role

words = (
    st.text(st.characters(exclude_characters="|", exclude_categories=["C"]), min_size=1)
    .map(lambda text: " ".join(text.split())[:LONGEST_STEP].strip())
    .filter(lambda text: visible(text).strip())
)
step = st.builds(
    Step, words, st.sampled_from(["", *Role.values]), st.none() | st.integers(1, MOST_MINUTES)
)
lists = st.lists(step, min_size=1, max_size=12, unique_by=lambda each: each.words.casefold())


@given(lists, st.sampled_from(["da", "en"]), st.sampled_from(["da", "en"]))
def test_what_is_shown_for_editing_is_read_back_in_whichever_language(steps, shown_in, read_in):
    with translation.override(shown_in):
        text = as_text(steps)
    with translation.override(read_in):
        assert steps_from(text) == steps


@given(st.text(max_size=400))
def test_whatever_is_typed_is_either_steps_or_a_sentence_about_the_steps(text):
    try:
        steps = steps_from(text)
    except DomainError as refusal:
        told = refusal.field
    else:
        told = "steps" if steps_from(as_text(steps)) == steps else "others"
    assert told == "steps"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Stop it", Step("Stop it")),
        ("  Stop \t it | ekspert 10", None),
        ("Stop it | scribe", Step("Stop it", "scribe")),
        ("Stop it|5 minutes|Hændelsesleder", Step("Stop it", "commander", 5)),
        ("Stop it | 4 t", Step("Stop it", "", 240)),
        ("Stop it | 24 hours | REFERENT", Step("Stop it", "scribe", 1440)),
        ("Stop it | 3 dage", Step("Stop it", "", 4320)),
        ("Stop it | 10 moons", None),
        ("Stop it |", Step("Stop it")),
        ("<b>Stop</b> it", Step("<b>Stop</b> it")),
        ("| Commander", None),
        ("Stop it | 0 min", None),
        ("Stop it | 31 days", None),
        ("Stop it | 999999 h", None),
        ("\u200b", None),
    ],
)
def test_a_line_is_words_and_perhaps_a_role_and_a_time(line, read):
    if read is None:
        with pytest.raises(DomainError, match="Line 1: "):
            steps_from(line)
    else:
        assert steps_from(line) == [read]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Write at least one step"),
        (" \n\r\n\t", "Write at least one step"),
        ("\n".join(f"Step {n}" for n in range(200)), "These are 200 steps"),
        ("Stop it\n\nstop  IT", "This is step 1 once more"),
        ("a\n" + "x" * (LONGEST_STEP + 1), "Line 2: Write at most 200"),
        ("a\x00", "cannot be stored"),
    ],
)
def test_what_no_list_can_be_is_refused_in_words(text, told):
    with pytest.raises(DomainError, match=told) as refusal:
        steps_from(text)
    assert refusal.value.field == "steps"


def test_a_hundred_steps_are_a_list():
    assert len(steps_from("\n".join(f"Step {n}" for n in range(MOST_STEPS)))) == MOST_STEPS
