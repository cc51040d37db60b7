"""Which figures an author typed are found in both languages, and what is no figure is left alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import Hedge, exact_number, format_share, press_number
from statements.texts.amounts import amount
from statements.texts.found import TypedKind
from statements.texts.typed import amounts_in, typed_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Omkring 1,6 millioner fik den", ["1,6 millioner"]),
        ("About 1.6 million people got it", ["1.6 million"]),
        ("1.600.000 brugere", ["1.600.000"]),
        ("1,600,000 users", ["1,600,000"]),
        ("halvanden million kunder", ["halvanden million"]),
        ("half a million customers", ["half a million"]),
        ("to tusinde kunder", ["to tusinde"]),
        ("mio. af kunder", ["mio. af"]),
        ("1,6 mio. brugere", ["1,6 mio."]),
        ("omkring 40 procent af alle", ["40 procent"]),
        ("39,5 % af alle", ["39,5 %"]),
        ("40 per cent of them", ["40 per cent"]),
        ("fifty percent of them", ["fifty percent"]),
        ("siden kl. 14.10 i dag", ["kl. 14.10"]),
        ("klokken 16.44 kørte den", ["klokken 16.44"]),
        ("since 14:10 today", ["14:10"]),
        ("at 2.10pm today", ["at 2.10pm"]),
        ("17 kunder ringede", ["17"]),
        ("1\u202f600\u202f000 brugere", ["1\u202f600\u202f000"]),
        ("about 1.6m users", ["1.6m"]),
        ("½ million kunder", ["½ million"]),
        ("1½ million kunder", ["1½ million"]),
        ("tolv tusinde kunder", ["tolv tusinde"]),
        ("et par hundrede kunder", ["et par hundrede"]),
        ("tusindvis af kunder", ["tusindvis af"]),
        ("halvdelen af kunderne", ["halvdelen"]),
        ("a quarter of the users", ["a quarter"]),
        ("hver tredje kunde", ["hver tredje"]),
        ("1,6 millioner, 40 procent, kl. 15.30", ["1,6 millioner", "40 procent", "kl. 15.30"]),
    ],
)
def test_a_typed_figure_is_found_whole(text, found):
    assert [each.text for each in typed_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Den 4. november 2026",
        "On 4 November 2026",
        "2026-11-04",
        "4.11.2026",
        "i 2026 og 1999",
        "{count:recipients} og {time:mitigated}",
        "INC-2026-0001",
        "https://a.example/42/17",
        "en bruger af to",
        "Kun Android-brugere",
        "Presse: 12 34 56 78.",
        "Presse: +45 12 34 56 78",
        "Press: +45 12345678",
        "",
    ],
)
def test_what_is_no_figure_is_left_alone(text):
    assert typed_in(text) == []


@pytest.mark.parametrize("language", ["da", "en"])
@given(st.integers(0, 10**12), st.sampled_from([None, Hedge.ABOUT, Hedge.AT_LEAST]))
def test_every_count_the_press_prints_is_found(language, count, hedge):
    for words in (press_number(count, language, hedge).text, exact_number(count, language)):
        is_year = len(words) == 4 and words[:2] in {"19", "20"}
        found = typed_in(f"Det var {words} i alt")
        assert is_year or [each.kind for each in found] == [TypedKind.COUNT], words


@pytest.mark.parametrize("language", ["da", "en"])
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_every_share_the_press_prints_is_found(language, part, whole):
    for press in (True, False):
        words = format_share(min(part, whole), whole, language, press=press)
        (found,) = typed_in(f"Det var {words} i alt")
        assert (found.text, found.kind) == (words, TypedKind.SHARE)


@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_read(text):
    for each in typed_in(text):
        assert text[each.start : each.end] == each.text


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("1,6 millioner", "da", 1_600_000),
        ("1,6 mio.", "da", 1_600_000),
        ("1.600.000", "da", 1_600_000),
        ("1,600,000", "da", 1_600_000),
        ("1.6 million", "en", 1_600_000),
        ("1.600", "da", 1_600),
        ("1.600", "en", Decimal("1.600")),
        ("2 billion", "en", 2 * 10**9),
        ("2 billioner", "da", 2 * 10**12),
        ("2 milliarder", "da", 2 * 10**9),
        ("halvanden million", "da", 1_500_000),
        ("half a million", "en", 500_000),
        ("fyrre procent", "da", 40),
        ("39,5 %", "da", Decimal("39.5")),
        ("kl. 14.10", "da", 14 * 60 + 10),
        ("at 2.10pm", "en", 14 * 60 + 10),
        ("12:05 am", "en", 5),
        ("several million", "en", None),
        ("1.6m", "en", 1_600_000),
        ("12k", "en", 12_000),
        ("½ million", "da", None),
        ("1½ million", "da", None),
        ("12½ million", "da", None),
        ("twelve thousand", "en", None),
        ("halvdelen", "da", 50),
        ("three quarters", "en", 75),
        ("en fjerdedel", "da", 25),
        ("en tredjedel", "da", None),
        ("hver tredje", "da", None),
    ],
)
def test_what_a_typed_figure_says_is_understood(text, language, says):
    (typed,) = typed_in(text)
    assert amount(typed, language) == says


@given(st.integers(0, 10**13))
def test_a_count_says_the_same_in_both_languages(count):
    for hedge in (None, Hedge.ABOUT):
        danish, english = (
            amounts_in(f"i alt {press_number(count, language, hedge).text}.", language)
            for language in ("da", "en")
        )
        is_year = count in range(1900, 2100)
        assert danish == english
        assert is_year or danish == {
            (TypedKind.COUNT, Decimal(press_number(count, "da", hedge).shown))
        }


@given(st.integers(0, 10**13))
def test_every_digit_of_a_count_is_read_back(count):
    for language in ("da", "en"):
        (typed,) = typed_in(f"x {exact_number(count, language)} x") or (None,)
        assert typed is None or amount(typed, language) == count
