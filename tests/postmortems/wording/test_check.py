import time
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postmortems.wording.check import findings_in
from postmortems.wording.rules import LANGUAGES, language

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "../shared/data/wording"
LEAST = 0.95


def words(text, code="en", profile="report", **known):
    return [found.text for found in findings_in(text, code, profile, **known)]


def judged(path, code):
    """Precision and recall on labelled sentences, and the sentences that were judged wrongly."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    said = [(text, label == "flag", bool(findings_in(text, code))) for text, label, _kind in rows]
    right = sum(is_flag and is_found for _text, is_flag, is_found in said)
    wrong = [text for text, is_flag, is_found in said if is_flag is not is_found]
    precision = right / max(1, sum(is_found for _text, _is_flag, is_found in said))
    recall = right / max(1, sum(is_flag for _text, is_flag, _is_found in said))
    return precision, recall, wrong


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("folder", [HERE, SHARED], ids=["own", "shared"])
def test_of_labelled_sentences_hardly_any_is_judged_wrongly(folder, code):
    path = folder / f"{code}.tsv"
    if not path.exists():
        pytest.skip("the shared sentences are not beside the project")
    precision, recall, wrong = judged(path, code)
    told = f"precision {precision:.3f}, recall {recall:.3f}; judged wrongly: {wrong}"
    assert min(precision, recall) >= LEAST, told


def test_a_finding_says_where_it_stands_why_and_what_to_write_instead():
    text = "At 14.05 the graph fell.\r\n\r\nA developer forgot to set the flag."
    (found,) = findings_in(text, "en")
    assert text[found.start : found.end] == found.text == "forgot to set"
    assert (found.category, found.level) == ("blame", "warn")
    assert found.reason == "This explains by somebody's memory."
    assert found.rewrite.startswith("Say what there was to remind of it")


def test_reason_and_rewrite_are_in_the_language_of_the_text():
    (found,) = findings_in("Vagten ignorerede alarmen.", "da")
    assert found.reason == "Det dømmer nogens opmærksomhed eller hensigt."


@pytest.mark.parametrize(
    "text",
    [
        'The paper wrote "a plain human error" on page 2.',
        "The paper wrote “a plain human error” on page 2.",
        "The value `human error` is one of five.",
        "```\nhuman error\n```\n",
        "~~~\nhuman error\n",
        "[Human error](https://example.org/human-error) is a book.",
        "See https://example.org/human-error?careless=1 for more.",
        "# Human error\n",
        "Human error\n===========\n",
        "**Human error**\n",
        "> It was human error.\n",
        "<!-- human error -->",
        "The figure {figure:human error} is from the record.",
    ],
)
def test_what_is_not_the_writers_own_is_left_alone(text):
    assert words(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "- human error\n- a full disk\n",
        "| 14.05 | It was human error |\n",
        "It was **human error**.",
        "It was __human__ error.",
        "It was human\nerror.",
        "It was human\u00a0error.",
        "It was hu\u00adman error.",
        "It was HUMAN ERROR.",
        'A 5" disk, human error and a 3" disk.',
        "The engineers' list showed human error.",
        "An unclosed ` and human error.",
    ],
)
def test_how_it_is_set_hides_nothing(text):
    assert len(words(text)) == 1


def test_a_quotation_in_each_danish_form_is_left_alone():
    for opening, closing in ("»«", "«»", "„“", "““", '""', "””", "''"):
        assert words(f"Avisen skrev {opening}menneskelig fejl{closing} i går.", "da") == []


def test_letters_that_are_put_together_are_read_as_one_and_found_where_they_stand():
    text = unicodedata.normalize("NFD", "Å, her overså vi alarmen.")
    (found,) = findings_in(text, "da")
    assert found.text == text[found.start : found.end] == unicodedata.normalize("NFD", "overså")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("The job failed to connect.", False),
        ("The team failed to connect it.", True),
        ("The engineer on the database team failed to notice.", True),
        ("The alert for the database team failed to fire.", False),
        ("The engineer's dashboard failed to load.", False),
        ("The engineer restarted the node and forgot to tell anyone.", True),
        ("When the node came back, the operator ignored it.", True),
        ("The nodes restarted, and they failed to join.", False),
        ("Two of the operators failed to notice.", True),
        ("Customers who ignored the mail got a letter.", False),
        ("The message was ignored by the parser.", False),
        ("Ledger failed to answer.", False),
    ],
)
def test_who_acts_decides(text, is_found):
    assert bool(words(text)) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Noden overså tre hjerteslag.", False),
        ("I nat overså vagten tre alarmer.", True),
        ("I nat overså noden tre hjerteslag.", False),
        ("Generatorerne svigtede.", False),
        ("Ledelsen svigtede.", True),
        ("Alarmen skulle lyde efter fem minutter; den lød efter elleve.", False),
        ("Vagten skulle have ringet efter fem minutter.", True),
        ("Kunderne kunne ikke logge ind.", False),
        ("Det var en brugerfejl.", True),
        ("Det var en menneskelig sorteringsfejl.", True),
        ("Det var en applikationsfejl.", False),
    ],
)
def test_who_acts_decides_in_danish_too(text, is_found):
    assert bool(words(text, "da")) is is_found


def test_a_service_of_the_catalogue_is_a_machine_whatever_its_name():
    text = "Night Team failed to answer."
    assert words(text) == ["failed to answer"]
    assert words(text, services=["Night Team"]) == []
    assert words("The Human Error service is up.", services=["Human Error"]) == []


def test_what_is_said_not_to_be_is_left_alone_but_not_what_is_only_not_all():
    assert words("It was not human error.") == []
    assert words("It was not only human error.") == ["human error"]
    assert words("Det var ikke en menneskelig fejl.", "da") == []
    assert words("Det var ikke kun en menneskelig fejl.", "da") == ["menneskelig fejl"]


def test_a_press_text_may_apologise_but_not_guess_promise_or_keep_silent():
    assert words("We made a mistake, and we are sorry.", profile="press") == []
    assert words("We made a mistake.") == ["made a mistake"]
    for text in ("It was probably an attack.", "No comment.", "This will never happen again."):
        assert words(text, profile="press")
        assert not words(text)
    assert words("It was human error.", profile="press") == ["human error"]
    assert words("Det var en menneskelig fejl.", "da", "press") == ["menneskelig fejl"]


def test_findings_stand_in_order_and_apart():
    text = "She forgot it. In hindsight we should have known. It was human error. " * 20
    found = findings_in(text, "en")
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(found) >= 80


PIECES = [
    *(form for code in LANGUAGES for rule in language(code).rules for form in (*rule.flag, *rule.fine)),
    "`", "```\n", "\n", "\r\n", "\r", "\n\n", '"', "“", "”", "»", "«", "\u2018", "'", "[", "](", ")", "<!--", "*", "__", "# ",
    "> ", "- ", "|", " ", "\t", "\u00a0", "\u00ad", "a\u030a", "İ", "ß", "\u0301", "\U0001f600", "µ", "¤", "\ud800",
    "should have ", "not ", "really ", "the ", "ikke ", "være ", "mere ", "a", ".", ",",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=25).map("".join),
    st.sampled_from(LANGUAGES),
    st.sampled_from(["report", "press"]),
)
def test_whatever_is_written_each_finding_points_at_its_own_words(text, code, profile):
    found = findings_in(text, code, profile)
    assert all(text[one.start : one.end] == one.text != "" for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


LENGTH = 100_000
# What a text of ordinary words of that length takes, many times over, on a slow machine.
LONGEST = 20


@pytest.mark.timeout(120)
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "piece",
    [
        "a", "a ", " ", "\n", "\r\n", "`", '"', "“", "»", "[", "](", "<", "<!--", "*", "_", "a_", "'", "-", "#\n", "> ",
        "|", "```\n", "~~~", "should have ", "not really ", "could also ", "the team and ", "who ", "ikke være mere ",
        "kunne have ", "a@", "a.b@c.", "www.", "{a:", "[[", "the wrong ", "a\u0301", "engineer of the ", "had the ",
    ],
)  # fmt: skip
def test_time_grows_with_length_whatever_is_repeated(piece, code):
    text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
    start = time.perf_counter()
    findings_in(text, code)
    assert time.perf_counter() - start < LONGEST


def test_one_line_of_two_hundred_thousand_characters_is_read_whole():
    text = "The graph fell and " * 10_500 + "it was human error."
    assert words(text) == ["human error"]


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Zenobia Quist deployed the release.", "en", ["Zenobia Quist deployed"]),
        ("Zenobia Quist udrullede ændringen.", "da", ["Zenobia Quist udrullede"]),
        ("Commander: Zenobia Quist.", "en", []),
        ("Leder: Zenobia Quist.", "da", []),
        ("Incident deployed the release.", "en", []),
    ],
)
def test_a_name_of_the_directory_is_pointed_out_only_where_it_acts(text, code, expected):
    people = ["Zenobia Quist", "Incident"]
    assert [found.text for found in findings_in(text, code, people=people)] == expected
    assert not findings_in(text, code)
