from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from core.errors import DomainError
from incidents.models import TimelineEntry
from incidents.services.action_item import Plan, add_action
from incidents.services.incident import change_access, change_incident, declare_incident
from incidents.services.timeline_entry import add_entry, correct_entry, retract_entry
from postmortems.services.postmortem import start_postmortem
from postmortems.services.section import write_section
from search.selectors import search as searching
from search.selectors.kinds import Kind, Narrowed
from search.selectors.search import search
from statements.services.statement import Plan as StatementPlan
from statements.services.statement import draft_statement
from tests.full_record import SEEN


def found(user, text, **filters):
    answer = search(user, text, Narrowed(**filters))
    return {(hit.kind.value, hit.pk) for group in answer.groups for hit in group.hits}


@pytest.fixture
def entries(commander, incident):
    def say(*texts):
        return [
            add_entry(actor=commander, incident_id=incident.pk, content=replace(SEEN, text=text)).pk
            for text in texts
        ]

    return say


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("The servers were restarted", "restarting server"),
        ("Serverne blev genstartet", "genstart"),
        ("Meldt af kontoret i Århus", "aarhus"),
        ("Meldt af kontoret i Aarhus", "Århus"),
        ("Meldt af kontoret i Århus", "århus"),
        ("Told by Øverby", "Overby"),
        ("Told by Overby", "Øverby"),
        ("The café is closed", "cafe"),
        ("Betalingsløsningen svarer ikke", "betaling"),
        ("Mange fejlmeddelelser", "fejlmeddelelse"),
        ("One, two, three", '"two three"'),
        ("Two came and then three", "three two -four"),
        ("**Pay**ments `refused`", "refused"),
        ("See INC-2026-0099 as well", "INC-2026-0099"),
        ("Called db-17.example.org", "db-17.example.org"),
    ],
)
def test_what_is_written_is_found_as_people_ask_for_it(written, asked, entries, commander):
    (pk, _other) = entries(written, "Something else entirely")
    assert found(commander.user, asked) == {("entry", pk)}


@pytest.mark.parametrize(
    "asked", ['"three two"', "two -three", "two missing", '"one three"', "-xyzzyx two -one"]
)
def test_what_was_not_asked_for_is_not_found(asked, entries, commander):
    entries("One, two, three")
    assert found(commander.user, asked) == set()


def test_what_is_written_alike_stands_above_what_only_sounds_alike(entries, commander):
    entries("En ror blev fundet", "Et rør blev fundet", "En ror igen")
    (group,) = search(commander.user, "rør", Narrowed()).groups
    assert "rør" in "".join(piece.text for piece in group.hits[0].passage)
    assert group.count == 3


@pytest.mark.parametrize(("wrong", "right"), [("loign", "login"), ("Databsae", "database")])
def test_a_misspelled_word_is_looked_for_as_titles_have_it(wrong, right, commander, db):
    known = declare_incident(actor=commander, title="Login and database fail")
    answer = search(commander.user, wrong, Narrowed())
    assert answer.instead == right
    assert [hit.pk for group in answer.groups for hit in group.hits] == [known.pk]


def test_a_word_that_stands_somewhere_is_not_taken_for_another(commander, entries, db):
    declare_incident(actor=commander, title="Login fails")
    (pk,) = entries("The loign page was named so")
    answer = search(commander.user, "loign", Narrowed())
    assert answer.instead == ""
    assert [hit.pk for group in answer.groups for hit in group.hits] == [pk]


def test_every_kind_is_found_and_only_the_standing_text(commander, incident, person):
    on = {"actor": commander, "incident_id": incident.pk}
    old = add_entry(**on, content=replace(SEEN, text="A quokka was seen"))
    new = correct_entry(
        **on, entry_id=old.pk, content=replace(SEEN, text="Two quokkas"), reason="Counted"
    )
    gone = add_entry(**on, content=replace(SEEN, text="A third quokka"))
    retract_entry(**on, entry_id=gone.pk, reason="It was a cat")
    action = add_action(**on, plan=Plan(title="Feed the quokka"))
    change_incident(**on, version=1, changes={"summary": "All about a quokka"})
    start_postmortem(**on)
    write_section(**on, key="lessons", version=0, text="Beware of the quokka")
    section = write_section(**on, key="lessons", version=1, text="Do not fear the quokka")
    communications = replace(commander, user=person("communications"))
    statement = draft_statement(
        actor=communications,
        incident_id=incident.pk,
        plan=StatementPlan("A quokka", "press", "website", "en"),
        text="We have found it.",
    )
    assert section
    asked = found(commander.user, "quokka")
    sections = {pk for kind, pk in asked if kind == "section"}
    assert asked - {("section", pk) for pk in sections} == {
        ("incident", incident.pk),
        ("entry", new.pk),
        ("action", action.pk),
        ("statement", statement.pk),
    }
    assert len(sections) == 1
    assert found(commander.user, "fear quokka") == {("section", *sections)}
    assert found(commander.user, "quokka", kind="action") == {("action", action.pk)}


def test_a_restricted_incident_is_nowhere_in_an_answer(commander, incident, person, entries):
    entries("A quokka was seen")
    secret = declare_incident(actor=commander, title="Quokka in the vault")
    responder = person("responder")
    change_access(
        actor=commander,
        incident_id=secret.pk,
        version=1,
        is_restricted=True,
        people=[commander.user],
        groups=[],
        reason="Not yet",
    )
    assert len(found(commander.user, "quokka")) == 2
    answer = search(responder, "quokka", Narrowed())
    assert [(group.kind, group.count) for group in answer.groups] == [(Kind.ENTRY, 1)]
    assert search(responder, "vault", Narrowed()).groups == []
    assert search(responder, "valut", Narrowed()).instead == ""
    assert search(person("viewer"), "quokka", Narrowed()) == answer


def test_filters_narrow_what_is_found(commander, incident, entries):
    entries("A quokka was seen")
    user = commander.user
    day = SEEN.occurred_at.date() if SEEN.occurred_at else date(2026, 11, 4)
    assert found(user, "quokka", statuses=["closed"]) == set()
    assert len(found(user, "quokka", statuses=["investigating", "closed"])) == 1
    assert found(user, "quokka", severities=["sev1"]) == set()
    assert len(found(user, "quokka", since=day, until=day)) == 1
    assert found(user, "quokka", until=date(2020, 1, 1)) == set()
    assert found(user, "quokka", since=date.max, until=date.max) == set()
    assert len(found(user, "quokka", since=date.min, until=date.max)) == 1


def test_words_that_stand_everywhere_are_said_to_be_too_common(commander, db):
    assert search(commander.user, "the og", Narrowed()).is_too_common


@pytest.mark.parametrize("text", ["x" * 201, "a b c d e f g h i j k l m", "-alone"])
def test_a_question_that_asks_too_much_or_nothing_is_refused(text, commander, db):
    with pytest.raises(DomainError):
        search(commander.user, text, Narrowed())


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\0", "'", "':*", "a'b & | ! ( ) <->", '"', '""', "%s %% \\", "<b>", "a" * 200,
     "\u202e!!", "12 -", "\U0001d518nicode 🐨", "\ufb01", "' | 'x"],
)  # fmt: skip
def test_whatever_is_typed_is_answered(text, commander, incident):
    assert search(commander.user, text, Narrowed()) is not None


def test_a_search_that_takes_too_long_says_so(commander, incident, entries, monkeypatch):
    entries("A quokka was seen")
    monkeypatch.setattr(searching, "newest_of_many", _sleep)
    with pytest.raises(DomainError, match="too long"):
        search(commander.user, "quokka", Narrowed())


def _sleep():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")


def test_older_passages_are_asked_for_where_the_newest_are_too_few(commander, incident, entries):
    (pk,) = entries("A quokka was seen")
    late = TimelineEntry.objects.get(pk=pk)
    late.pk, late.text = pk + 100_000, "A second quokka"
    late.save(force_insert=True)
    assert found(commander.user, "quokka") == {("entry", pk), ("entry", pk + 100_000)}


def test_a_piece_of_markdown_is_shown_flat_with_what_was_found(commander, entries):
    entries("# Head\n\n- a **quokka** <script> was `seen`")
    ((group,),) = [search(commander.user, "quokkas", Narrowed()).groups]
    pieces = group.hits[0].passage
    assert "".join(piece.text for piece in pieces) == "Head a quokka <script> was seen"
    assert [piece.text for piece in pieces if piece.is_found] == ["quokka"]
