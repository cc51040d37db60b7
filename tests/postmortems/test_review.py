"""Reviewers, approvals that hold for what was read, comments that follow, dissent, editions."""

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from audit.actor import Actor, system
from core.errors import Conflict, DomainError, NotPermitted
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.incident import change_access
from incidents.services.timeline_entry import EntryContent, add_entry
from postmortems.models import Edition, Postmortem
from postmortems.selectors.review import comments_of, followed, reading_of, reviewers_of
from postmortems.selectors.section import sections_of
from postmortems.services.comment import Remark, add_comment, answer_comment, settle_comment
from postmortems.services.dissent import View, change_dissent, write_dissent
from postmortems.services.export import export_postmortem
from postmortems.services.postmortem import (
    complete_postmortem,
    reopen_postmortem,
    start_postmortem,
)
from postmortems.services.review import approve_report, ask_reviewer, release_reviewer
from postmortems.services.section import write_section
from postmortems.services.template import (
    TemplateText,
    add_template,
    change_template,
    take_over_template,
)
from tests.full_record import LISTED

TEXT = "The list was preselected. It went to all. Nobody was asked twice.\n"


@pytest.fixture
def report(db, incident, commander):
    start_postmortem(actor=commander, incident_id=incident.pk, written={"summary": TEXT})
    add_factor(actor=commander, incident_id=incident.pk, condition=Condition("One door"))
    return Postmortem.objects.get()


@pytest.fixture
def here(incident, commander):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def reviewer(person, report, here):
    user = person("approver")
    ask_reviewer(**here, person=user)
    return Actor(user, "web")


def digest_of(report):
    return reading_of(report, sections_of(report)).digest


def state_of(report):
    (read,) = reviewers_of(report, reading_of(report, sections_of(report)))
    return read


def rewrite(here, text, version=1):
    write_section(**here, key="summary", version=version, text=text)


def test_an_approval_holds_until_a_word_or_the_record_changes(report, reviewer, here, incident):
    on = {"actor": reviewer, "incident_id": incident.pk}
    approve_report(**on, digest=digest_of(report))
    assert state_of(report).holds
    rewrite(here, TEXT + "Much more.\n")
    assert state_of(report).moved == ("summary",)
    approve_report(**on, digest=digest_of(report))
    assert state_of(report).holds
    add_entry(**here, content=EntryContent("It went on", None, precision="unknown"))
    assert state_of(report).moved == ("record:timeline",)


def test_an_approval_does_not_hold_under_other_headings(report, reviewer, here, incident):
    well = add_template(actor=system(), value=TemplateText("Own", LISTED + "# Godt | Done\n"))
    take_over_template(**here, version=1, template_id=well.pk)
    write_section(**here, key="own-done", version=0, text="It went to all.")
    report.refresh_from_db()
    on = {"actor": reviewer, "incident_id": incident.pk}
    approve_report(**on, digest=digest_of(report))
    assert state_of(report).holds
    badly = TemplateText("Own", LISTED + "# Skandaløst | Done\n")
    change_template(actor=system(), template_id=well.pk, version=1, value=badly)
    take_over_template(**here, version=2, template_id=well.pk)
    report.refresh_from_db()
    assert state_of(report).moved == ("record:sections",)
    approve_report(**on, digest=digest_of(report))
    assert state_of(report).holds


def test_words_that_changed_under_the_readers_hand_are_not_approved(
    report, reviewer, here, incident
):
    seen = digest_of(report)
    rewrite(here, "Something else.\n")
    with pytest.raises(Conflict):
        approve_report(actor=reviewer, incident_id=incident.pk, digest=seen)
    assert state_of(report).approval is None


def test_only_who_was_asked_can_approve(report, here):
    with pytest.raises(NotPermitted):
        approve_report(**here, digest=digest_of(report))


def test_nobody_is_asked_who_may_not_see_the_incident(report, here, person):
    stranger = person("viewer")
    stranger.groups.clear()
    with pytest.raises(DomainError):
        ask_reviewer(**here, person=stranger)


def test_it_is_completed_only_when_every_reviewer_stands_behind_it(
    report, reviewer, here, incident
):
    with pytest.raises(Conflict):
        complete_postmortem(**here, version=1)
    approve_report(actor=reviewer, incident_id=incident.pk, digest=digest_of(report))
    complete_postmortem(**here, version=1)
    assert Edition.objects.get().number == 1


def test_a_reviewer_who_is_asked_no_longer_holds_nothing_up(report, reviewer, here):
    release_reviewer(**here, reviewer_id=report.reviewers.get().pk)
    complete_postmortem(**here, version=1)
    assert Edition.objects.count() == 1


def exported(here, **more):
    file = export_postmortem(**here, format="markdown", language="en", **more)
    return file.content.decode()


def test_an_edition_reads_as_it_did_although_report_and_record_move_on(report, here):
    complete_postmortem(**here, version=1)
    before = exported(here)
    add_entry(**here, content=EntryContent("Known later", None, precision="unknown"))
    assert exported(here) == before
    reopen_postmortem(**here, version=2, reason="More is known")
    rewrite(here, "Rewritten.\n")
    assert "Rewritten." in exported(here)
    assert "Known later" in exported(here)
    assert exported(here, edition=1) == before
    complete_postmortem(**here, version=3)
    assert [each.number for each in Edition.objects.all()] == [2, 1]
    assert "Rewritten." in exported(here)


@pytest.mark.parametrize("file_format", ["markdown", "html", "json", "pdf", "docx"])
def test_an_edition_is_exported_in_every_format(report, here, file_format):
    complete_postmortem(**here, version=1)
    for language in ("da", "en"):
        file = export_postmortem(**here, format=file_format, language=language, edition=1)
        assert file.name.startswith(f"{report.incident.reference}-{language}-1.")
        assert file.content


def test_the_report_prints_approvals_and_dissent_by_role(report, reviewer, here, incident):
    other = {"actor": reviewer, "incident_id": incident.pk}
    write_dissent(**other, view=View("Two messages went out, says Approver."))
    write_dissent(**here, view=View("For myself", is_printed=False))
    approve_report(**other, digest=digest_of(report))
    said = exported(here)
    assert "Two messages went out" in said
    assert "For myself" not in said
    assert "Approved 2" in said
    assert reviewer.user.email not in said


def test_a_dissent_is_its_authors_alone(report, reviewer, here, incident):
    dissent = write_dissent(actor=reviewer, incident_id=incident.pk, view=View("Two"))
    with pytest.raises(NotPermitted):
        change_dissent(**here, dissent_id=dissent.pk, version=1, view=View("One"))


def passage(report):
    (read,) = comments_of(report, sections_of(report))
    return read.passage


def test_a_comment_follows_its_passage_and_says_when_it_was_cut(report, here):
    add_comment(**here, key="summary", remark=Remark("All of whom?", "It went to all."))
    rewrite(here, "First of all.\n" + TEXT)
    assert passage(report) == "It went to all."
    rewrite(here, "First.\n" + TEXT.replace("to all", "to everybody"), 2)
    assert passage(report) == "It went to everybody."
    rewrite(here, "First.\nNobody was asked twice.\n", 3)
    assert passage(report) is None


def test_a_comment_needs_words_that_stand_there(report, here):
    with pytest.raises(DomainError):
        add_comment(**here, key="summary", remark=Remark("Who?", "never written"))


def test_an_approval_does_not_hold_once_the_incident_is_restricted(
    report, reviewer, here, incident
):
    approve_report(actor=reviewer, incident_id=incident.pk, digest=digest_of(report))
    incident.refresh_from_db()
    change_access(
        **here,
        version=incident.version,
        is_restricted=True,
        people=[here["actor"].user],
        reason="x",
    )
    assert state_of(report).moved == ("record:incident",)


def test_the_edition_stands_on_every_page_of_it_and_a_draft_says_it_is_one(report, here, incident):
    draft = json.loads(export_postmortem(**here, format="json", language="en").content)
    assert "Draft" in draft["head"]
    complete_postmortem(**here, version=report.version)
    finished = json.loads(export_postmortem(**here, format="json", language="en").content)
    assert "edition 1" in finished["head"]
    assert (
        draft["facts"]["postmortem"]["edition"],
        finished["facts"]["postmortem"]["edition"],
    ) == (
        None,
        1,
    )


def test_a_comment_on_words_that_stand_there_twice_asks_for_more_of_them(report, here):
    write_section(**here, key="summary", version=1, text="It went to all. It went to all, twice.")
    with pytest.raises(DomainError, match="several times"):
        add_comment(**here, key="summary", remark=Remark("Whom?", "It went to all"))
    comment = add_comment(**here, key="summary", remark=Remark("Whom?", "It went to all, twice"))
    assert comment.start == 16


def test_an_answer_takes_a_settled_comment_up_again(report, here):
    comment = add_comment(**here, key="summary", remark=Remark("Who?"))
    settle_comment(**here, comment_id=comment.pk, version=1, is_settled=True)
    answer_comment(**here, comment_id=comment.pk, text="Everybody")
    (read,) = comments_of(report, sections_of(report))
    assert read.comment.settled_at is None
    assert [answer.text for answer in read.answers] == ["Everybody"]


def test_no_export_holds_a_comment(report, here):
    add_comment(**here, key="summary", remark=Remark("Secret remark", "It went to all."))
    for file_format in ("markdown", "html", "json"):
        file = export_postmortem(**here, format=file_format, language="en")
        assert b"Secret remark" not in file.content


def test_the_page_shows_what_moved_and_takes_an_approval(client, report, reviewer, here, incident):
    client.force_login(reviewer.user)
    review = reverse("postmortem_review", args=[incident.year, incident.number])
    approve = reverse("report_approve", args=[incident.year, incident.number])
    digest = client.get(review).context["digest"]
    assert client.post(approve, {"digest": digest}).status_code == 302
    assert state_of(report).holds
    rewrite(here, "Else.\n")
    said = client.get(review).content.decode()
    assert "no longer holds. Changed since: Summary." in said
    client.post(approve, {"digest": digest})
    assert not state_of(report).holds


def test_data_of_an_edition_is_plain(report, here):
    complete_postmortem(**here, version=1)
    documents = Edition.objects.get().documents
    assert set(documents) == {"da", "en"}
    assert json.loads(json.dumps(documents)) == documents


PIECES = st.lists(
    st.sampled_from(["alarm. ", "list ", "push\n", "kl. 14.05 ", "æ ", "- "]), max_size=12
).map("".join)


@given(PIECES, PIECES, PIECES, PIECES)
def test_a_passage_nobody_touched_is_found_again(before, after, new_before, new_after):
    quote = "«the passage»"
    old, new = f"{before}{quote}{after}", f"{new_before}{quote}{new_after}"
    place = followed(old, new, len(before), len(before) + len(quote))
    assert place is not None
    assert new[place[0] : place[1]] == quote


@given(PIECES, PIECES)
def test_a_passage_that_is_gone_is_not_found_elsewhere(before, after):
    old = f"{before}«the passage»{after}"
    assert followed(old, before + after, len(before), len(before) + 13) is None
