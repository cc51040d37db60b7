"""A figure in a text shows what it rests on, and nothing that was typed becomes more than text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.texts.marking import marked
from statements.texts.resolving import Quoted

SAID = Quoted(
    name="count:recipients",
    label='Recipients <of "it">',
    words="about 1.6 million",
    value="1,600,000 (1,500,000-1,700,000)",
    source="The press chief & co",
    as_of="2026-11-04T14:30:00+00:00",
    basis=("impact_estimate:1",),
)


def test_a_figure_shows_value_range_source_and_moment():
    html = marked("It reached {count:recipients} people.", [SAID])
    assert ">about 1.6 million</a> people." in html
    assert "1,600,000 (1,500,000-1,700,000)" in html
    assert "The press chief &amp; co" in html
    assert "4 November 2026, 15:30" in html
    assert 'href="#figure-count-recipients"' in html


def test_a_figure_there_is_not_stays_as_it_was_written():
    assert "{count:nobody}" in marked("It reached {count:nobody}.", [SAID])


def test_a_figure_within_a_link_does_not_break_the_link():
    html = marked("[all {count:recipients}](https://a.example/)", [SAID])
    assert html.count("<a ") == 1
    assert ">all about 1.6 million</a>" in html


@pytest.mark.parametrize(
    "text", ["`{count:recipients}`", "```\n{count:recipients}\n```", "    {count:recipients}"]
)
def test_a_figure_within_code_is_read_there_as_it_goes_out(text):
    assert "bout 1.6 million" in marked(text, [SAID])


@pytest.mark.parametrize(
    "text",
    [
        '<a class="figure" data-note="x" onclick="alert(1)">y</a>',
        "[x](javascript:alert(1)) {count:recipients}",
        "<script>{count:recipients}</script>",
        '<p class="MsoNormal"><o:p>&nbsp;</o:p><span style="font-size:11pt">Word</span></p>',
    ],
)
def test_hostile_text_is_shown_as_text(text):
    html = marked(text, [SAID])
    assert "<script" not in html
    assert "<p class" not in html
    assert 'href="javascript' not in html
    assert "<a class=" not in html.replace('<a class="figure" rel=', "")


@given(st.text(max_size=200), st.text(max_size=60))
def test_no_text_and_no_source_gets_out_of_its_place(text, source):
    said = Quoted(**{**{name: getattr(SAID, name) for name in SAID.__slots__}, "source": source})
    html = marked(f"{text} {{count:recipients}} {text}", [said])
    assert "<script" not in html.casefold()
    assert " onclick=" not in html.casefold() or " onclick=" in (text + source).casefold()
