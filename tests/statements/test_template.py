"""Texts to start from: those that came with Havari, worded by the team, and its own."""

from dataclasses import replace

import pytest

from audit.actor import Actor
from core.errors import Conflict, DomainError, NotFound
from statements.given import GIVEN
from statements.models import StatementTemplate
from statements.selectors.template import offered_templates, template_named, templates
from statements.services.statement import Plan, draft_statement
from statements.services.template import (
    TemplateText,
    add_template,
    change_template,
    withdraw_template,
)
from statements.texts.reading import Reading

OURS = TemplateText("To the newspaper", "en", "holding", "We know of {time:detected}. [[More]].")


@pytest.fixture
def writer(person):
    return Actor(person("communications"), "web")


def test_every_kind_of_statement_has_a_template_in_both_languages():
    for language in ("da", "en"):
        kinds = {given.kind.value for given in GIVEN.values() if given.language == language}
        assert kinds == {"holding", "update", "full", "correction", "withdrawal"}


@pytest.mark.parametrize("given", GIVEN.values(), ids=GIVEN)
def test_what_is_to_be_filled_in_is_found_in_every_template_that_came(given):
    reading = Reading(given.text, {}, given.language)
    assert reading.blanks
    assert set(reading.missing) <= {"{time:impact_started}"}


def test_a_template_that_came_is_worded_by_the_team_and_stays_in_its_place(db, writer):
    before = [each.key for each in templates()]
    value = TemplateText("First words", "en", "holding", "We are looking into it. [[More]].")
    change_template(actor=writer, key="holding-en", version=0, value=value)
    assert [each.key for each in templates()] == before
    read = template_named("holding-en")
    assert (read.title, read.text, read.version) == ("First words", value.text, 1)


def test_two_who_change_a_template_that_came_do_not_overwrite_each_other(db, writer):
    change_template(actor=writer, key="holding-en", version=0, value=OURS)
    with pytest.raises(Conflict):
        change_template(actor=writer, key="holding-en", version=0, value=OURS)


def test_a_template_that_is_saved_as_it_came_stays_as_it_came(db, writer):
    given = GIVEN["update-da"]
    same = TemplateText(given.title, given.language, given.kind, given.text)
    assert change_template(actor=writer, key="update-da", version=0, value=same) is None
    assert not StatementTemplate.objects.exists()


def test_a_template_that_is_withdrawn_is_not_offered_and_comes_back_when_changed(db, writer):
    withdraw_template(actor=writer, key="full-da", version=0)
    assert "full-da" not in {each.key for each in offered_templates()}
    with pytest.raises(DomainError):
        withdraw_template(actor=writer, key="full-da", version=1)
    given = GIVEN["full-da"]
    same = TemplateText(given.title, given.language, given.kind, given.text)
    change_template(actor=writer, key="full-da", version=1, value=same)
    assert "full-da" in {each.key for each in offered_templates()}


@pytest.mark.parametrize("text", ["{recipients}", "{count:Recipients of it}", "{tid:mitigated}"])
def test_a_broken_reference_in_a_template_is_named(db, writer, text):
    with pytest.raises(DomainError) as refusal:
        add_template(actor=writer, value=replace(OURS, text=text))
    assert refusal.value.field == "text"
    assert text in str(refusal.value.message)


def test_a_template_whose_figure_the_incident_lacks_is_told_of_and_loses_no_word(
    client, writer, incident
):
    template = add_template(actor=writer, value=OURS)
    client.force_login(writer.user)
    address = f"/incidents/{incident.reference}/statements/draft?template={template.pk}"
    page = client.get(address).content.decode()
    assert "We know of {time:detected}. [[More]]." in page
    assert "The record has no figure {time:detected}" in page
    plan = {"title": "T", "audience": "press", "channel": "answer", "language": "en"}
    answer = client.post(address, plan | {"kind": "holding", "text": OURS.text})
    assert answer.status_code == 422
    assert OURS.text in answer.content.decode()
    assert not incident.statements.exists()


def test_a_statement_with_a_blank_is_kept_as_a_draft(writer, incident):
    plan = Plan("T", "staff", "intranet", "en")
    statement = draft_statement(
        actor=writer, incident_id=incident.pk, plan=plan, text="At [[when]]."
    )
    assert statement.wordings.get().text == "At [[when]]."


def test_a_template_that_is_not_there_is_told_of(db, writer):
    with pytest.raises(NotFound):
        withdraw_template(actor=writer, key="4711", version=0)
