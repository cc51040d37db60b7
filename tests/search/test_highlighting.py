from hypothesis import given
from hypothesis import strategies as st

from search.highlighting import LENGTH, flat, marked, passage, words_in

WORDS = st.text(alphabet="ab \n*`-<>é", max_size=900)


@given(WORDS, st.sets(st.text(alphabet="abé", min_size=1, max_size=3)))
def test_a_passage_is_a_part_of_the_text(text, found):
    said = flat(text)
    pieces = passage(said, found)
    shown = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert shown.strip() in said
    assert len(shown) <= LENGTH + 60
    assert all(piece.text in found for piece in pieces if piece.is_found)


@given(WORDS)
def test_a_passage_shows_what_was_found_when_it_stands_there(text):
    said = flat(text)
    for word in words_in(said):
        if len(word) < LENGTH // 2:
            assert any(piece.is_found for piece in passage(said, {word}))


@given(WORDS)
def test_marking_changes_no_text(text):
    assert "".join(piece.text for piece in marked(text, words_in(text))) == text
