import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.markdown import visible
from postmortems.importing.sections import sections_of

DOCUMENT = """Told on a Monday.

# Hub 403

## Summary
It was down.

## Lessons learned

### What went well
The alarm. See [the ticket][issue].

### What went wrong
```
# not a heading
```

## Thanks
To all.

[issue]: https://tracker.example.org/1
"""


def words(text):
    return Counter(re.findall(r"\w+", visible(text)))


def test_each_piece_stands_under_our_heading_with_its_own():
    sections = sections_of(DOCUMENT)
    assert set(sections) == {"summary", "lessons", "went_well", "was_hard"}
    assert "# not a heading" in sections["was_hard"]
    assert sections["lessons"] == "## Lessons learned"
    for piece in ("Told on a Monday.", "# Hub 403", "It was down.", "To all."):
        assert piece in sections["summary"]


def test_a_link_keeps_its_target_in_another_section():
    assert "[issue]: https://tracker.example.org/1" in sections_of(DOCUMENT)["went_well"]


def test_a_few_words_are_no_document():
    assert sections_of("It was down. #1 of many") == {}
    assert sections_of("") == {}


def test_the_title_of_a_document_is_not_a_section():
    assert set(sections_of("# What the outage caused\n\n## Stats\nMany.")) == {"summary"}


LINES = st.lists(
    st.one_of(
        st.sampled_from(["# Timeline", "## Impact", "### Stats", "```", "    x", "> # in", "- a"]),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    ),
    max_size=30,
)


@given(LINES)
def test_no_word_of_a_document_is_lost(lines):
    document = "\n".join(["# Title", *lines])
    kept = sum(map(words, sections_of(document).values()), Counter())
    assert not words(document) - kept
