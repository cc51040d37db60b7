"""What is said to the outside: two people stand behind it, and it says when it is no longer right."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import Conflict, DomainError, NotFound, NotPermitted
from incidents.selectors.figure import figures_of
from statements.models import Release
from statements.selectors.desk import desk_of
from statements.selectors.statement import Standing, statements_of
from statements.services.approval import approve_statement
from statements.services.mention import note_mention
from statements.services.release import review_release
from statements.services.statement import Plan, change_statement, draft_statement, word_statement
from tests.statements.conftest import NOW, PRESS, STAFF, TEXT
from tests.together import at_once


def test_a_reader_reads_the_figure_and_its_hedge(draft, read):
    assert read(draft()).resolved.words == "The message went to about 1.6 million Android users."


def test_a_figure_the_record_does_not_have_is_refused_by_name(draft):
    with pytest.raises(DomainError, match=r"\{count:devices\}") as refusal:
        draft(text="It hit {count:devices}.")
    assert refusal.value.field == "text"


def test_the_press_hears_only_what_two_stand_behind_one_of_them_communications(
    draft, approve, release, read
):
    statement = draft()
    approve(statement, "approver")
    assert read(statement).standing is Standing.DRAFT
    with pytest.raises(Conflict, match="communications"):
        release(statement)
    approve(statement, "communications")
    assert read(statement).standing is Standing.APPROVED
    assert release(statement).words.startswith("The message went to about 1.6 million")
    assert read(statement).standing is Standing.RELEASED


def test_staff_hears_what_one_stands_behind(draft, approve, release):
    statement = draft(STAFF)
    approve(statement, "approver")
    assert release(statement).pk


def test_whoever_wrote_any_of_its_words_cannot_approve_it(draft, people, incident, read):
    statement = draft()
    word_statement(
        actor=people["communications"],
        incident_id=incident.pk,
        statement_id=statement.pk,
        based_on=1,
        text="Other words.",
    )
    for author in ("editor", "communications"):
        with pytest.raises(NotPermitted, match="wrote"):
            approve_statement(
                actor=people[author],
                incident_id=incident.pk,
                statement_id=statement.pk,
                digest=read(statement).digest,
            )


def test_nobody_approves_twice(draft, approve):
    statement = draft()
    approve(statement, "approver")
    with pytest.raises(Conflict, match="already"):
        approve(statement, "approver")


def test_other_words_void_the_approval(draft, approve, read, people, incident):
    statement = draft(STAFF)
    approve(statement, "approver")
    word_statement(
        actor=people["editor"],
        incident_id=incident.pk,
        statement_id=statement.pk,
        based_on=1,
        text="Other words.",
    )
    assert read(statement).standing is Standing.VOID


def test_a_newer_figure_voids_the_approval_even_where_the_words_are_the_same(
    draft, approve, read, recount, release
):
    statement = draft(STAFF)
    approve(statement, "approver")
    seen = read(statement).digest
    recount()
    assert read(statement).standing is Standing.VOID
    with pytest.raises(Conflict, match="changed since"):
        release(statement, digest=seen)
    with pytest.raises(Conflict, match="more must approve"):
        release(statement)


OTHERWISE = {
    "title": "Another",
    "audience": "customers",
    "channel": "website",
    "language": "da",
    "kind": "update",
    "is_oral": True,
    "next_update_at": NOW + timedelta(hours=1),
    "audience_size": 20,
}


@pytest.mark.parametrize("part", OTHERWISE)
def test_another_purpose_voids_the_approval(draft, approve, read, people, incident, part):
    statement = draft(STAFF)
    approve(statement, "approver")
    seen = read(statement).digest
    on = {"incident_id": incident.pk, "statement_id": statement.pk}
    plan = replace(STAFF, **{part: OTHERWISE[part]})
    change_statement(actor=people["editor"], **on, version=1, plan=plan)
    assert read(statement).standing is Standing.VOID
    with pytest.raises(Conflict, match="whom it is for have changed"):
        approve_statement(actor=people["communications"], **on, digest=seen)
    change_statement(actor=people["editor"], **on, version=2, plan=STAFF)
    assert read(statement).standing is Standing.APPROVED


def test_every_part_of_a_plan_is_approved_but_its_other_half():
    parts = {field.name for field in fields(Plan)} - {"counterpart_id", "corrects_id"}
    assert set(OTHERWISE) == parts


def test_whoever_says_last_what_it_is_cannot_approve_it(draft, approve, read, people, incident):
    statement = draft(STAFF)
    change_statement(
        actor=people["communications"],
        incident_id=incident.pk,
        statement_id=statement.pk,
        version=1,
        plan=replace(STAFF, audience="customers", channel="website"),
    )
    with pytest.raises(NotPermitted, match="wrote"):
        approve(statement, "communications")


def test_naming_its_other_half_does_not_hide_who_said_what_it_is(draft, approve, people, incident):
    statement, danish = draft(STAFF), draft(replace(STAFF, language="da"))
    plan = replace(STAFF, audience="customers", channel="website")
    on = {"incident_id": incident.pk, "statement_id": statement.pk}
    change_statement(actor=people["communications"], **on, version=1, plan=plan)
    paired = replace(plan, counterpart_id=danish.pk)
    change_statement(actor=people["editor"], **on, version=2, plan=paired)
    with pytest.raises(NotPermitted, match="wrote"):
        approve(statement, "communications")


def test_what_was_approved_when_it_went_stays_approved(draft, approve, release, read, recount):
    statement = draft(STAFF)
    approve(statement, "approver")
    release(statement)
    recount()
    assert [each.approver.email for each in read(statement).approvals] == ["approver@example.org"]
    assert read(statement).void == []


def test_an_urgent_release_needs_one_approval_and_a_reason_and_is_reviewed(
    draft, approve, release, people, incident
):
    statement = draft()
    with pytest.raises(Conflict):
        release(statement, urgent_reason="The newspaper prints at six")
    approve(statement, "communications")
    released = release(statement, urgent_reason="The newspaper prints at six")
    assert released.urgent_reason
    by = {"incident_id": incident.pk, "statement_id": statement.pk}
    with pytest.raises(NotPermitted):
        review_release(actor=people["editor"], review="Fine", **by)
    with pytest.raises(DomainError, match="found"):
        review_release(actor=people["approver"], review=" ", **by)
    assert review_release(actor=people["approver"], review="Fine", **by).reviewed_at
    with pytest.raises(Conflict, match="already"):
        review_release(actor=people["approver"], review="Fine", **by)


def test_haste_is_not_claimed_where_nothing_was_missing(draft, approve, release):
    statement = draft(STAFF)
    approve(statement, "approver")
    assert release(statement, urgent_reason="Quick").urgent_reason == ""


@pytest.mark.django_db(transaction=True)
def test_two_browsers_release_it_once(draft, approve, release):
    statement = draft(STAFF)
    approve(statement, "approver")
    done = at_once(lambda: release(statement), lambda: release(statement))
    assert sorted(type(each).__name__ for each in done) == ["Conflict", "Release"]
    assert Release.objects.count() == 1


def test_what_was_said_is_frozen_and_says_what_is_no_longer_right(
    draft, approve, release, read, recount, people
):
    statement = draft(STAFF)
    approve(statement, "approver")
    release(statement)
    assert desk_of(people["viewer"].user).wrong == []
    recount()
    (wrong,) = desk_of(people["viewer"].user).wrong
    assert (wrong.statement_id, wrong.recipients) == (statement.pk, "The newspaper")
    assert [(each.then, each.now) for each in wrong.moved] == [("about 1.6 million", "1.4 million")]
    assert read(statement).moved == wrong.moved


def test_a_released_correction_puts_it_right(draft, approve, release, recount, people):
    statement = draft(STAFF)
    with pytest.raises(NotFound):
        draft(replace(STAFF, kind="correction", corrects_id=statement.pk))
    approve(statement, "approver")
    release(statement)
    recount()
    correction = draft(replace(STAFF, kind="correction", corrects_id=statement.pk))
    assert len(desk_of(people["viewer"].user).wrong) == 1
    approve(correction, "approver")
    release(correction)
    assert desk_of(people["viewer"].user).wrong == []


def test_a_correction_names_what_it_puts_right(draft):
    with pytest.raises(DomainError) as refusal:
        draft(replace(STAFF, kind="correction"))
    assert refusal.value.field == "corrects"


def test_a_released_statement_is_not_worded_or_changed_any_more(
    draft, approve, release, people, incident
):
    statement = draft(STAFF)
    approve(statement, "approver")
    release(statement)
    by = {"actor": people["editor"], "incident_id": incident.pk, "statement_id": statement.pk}
    with pytest.raises(Conflict, match="correction"):
        word_statement(**by, based_on=1, text="Other words.")
    with pytest.raises(Conflict, match="correction"):
        change_statement(**by, version=1, plan=STAFF)


def test_an_oral_statement_tells_who_speaks_it(draft, approve, release):
    statement = draft(replace(STAFF, is_oral=True))
    approve(statement, "approver")
    with pytest.raises(DomainError) as refusal:
        release(statement)
    assert refusal.value.field == "spokesperson"
    assert release(statement, spokesperson="Press chief").spokesperson == "Press chief"


def test_two_halves_are_of_two_languages_and_one_pair(draft):
    english = draft()
    danish = draft(replace(PRESS, language="da", counterpart_id=english.pk))
    with pytest.raises(DomainError, match="same language"):
        draft(replace(PRESS, counterpart_id=english.pk))
    with pytest.raises(DomainError, match="other half"):
        draft(replace(PRESS, language="da", counterpart_id=english.pk))
    assert danish.counterpart == english


def test_a_promise_lies_ahead(draft):
    with pytest.raises(DomainError) as refusal:
        draft(replace(PRESS, next_update_at=NOW - timedelta(minutes=1)))
    assert refusal.value.field == "next_update_at"


def test_who_only_reads_neither_writes_nor_approves(draft, people, incident, read):
    statement = draft()
    by = {"actor": people["viewer"], "incident_id": incident.pk}
    with pytest.raises(NotPermitted):
        draft_statement(**by, plan=PRESS, text="Words.")
    with pytest.raises(NotPermitted):
        approve_statement(**by, statement_id=statement.pk, digest=read(statement).digest)


def test_a_text_of_any_length_up_to_a_hundred_thousand_is_kept_and_no_longer_one(draft, read):
    assert len(read(draft(text="a" * 100_000)).resolved.words) == 100_000
    with pytest.raises(DomainError):
        draft(text="a" * 100_001)


def test_what_was_typed_instead_of_quoted_is_pointed_out_with_what_the_record_has(draft, read):
    typed = read(draft(text="About 1.6 million got it at 14:10, 17 called.")).typed
    assert [(each.text, [figure.reference for figure in each.same]) for each in typed] == [
        ("1.6 million", ["{count:recipients}"]),
        ("at 14:10", []),
        ("17", []),
    ]


def test_what_was_printed_is_kept_and_told_apart_where_it_differs(
    draft, approve, release, read, people, incident
):
    statement = draft(STAFF)
    on = {"actor": people["editor"], "incident_id": incident.pk, "statement_id": statement.pk}
    with pytest.raises(Conflict, match="not released"):
        note_mention(**on, outlet="The newspaper", quote="The message")
    approve(statement, "approver")
    release(statement)
    note_mention(
        **on, outlet="The newspaper", quote="\u00bbThe message went to about 1.6 million\u00ab"
    )
    note_mention(**on, outlet="The other", quote="Everybody got it", link="https://a.example/1")
    printed = read(statement).release.mentions.all()
    assert [(each.outlet, each.differs) for each in printed] == [
        ("The newspaper", False),
        ("The other", True),
    ]
    with pytest.raises(DomainError) as refusal:
        note_mention(**on, outlet="The third", quote="So", link="javascript:alert(1)")
    assert refusal.value.field == "link"


def test_an_approval_says_why_it_no_longer_holds_also_of_an_earlier_wording(
    draft, approve, read, recount, reword
):
    statement = draft(STAFF)
    approve(statement, "approver")
    recount()
    (void,) = read(statement).void
    assert (void.is_reworded, void.changed) == (False, [])
    assert void.reasons == [
        "Recipients was “about 1.6 million”; the record says “1.4 million” now."
    ]
    assert void.approval.words == "The message went to about 1.6 million Android users."
    reword(statement, "Few got it.")
    (void,) = read(statement).void
    assert void.reasons == ["It was said in other words since."]
    assert [each.text for each in void.difference if each.is_in] == ["Few", "got", "it."]


def test_words_that_come_back_are_approved_anew(draft, approve, read, reword):
    statement = draft(STAFF)
    approve(statement, "approver")
    reword(statement, "Other words.")
    reword(statement, TEXT)
    assert read(statement).standing is Standing.VOID
    approve(statement, "approver")
    assert read(statement).standing is Standing.APPROVED
    assert len(read(statement).void) == 1
    assert read(statement).to_renew == []


def test_what_was_approved_for_some_is_not_approved_for_others(
    draft, approve, read, people, incident
):
    statement = draft(STAFF)
    approve(statement, "approver")
    change_statement(
        actor=people["editor"],
        incident_id=incident.pk,
        statement_id=statement.pk,
        version=1,
        plan=replace(STAFF, audience="customers", channel="website"),
    )
    (void,) = read(statement).void
    assert void.reasons == [
        "Changed since: audience, from “Staff” to “Customers”.",
        "Changed since: channel, from “Intranet” to “Website”.",
    ]
    assert read(statement).lacks == 1


def test_who_may_not_approve_any_more_stands_behind_what_they_approved(
    draft, approve, read, people
):
    statement = draft(STAFF)
    approve(statement, "approver")
    people["approver"].user.groups.clear()
    assert read(statement).standing is Standing.APPROVED


def test_the_desk_names_who_has_to_approve_again(draft, approve, recount, people):
    statement = draft()
    approve(statement, "approver", "communications")
    assert desk_of(people["viewer"].user).void == []
    recount()
    (read,) = desk_of(people["viewer"].user).void
    assert [each.approval.approver.email for each in read.to_renew] == [
        "approver@example.org",
        "communications@example.org",
    ]
    approve(statement, "approver")
    (read,) = desk_of(people["viewer"].user).void
    assert [each.approval.approver.email for each in read.to_renew] == [
        "communications@example.org"
    ]


def test_a_text_saved_as_it_stood_is_no_new_wording_however_a_browser_ends_its_lines(
    draft, read, reword
):
    statement = draft(STAFF, "First.\n\nSecond.")
    reword(statement, "First.\r\n\r\nSecond.\r\n")
    assert len(read(statement).wordings) == 1


@pytest.mark.parametrize(
    ("quote", "differs"),
    [
        ("6 million fik den", True),
        ("Det ved vi: 1,6 million fik den", False),
        ("Det ved vi", False),
        ("det ved v", True),
        ("...", True),
        ("kl. 14", True),
        ("klokken kl. 14.10", False),
    ],
)
def test_a_quote_is_what_was_said_only_in_whole_words_and_figures(
    draft, approve, release, people, incident, quote, differs
):
    statement = draft(STAFF, "**Det ved vi:** 1,6 million fik den klokken kl. 14.10.")
    approve(statement, "approver")
    release(statement)
    mention = note_mention(
        actor=people["editor"],
        incident_id=incident.pk,
        statement_id=statement.pk,
        outlet="The newspaper",
        quote=quote,
    )
    assert mention.differs is differs


def test_a_half_that_another_names_stays_its_half(draft, people, incident):
    danish = draft(replace(PRESS, language="da"))
    draft(replace(PRESS, counterpart_id=danish.pk))
    with_another = replace(PRESS, language="da", counterpart_id=draft().pk)
    for plan in (with_another, PRESS):
        with pytest.raises(DomainError, match="other half"):
            change_statement(
                actor=people["editor"],
                incident_id=incident.pk,
                statement_id=danish.pk,
                version=1,
                plan=plan,
            )


@pytest.mark.parametrize("year", [1, 2100, 9999])
def test_a_promise_is_one_that_every_clock_can_show(draft, year):
    with pytest.raises(DomainError) as refusal:
        draft(replace(PRESS, next_update_at=datetime(year, 12, 31, 23, 59, tzinfo=UTC)))
    assert refusal.value.field == "next_update_at"


def test_words_that_nobody_can_see_are_none(draft, approve, release):
    for plan, text in ((replace(STAFF, title="\u200b\u202e"), TEXT), (STAFF, "\u200b")):
        with pytest.raises(DomainError):
            draft(plan, text)
    statement = draft()
    approve(statement, "approver")
    with pytest.raises(Conflict):
        release(statement, urgent_reason="\u200b")


def test_who_approved_in_haste_does_not_close_the_review(draft, approve, release, people, incident):
    statement = draft()
    approve(statement, "communications")
    release(statement, urgent_reason="The newspaper prints at six")
    with pytest.raises(NotPermitted, match="approved"):
        review_release(
            actor=people["communications"],
            incident_id=incident.pk,
            statement_id=statement.pk,
            review="Fine",
        )


def test_what_was_said_is_put_right_only_to_those_who_heard_it(
    draft, approve, release, recount, people
):
    statement = draft()
    approve(statement, "approver", "communications")
    release(statement)
    recount()
    inside = draft(replace(STAFF, kind="correction", corrects_id=statement.pk))
    approve(inside, "approver")
    release(inside)
    assert len(desk_of(people["viewer"].user).wrong) == 1


def test_a_correction_went_out_after_what_it_puts_right(draft, approve, release):
    statement = draft(STAFF)
    approve(statement, "approver")
    said = release(statement)
    correction = draft(replace(STAFF, kind="correction", corrects_id=statement.pk))
    approve(correction, "approver")
    with pytest.raises(DomainError) as refusal:
        release(correction, released_at=said.released_at - timedelta(minutes=1))
    assert refusal.value.field == "released_at"


@pytest.mark.parametrize(
    "text",
    [
        "It hit {^count:recipients}.",
        "It hit {count:recipients!}.",
        "It hit \\{count:recipients}.",
        "It hit {co\u200bunt:recipients}.",
        "It hit {count:recipients\u200b}.",
        "See [this](https://a.example/{count:recipients}).",
        "See <https://a.example/{count:recipients}>.",
    ],
)
def test_what_only_looks_like_a_figure_is_refused(draft, text):
    with pytest.raises(DomainError) as refusal:
        draft(STAFF, text)
    assert refusal.value.field == "text"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("[[Title]]", "Words."),
        ("Title", f"[[{'x' * 300}]] words."),
        ("Title", "[[What happened is not said."),
    ],
)
def test_what_is_still_to_be_filled_in_is_not_approved(draft, approve, title, text):
    statement = draft(replace(STAFF, title=title), text)
    with pytest.raises(DomainError, match="filled in"):
        approve(statement, "approver")


def test_the_newest_statement_is_read_first(draft, incident):
    drafted = [draft(), draft(STAFF), draft()]
    read = statements_of(incident, figures_of(incident))
    assert [each.statement.pk for each in read] == [each.pk for each in reversed(drafted)]
