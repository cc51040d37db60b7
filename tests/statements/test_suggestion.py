"""While an author types, the figures that fit are offered, the closest first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.selectors.figure import figures_of
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from statements.selectors.suggestion import MOST, suggested

NOW = timezone.now()
GUESS = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "The press chief")


@pytest.fixture
def figures(commander, incident):
    group = add_group(
        actor=commander,
        incident_id=incident.pk,
        value=Group("Recipients", population=4_000_000, population_source="It"),
    )
    revise_estimate(
        actor=commander, incident_id=incident.pk, group_id=group.pk, based_on=0, value=GUESS
    )
    for number in range(20):
        add_group(
            actor=commander, incident_id=incident.pk, value=Group(f"Of recipients {number:02}")
        )
    return figures_of(incident).values()


def test_what_begins_with_what_was_typed_stands_first(figures):
    found = suggested(figures, "recip", "en")
    assert [each.figure.name for each in found.best[:2]] == ["count:recipients", "share:recipients"]


def test_every_word_that_was_typed_must_be_there(figures):
    found = suggested(figures, "07 recipients", "en")
    assert [each.figure.label for each in found.best] == ["Of recipients 07"]


def test_more_than_fit_are_counted_and_nothing_is_told_of_none(figures):
    found = suggested(figures, "", "en")
    assert len(found.best) == MOST < found.total
    assert suggested(figures, "no such thing", "en").total == 0


def test_the_picker_words_figures_in_the_language_of_the_text(client, person, figures, incident):
    client.force_login(person("communications"))
    address = f"/incidents/{incident.reference}/figures"
    danish = client.get(address, {"q": "recip", "language": "da"}).content.decode()
    assert "ca. 1,6 millioner" in danish
    assert 'data-reference="{count:recipients}"' in danish
    odd = client.get(address, {"q": "recip", "language": "xx"}).content.decode()
    assert "about 1.6 million" in odd
