"""Plain text is what one pastes: every word, and nothing that was only a mark."""

import pytest
from django.utils import translation
from hypothesis import given

from core.documents import text
from core.documents.document import ours, plain, runs_in
from core.markdown import Paragraph, blocks
from tests.core.documents.test_renderers import (
    BLOCK,
    HOSTILE,
    LARGE,
    MARKDOWN,
    TEXT,
    diagram,
    document,
    quick,
    st,
    typed,
)


def pasted(markdown: str, language: str = "en") -> str:
    with translation.override(language):
        return text.words_alone(blocks(markdown)).decode()


def check_every_word(parts) -> None:
    """Each stretch of words that looks alike stands in the text, but for tables in their order."""
    with translation.override("en"):
        said = "".join(text.words_alone(parts).decode().split())
    at = 0
    for block in parts:
        has_table = "Table(" in repr(block)
        for runs in runs_in(block):
            for run in runs:
                wanted = "".join(run.text.split())
                found = said.find(wanted, 0 if has_table else at)
                assert found >= 0, wanted
                at = max(at, found + len(wanted))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("# Shops\n\nPay **again** in *shops*.", "Shops\n\nPay again in shops.\n"),
        ("See [the page](https://a.example/b).", "See the page (https://a.example/b).\n"),
        ("See <https://a.example/b>.", "See https://a.example/b.\n"),
        ("Write to <press@a.example>.", "Write to press@a.example.\n"),
        ("One line  \nand the next", "One line\nand the next\n"),
        ("- a\n- b\n  - c\n\n3. d\n4. e", "• a\n• b\n  • c\n\n3. d\n4. e\n"),
        ("> said\n>\n> twice", "  said\n\n  twice\n"),
        ("39\u00a0% of 4\u202f000", "39 % of 4 000\n"),
        ("~~1.6 million~~ 1.4 million", "1.6 million (struck out) 1.4 million\n"),
        ("| Day | Open |\n|---|---|\n| Monday | 9-17 |", "Day: Monday\nOpen: 9-17\n"),
        ("```\n{ a }\n```", "{ a }\n"),
    ],
)
def test_marks_become_what_they_mean(markdown, expected):
    assert pasted(markdown) == expected


def test_what_was_struck_out_is_said_in_the_language_of_the_text():
    assert pasted("~~gammelt~~ nyt", "da") == "gammelt (overstreget) nyt\n"


def test_a_whole_document_begins_with_its_title_and_head():
    said = text.render(document(Paragraph(ours("Words")), title=plain("Logins fail"))).decode()
    assert said.startswith("Logins fail\n\nINC-2026-0001 · version 1 · log of 3 entries\n\nSummary")


@pytest.mark.parametrize("hostile", [*HOSTILE, MARKDOWN])
def test_no_word_of_a_hostile_text_is_lost(hostile):
    check_every_word(typed(hostile).blocks)


def test_no_word_is_lost_whatever_is_typed():
    @quick(150)
    @given(typed_text=TEXT)
    def none_is_lost(typed_text):
        check_every_word(blocks(typed_text))

    none_is_lost()


def test_no_word_is_lost_whatever_a_document_is_made_of():
    @quick(150)
    @given(parts=st.lists(BLOCK, max_size=3))
    def none_is_lost(parts):
        check_every_word(document(*parts).blocks)

    none_is_lost()


@pytest.mark.parametrize("size", ["a paragraph of 200 kB", "a large table", "a long list"])
def test_a_large_text_loses_no_word(size):
    check_every_word(typed(LARGE[size]).blocks)


def test_a_picture_is_told_line_by_line():
    picture = diagram([plain("Sent to all"), plain("One could send"), plain("Two release")])
    said = text.words_alone([picture]).decode()
    assert said == (
        "What leads to what\n\nFirst → Then → Last\n\n• Sent to all → One could send\n• One could send → Two release\n"
    )
