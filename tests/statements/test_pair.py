"""Two languages, one meaning: whatever differs between the two is told before approval."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.actor import Actor
from incidents.services.impact import Estimate, Group, add_group, revise_estimate
from statements.selectors.pair import differences_between
from statements.selectors.statement import pair_in
from statements.services.statement import Plan, draft_statement

NOW = timezone.now()
DANISH = Plan("Til avisen", "press", "answer", "da")
ENGLISH = replace(DANISH, title="To the newspaper", language="en")


@pytest.fixture
def draft(person, incident):
    actor = Actor(person("communications"), "web")
    group = add_group(actor=actor, incident_id=incident.pk, value=Group("Recipients"))
    guess = Estimate(1_500_000, 1_600_000, 1_700_000, NOW - timedelta(hours=1), "The press chief")
    revise_estimate(
        actor=actor, incident_id=incident.pk, group_id=group.pk, based_on=0, value=guess
    )
    return lambda plan, text: draft_statement(
        actor=actor, incident_id=incident.pk, plan=plan, text=text
    )


@pytest.fixture
def differing(draft, incident):
    def compare(danish, english, **plan):
        first = draft(DANISH, danish)
        second = draft(replace(ENGLISH, counterpart_id=first.pk, **plan), english)
        found = differences_between(*pair_in(incident, first.pk))
        back = differences_between(*pair_in(incident, second.pk))
        assert {(each.about, each.there, each.here) for each in found} == {
            (each.about, each.here, each.there) for each in back
        }
        return [(each.about, each.here, each.there) for each in found]

    return compare


def test_the_same_figures_in_both_words_do_not_differ(differing):
    danish = "{count:recipients} brugere, 1,6 millioner, 40 procent, siden kl. 14.10."
    english = "{count:recipients} users, 1.6 million, 40 per cent, since 14:10."
    assert differing(danish, english) == []


def test_a_figure_that_one_leaves_out_is_named_with_its_words(differing):
    found = differing("{count:recipients} brugere.", "Many users.")
    assert found == [("Recipients", "ca. 1,6 millioner", "")]


@pytest.mark.parametrize(
    ("danish", "english", "here", "there"),
    [
        ("1,6 millioner", "1.4 million", "1,600,000", "1,400,000"),
        ("40 procent", "39 per cent", "40", "39"),
        ("kl. 14.10", "at 2.20pm", "14:10", "14:20"),
    ],
)
def test_typed_figures_that_say_something_else_differ(differing, danish, english, here, there):
    found = [each[1:] for each in differing(danish, english)]
    assert found == [(here, ""), ("", there)]


def test_another_promise_and_another_audience_differ(differing):
    found = differing("Ja.", "Yes.", audience="staff", next_update_at=NOW + timedelta(hours=1))
    assert [about for about, _here, _there in found] == ["Audience", "Next update promised at"]


def test_a_missing_counterpart_is_told_and_begun_with_the_same_figures(client, draft, incident):
    first = draft(DANISH, "{count:recipients} brugere.")
    client.force_login(first.wordings.get().author)
    page = client.get(f"/incidents/{incident.reference}/statements/{first.pk}").content.decode()
    assert "There is none in English." in page
    begun = client.get(
        f"/incidents/{incident.reference}/statements/draft?counterpart={first.pk}"
    ).content.decode()
    assert "{count:recipients} brugere." in begun
    assert '<option value="en" selected>' in begun
    assert f'<option value="{first.pk}" selected>' in begun
