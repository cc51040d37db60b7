from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from incidents.models import ActionItem, ContributingFactor
from incidents.selectors.cause_picture import Box, cause_picture, stacked
from incidents.selectors.contributing_factor import ReadFactor, factors_of, unanswering
from incidents.selectors.timeline_entry import timeline_of
from incidents.services.action_item import Plan, add_action
from incidents.services.contributing_factor import Condition, accept_factor, add_factor
from incidents.services.timeline_entry import EntryContent, correct_entry, retract_entry
from tests.incidents.selectors.told import tell_entry

LINES = st.lists(st.text("abc æøå", max_size=30), min_size=1, max_size=4).map(tuple)
BOXES = st.lists(st.builds(Box, st.integers(0, 2), st.just(""), LINES), min_size=1, max_size=40)


@given(BOXES)
def test_boxes_of_a_column_stand_apart_and_inside_the_picture(boxes):
    placed = stacked(boxes)
    assert [box.column for box in placed] == [box.column for box in boxes]
    for column in range(3):
        its = [box for box in placed if box.column == column]
        assert all(box.y >= 0 for box in its)
        assert all(upper.y + upper.height < lower.y for upper, lower in pairwise(its))


@given(st.lists(st.text("ab c\n", min_size=1, max_size=300), min_size=1, max_size=40))
def test_every_condition_is_drawn_and_each_action_is_joined_to_the_one_it_answers(texts):
    factors = [
        ReadFactor(
            ContributingFactor(pk=number, text=text), (), (ActionItem(pk=number, title=text),)
        )
        for number, text in enumerate(texts, start=1)
    ]
    actions = [ActionItem(pk=each.factor.pk, title="x", factor=each.factor) for each in factors]
    picture = cause_picture(factors, actions)
    assert picture is not None
    assert len(picture.boxes) == 2 * len(texts)
    assert len(picture.links) == len(texts) == len(picture.paths)
    assert all(one.column + 1 == other.column for one, other in picture.links)
    assert picture.height >= max(box.y + box.height for box in picture.boxes)


def test_nothing_is_drawn_without_a_condition():
    assert cause_picture([], []) is None


def test_names_are_put_into_roles():
    factor = ReadFactor(ContributingFactor(pk=1, text="Kirsten had no list"), (), ())
    picture = cause_picture([factor], [], lambda text: text.replace("Kirsten", "the scribe"))
    assert picture is not None
    assert picture.boxes[0].whole == "the scribe had no list"


def read(incident):
    timeline, actions = timeline_of(incident), list(incident.actions.all())
    return factors_of(incident, timeline, actions), actions


def test_evidence_follows_a_correction_and_goes_with_a_retraction(commander, incident):
    on = {"actor": commander, "incident_id": incident.pk}
    entry = tell_entry(commander, incident, "One could send to all")
    add_factor(**on, condition=Condition("No second pair of eyes", "process", [entry.pk]))
    later = correct_entry(
        **on,
        entry_id=entry.pk,
        content=EntryContent("One could send to everybody", entry.occurred_at),
        reason="Better",
    )
    ((factor,), _actions) = read(incident)
    assert [shown.entry.pk for shown in factor.evidence] == [later.pk]
    retract_entry(**on, entry_id=later.pk, reason="It was another")
    ((factor,), _actions) = read(incident)
    assert factor.lacks_evidence


def test_open_ends_close_with_evidence_an_answer_or_a_reason(commander, incident):
    on = {"actor": commander, "incident_id": incident.pk}
    factor = add_factor(**on, condition=Condition("No second pair of eyes"))
    add_action(**on, plan=Plan("Look again"))
    ((alone,), actions) = read(incident)
    assert (alone.lacks_evidence, alone.lacks_answer) == (True, True)
    assert [action.title for action in unanswering([alone], actions)] == ["Look again"]
    accept_factor(**on, factor_id=factor.pk, version=1, reason="It is rare")
    ((accepted,), _actions) = read(incident)
    assert not accepted.lacks_answer
    add_action(**on, plan=Plan("Two release", factor_id=factor.pk))
    ((answered,), actions) = read(incident)
    assert [action.title for action in answered.answers] == ["Two release"]
