"""What looks like a person's name is pointed out; what is none is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.exports.candidates import candidates_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was identified by Emil Svendsen at noon.", ["Emil Svendsen"]),
        ("Rasmus ringede til leverandøren, og Søren Iversens vagt begyndte.", None),
        ("Thanks to Niels Lunn and Mike.", ["Niels Lunn", "Mike"]),
        ("Anders restarted it.", ["Anders"]),
        ("Emil C. looked; @jakamkon reported it", ["Emil C", "@jakamkon"]),
        ("Write to ola.nordmann@supplier.example.org today", ["ola.nordmann@supplier.example.org"]),
        ("Rose Madsen wrote it", ["Rose Madsen"]),
    ],
)
def test_names_handles_and_addresses_are_found(text, found):
    wanted = ["Rasmus", "Søren Iversens"] if found is None else found
    assert list(candidates_in(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The Update Center and the Push Service were down in Denmark.",
        "Mark the entry; May was quiet, and a rose is a rose.",
        "Restart of `@posthog/agent`@1.24.1 and lodash@4.17.21",
        "Write to security@pypi.org or noreply@example.org",
        "On Monday, 4 November, SQL and AWS were slow.",
    ],
)
def test_things_months_packages_and_mailboxes_of_several_are_not(text):
    assert list(candidates_in(text)) == []


@given(st.text())
def test_whatever_the_text_each_is_some_of_its_words(text):
    assert all(words in text for words in candidates_in(text))
