"""What the press desk's pages ask for and lead to."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.actor import system
from statements.services.public_page import switch_public_page
from tests.statements.conftest import PRESS, STAFF


@pytest.fixture
def open_page(client, people, incident):
    """A page of the incident's statements, as communications or whoever else opens it."""

    def ask(place, role="communications"):
        client.force_login(people[role].user)
        return client.get(f"/incidents/{incident.reference}/statements/{place}").content.decode()

    return ask


def test_a_correction_begins_with_what_it_corrects_and_the_template_for_it(
    draft, approve, release, recount, open_page
):
    statement = draft(STAFF)
    approve(statement, "approver")
    release(statement)
    recount()
    page = open_page(f"draft?corrects={statement.pk}")
    assert 'value="Correction: Holding statement"' in page
    assert "Correction: we wrote [[what it said]]." in page
    assert "The message went to about 1.6 million Android users." in page
    assert "the record says “1.4 million” now" in page
    assert f"?template=update-en&amp;corrects={statement.pk}" in page


def test_a_correction_of_a_correction_keeps_its_title(draft, approve, release, open_page):
    first = draft(STAFF)
    approve(first, "approver")
    release(first)
    plan = replace(STAFF, title="Correction: how many", kind="correction", corrects_id=first.pk)
    second = draft(plan)
    approve(second, "approver")
    release(second)
    assert 'value="Correction: how many"' in open_page(f"draft?corrects={second.pk}")
    page = open_page(first.pk)
    assert "Put right by:" in page
    assert "Correction: how many" in page


def test_release_asks_only_for_what_the_statement_needs(draft, approve, open_page):
    written = draft(STAFF)
    assert "/release" not in open_page(written.pk)
    approve(written, "approver")
    page = open_page(f"{written.pk}/release")
    assert 'name="spokesperson"' not in page
    assert 'name="urgent_reason"' not in page

    spoken = draft(replace(PRESS, channel="answer", is_oral=True))
    approve(spoken, "approver")
    page = open_page(spoken.pk)
    assert "1 approval missing, from communications" in page
    assert "Release in haste" in page
    page = open_page(f"{spoken.pk}/release")
    assert 'name="spokesperson"' in page
    assert 'name="urgent_reason"' in page


def test_a_released_statement_says_who_approved_for_communications_and_leads_to_the_public_page(
    draft, approve, release, open_page
):
    statement = draft(replace(PRESS, channel="website"))
    approve(statement, "approver", "communications")
    assert "You have approved it." in open_page(statement.pk)
    release(statement)
    page = open_page(statement.pk)
    assert page.count("for communications") == 1
    assert 'href="/status/"' not in page
    switch_public_page(actor=system(), version=0, is_on=True, name="The app")
    assert 'href="/status/"' in open_page(statement.pk)
    assert 'value="The newspaper"' in open_page(f"{statement.pk}/mention")


def test_the_other_half_of_a_correction_puts_right_what_was_said_in_its_language(
    client, draft, approve, release, incident
):
    first = draft(STAFF)
    other = draft(replace(STAFF, language="da", counterpart_id=first.pk))
    for each in (first, other):
        approve(each, "approver")
        release(each)
    correction = draft(replace(STAFF, kind="correction", corrects_id=first.pk))
    client.force_login(correction.wordings.get().author)
    place = f"/incidents/{incident.reference}/statements"
    page = client.get(f"{place}/draft?counterpart={correction.pk}").context["form"]
    assert page["corrects"].value() == other.pk
    approve(correction, "approver")
    release(correction)
    assert client.get(place).content.decode().count("A correction went out.") == 1


def test_a_text_that_promises_an_update_wants_its_moment(draft, open_page):
    wanted = "no moment for it is set"
    for text, later, is_told in (
        ("More soon. Next update by 18:00.", None, True),
        ("Next update by 18:00.", timezone.now() + timedelta(hours=1), False),
        ("All is well.", None, False),
    ):
        statement = draft(replace(STAFF, next_update_at=later), text)
        assert (wanted in open_page(statement.pk)) is is_told


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Around {count:recipients} people.", True),
        ("To {count:recipients} people.", False),
        ("It was around when {count:recipients} people came.", False),
    ],
)
def test_a_hedge_before_a_figure_that_brings_its_own_is_told_of(draft, open_page, text, is_told):
    page = open_page(draft(STAFF, text).pk)
    assert ("“Around about 1.6 million” hedges twice" in page) is is_told
