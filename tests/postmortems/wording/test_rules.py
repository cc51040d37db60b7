import pytest

from postmortems.wording.check import findings_by, findings_in
from postmortems.wording.rules import LANGUAGES, InvalidRules, Language, language, parsed

EXAMPLES = [
    pytest.param(code, rule, example, kind, id=f"{code}-{rule.name}-{kind}-{number}")
    for code in LANGUAGES
    for rule in language(code).rules
    for kind, examples in (("flag", rule.flag), ("fine", rule.fine))
    for number, example in enumerate(examples)
]


@pytest.mark.parametrize(("code", "rule", "example", "kind"), EXAMPLES)
def test_each_rule_is_shown_by_its_examples(code, rule, example, kind):
    profile = "report" if "report" in rule.profiles else "press"
    found = findings_in(example, code, profile)
    assert bool(found) is (kind == "flag"), found


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_rule_finds_an_example_of_its_own_without_the_others(code):
    for rule in language(code).rules:
        alone = Language(code, (rule,), language(code).families)
        (profile, *_more) = sorted(rule.profiles, reverse=True)
        assert any(findings_by(alone, example, profile) for example in rule.flag), rule.name


WORDS = "\n".join(
    f"{name} = ['x{name}']"
    for name in (
        "person", "customer", "machine", "plural_pronoun", "pronoun", "adverb", "auxiliary", "preposition",
        "determiner", "conjunction", "relative", "subordinator", "negation", "not_negation",
        "passive", "participle",
    )
)  # fmt: skip
RULE = """
[[rules]]
name = "sloppy"
category = "judgement"
level = "warn"
head = ['sloppy']
reason = "It judges."
rewrite = "Leave it out."
flag = ["Sloppy."]
fine = ["Good."]
"""


def told(rule=RULE, words=WORDS):
    return f"[words]\n{words}\n{rule}"


def test_a_rule_that_says_all_it_must_is_taken():
    assert [rule.name for rule in parsed("en", told()).rules] == ["sloppy"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (told(RULE.replace("judgement", "anger")), "sloppy: category cannot be anger"),
        (told(RULE.replace('"warn"', '"error"')), "sloppy: level cannot be error"),
        (told(RULE.replace('fine = ["Good."]', "")), "sloppy: the key fine is missing"),
        (told(RULE + "subjects = []"), "sloppy: there is no key subjects"),
        (told(RULE + "subject = ['dog']"), "sloppy: subject cannot be dog"),
        (told(RULE + "then = '('"), "sloppy: then is no regular expression"),
        (told(RULE + "then = '{who}'"), "sloppy: there are no words of the family who"),
        (told(RULE + "then = '(?: a| a)*'"), "sloppy: then repeats a group without end"),
        (told(RULE + RULE), "there are two rules called sloppy"),
        (told(words=WORDS.replace("negation =", "nay =", 1)), "no words of the family negation"),
    ],
)
def test_a_file_that_cannot_be_carried_out_is_refused_by_the_name_of_the_rule(wrong, said):
    with pytest.raises(InvalidRules, match=said.replace("(", r"\(")):
        parsed("en", wrong)
