"""The picture of causes: every condition, what shows it and what answers it."""

from hypothesis import given
from hypothesis import strategies as st

from core.diagram import HEAD, drawn
from core.documents.document import reworded_block, text_of
from incidents.exports.names import Known
from incidents.exports.people import People
from incidents.models import ActionItem, ContributingFactor, Role, TimelineEntry
from incidents.selectors.cause_picture import cause_diagram, cause_diagrams, told_at
from incidents.selectors.contributing_factor import ReadFactor, factors_of, unanswering
from incidents.selectors.timeline_entry import ReadEntry, timeline_of
from incidents.services.action_item import Plan, add_action
from incidents.services.contributing_factor import Condition, accept_factor, add_factor
from incidents.services.timeline_entry import EntryContent, correct_entry, retract_entry
from tests.incidents.selectors.told import tell_entry


def read_factors(texts):
    return [
        ReadFactor(
            ContributingFactor(pk=number, text=text), (), (ActionItem(pk=number, title=text),)
        )
        for number, text in enumerate(texts, start=1)
    ]


def said(diagram):
    return [text_of(box.runs) for box in diagram.boxes]


@given(st.lists(st.text("ab c\n", min_size=1, max_size=300), min_size=1, max_size=40))
def test_every_condition_is_drawn_and_each_action_is_joined_to_the_one_it_answers(texts):
    factors = read_factors(texts)
    actions = [ActionItem(pk=each.factor.pk, title="x", factor=each.factor) for each in factors]
    diagram = cause_diagram(factors, actions)
    assert diagram is not None
    assert len(diagram.boxes) == 2 * len(texts)
    picture = drawn(diagram)
    assert len(picture.links) == len(texts) == len(picture.paths)
    assert all(one.column + 1 == other.column for one, other in picture.links)


MANY = st.lists(st.tuples(st.sets(st.integers(1, 30)), st.integers(0, 30)), max_size=20)


@given(MANY, st.integers(0, 30))
def test_on_paper_no_line_is_lost_or_told_twice_and_every_part_fits_a_page(shape, loose):
    entries = [ReadEntry(TimelineEntry(pk=pk, text=f"entry {pk}"), ()) for pk in range(31)]
    factors, actions = [], [ActionItem(pk=90_000 + n, title=f"loose {n}") for n in range(loose)]
    for number, (shown, answers) in enumerate(shape, start=1):
        factor = ContributingFactor(pk=number, text=f"factor {number}")
        answering = [
            ActionItem(pk=number * 100 + n, title=f"action {number}.{n}", factor=factor)
            for n in range(answers)
        ]
        factors.append(ReadFactor(factor, tuple(entries[pk] for pk in shown), tuple(answering)))
        actions += answering
    parts = list(cause_diagrams(factors, actions, told_at))
    whole = cause_diagram(factors, actions)
    assert (whole is None) == (not factors) == (not parts)
    for part in parts:
        assert drawn(part).height <= 24.7 / 16.6 * drawn(part).width - 2 * HEAD
    if whole:
        told = [line for part in parts for line in lines_of(part)]
        assert sorted(told) == sorted(lines_of(whole))
        assert {word for part in parts for word in said(part)} == set(said(whole))


def lines_of(diagram):
    return [(said(diagram)[one], said(diagram)[other]) for one, other in diagram.lines]


def test_nothing_is_drawn_without_a_condition():
    assert cause_diagram([], []) is None


def test_names_are_put_into_roles():
    factor = ReadFactor(ContributingFactor(pk=1, text="Kirsten had no list"), (), ())
    diagram = cause_diagram([factor], [])
    assert diagram is not None
    people = People([Known(1, "Kirsten Overby", "ko@example.org", Role.SCRIBE)])
    told = reworded_block(diagram, people.without_names)
    assert said(told) == ["The scribe had no list"]


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
