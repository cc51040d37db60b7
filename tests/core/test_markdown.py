"""Nothing that was typed is lost, whatever Markdown makes of it."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents.document import words_of
from core.markdown import (
    Code,
    Items,
    Paragraph,
    Quote,
    Run,
    Table,
    blocks,
    to_html,
    visible,
)


def said(text: str) -> str:
    return words_of(blocks(text))


@pytest.mark.parametrize("text", ["[14:02]: restarted", "[a]: https://a.example", "[x]: y 'z'"])
def test_a_line_that_nothing_refers_to_is_text_and_no_target(text):
    assert said(text) == text
    assert re.sub("<.*?>", "", to_html(text)).strip().replace("&#39;", "'") == text


def test_a_target_that_is_referred_to_is_one():
    (paragraph,) = blocks("See [the graph][g].\n\n[g]: https://a.example/g")
    assert paragraph.runs[1] == Run("the graph", href="https://a.example/g")


@pytest.mark.parametrize("text", ["4. november 2026 faldt det ned", "1. maj", "12. okt. kl. 9"])
def test_a_date_is_not_the_number_of_a_list(text):
    assert blocks(text) == (Paragraph((Run(text),)),)
    assert "<ol" not in to_html(text)


def test_a_list_keeps_its_first_number():
    (items,) = blocks("3. c\n4. d")
    assert (items.start, items.is_ordered, len(items.items)) == (3, True, 2)


def test_what_was_struck_out_stays_struck_out():
    (paragraph,) = blocks("~~lost~~ kept")
    assert paragraph.runs == (Run("lost", struck=True), Run(" kept"))


@pytest.mark.parametrize(
    "text", [">" * 10_000 + " deep", "- " * 10_000 + "deep", "1. " * 5_000 + "deep"]
)
def test_what_is_nested_ten_thousand_deep_is_still_there(text):
    assert said(text).endswith("deep")
    assert "deep" in to_html(text)


def test_a_deep_list_keeps_every_line():
    text = "".join(f"{'  ' * depth}- line {depth}\n" for depth in range(100))
    words = said(text)
    assert not [depth for depth in range(100) if f"line {depth}" not in words]


def test_emphasis_nested_ten_thousand_deep_is_still_there():
    assert said("*" * 20_000 + "x" + "*" * 20_000) == "x"


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
)
def test_an_address_that_runs_something_is_no_link(target):
    html = to_html(f"[a]({target}) <{target}>")
    assert "href" not in html
    assert not [run for block in blocks(f"[a]({target})") for run in block.runs if run.href]


def test_a_link_that_leads_nowhere_from_here_says_where_it_led():
    assert said("[runbook](/wiki/x)") == "runbook (/wiki/x)"


def test_pictures_are_not_fetched():
    assert "<img" not in to_html("![a](https://a.example/p.png)")


def test_html_is_text():
    assert said("<b>x</b> <!-- y -->") == "<b>x</b> <!-- y -->"


def test_blocks_of_every_kind():
    text = "a\n\n> b\n\n- c\n\n```\nd\n```\n\n|e|\n|-|\n|f|\n\n---"
    kinds = [type(block) for block in blocks(text)]
    assert kinds == [Paragraph, Quote, Items, Code, Table, Paragraph]


def test_a_very_long_text_stays_as_it_was_typed():
    text = "*word* " * 40_000
    assert blocks(text) == (Code((Run(text, code=True),)),)


def test_marks_that_turn_hide_or_split_words_are_gone():
    hidden = "\u202e\u200f\u200b\u00ad\ufeff\u2066\x00\x07\x9f\U000e0041\ufffe"
    assert visible(f"a{hidden}b\r\nc\u2028d") == "ab\nc\nd"


def test_joiners_of_scripts_and_emoji_stay():
    assert visible("👩\u200d🚀 क्\u200dष") == "👩\u200d🚀 क्\u200dष"


HOSTILE = [
    "[" * 30_000, "![[" * 10_000, "[a](" * 8_000, "*a **a " * 5_000, "`" * 100_000,
    "<" * 30_000, "|a" * 100 + "\n" + "|-" * 100 + "\n" + ("|b" * 100 + "\n") * 100,
    "".join(f"[a{n}]: b\n" for n in range(8_000)), "> a\n" * 5_000, "a\n=\n" * 5_000,
    "1. a\n" * 5_000, "x" * 200_000, "ord og mere " * 16_000, "&" * 30_000, "\\" * 30_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:6])
def test_hostile_text_is_read_in_little_time(text):
    start = time.process_time()
    blocks(text)
    assert time.process_time() - start < 5


@settings(deadline=None)
@given(text=st.text("abcæøå019 .,:;!?\n", max_size=80))
def test_words_without_marks_are_all_there(text):
    # A number at the start of a line is a list's, and kept as such.
    marks = r"[\d.\s]"
    assert re.sub(marks, "", said(text)) == re.sub(marks, "", text)
