"""Who is named in a report: what is said instead, what is to be decided, and that it then holds."""

import io
import zipfile

import pikepdf
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core.errors import Conflict
from incidents.models import NameDecision
from incidents.services.action_item import Plan, add_action
from incidents.services.contributing_factor import Condition, add_factor
from incidents.services.named import decide_name, take_back_name
from incidents.services.role import assign_role, end_role
from incidents.services.timeline_entry import EntryContent, add_entry
from postmortems.exports.named import named_in
from postmortems.models import Postmortem
from postmortems.services.export import RENDERERS, export_postmortem
from postmortems.services.postmortem import start_postmortem

pytestmark = pytest.mark.django_db
TEXT = "Emil Svendsen at the supplier restarted it. Rose saw it, and Aurora was slow.\n"


@pytest.fixture
def here(incident, commander):
    return {"actor": commander, "incident_id": incident.pk}


@pytest.fixture
def report(here):
    start_postmortem(**here, written={"summary": TEXT})
    return Postmortem.objects.select_related("incident").get()


def words(named):
    return [each.words for each in named]


def seen(report, commander):
    return named_in(report, commander.user, "en")


def exported(here, kind="markdown", language="en"):
    return export_postmortem(**here, format=kind, language=language).content.decode()


def test_what_nobody_knows_is_to_be_decided_with_its_passage(report, commander):
    named = seen(report, commander)
    assert words(named.unknown) == ["Emil Svendsen", "Aurora"]
    assert "restarted it" in named.unknown[0].passages[0]


def test_who_is_decided_on_is_told_by_role_in_both_languages(report, commander, here):
    decide_name(**here, name="Emil Svendsen", kind="supplier")
    decide_name(**here, name="Aurora", kind="nobody")
    named = seen(report, commander)
    assert words(named.unknown) == []
    assert [(each.words, each.instead) for each in named.told] == [
        ("Emil Svendsen", "Somebody at the supplier")
    ]
    for language, instead in (("en", "Somebody at the supplier"), ("da", "En hos leverandøren")):
        text = exported(here, language=language)
        assert instead in text
        assert "Svendsen" not in text
        assert "Emil" not in text
        assert "Aurora" in text


def test_a_name_that_is_a_common_word_is_told_by_role_once_it_is_decided(report, here):
    assert "Rose saw it" in exported(here)
    decide_name(**here, name="Rose", kind="customer")
    text = exported(here)
    assert "Rose" not in text
    assert "A customer saw it" in text


def test_a_decision_is_changed_taken_back_and_never_doubled(report, here):
    first = decide_name(**here, name="Emil  Svendsen", kind="supplier")
    assert first.name == "Emil Svendsen"
    with pytest.raises(Conflict):
        decide_name(**here, name="Emil Svendsen", kind="supplier")
    second = decide_name(**here, name="Emil Svendsen", kind="press")
    assert NameDecision.objects.filter(taken_back_at=None).get() == second
    take_back_name(**here, decision_id=second.pk)
    assert "Emil Svendsen" in exported(here)


def test_an_address_that_was_decided_on_is_gone_wherever_it_stands(report, here, incident):
    add_entry(**here, content=EntryContent("Asked ola.n@supplier.example.org", None, "unknown"))
    decide_name(**here, name="ola.n@supplier.example.org", kind="supplier")
    assert "ola.n" not in exported(here)


def test_responder_two_stays_responder_two_whoever_comes_or_goes(here, person, commander):
    first, second, third = (
        person("responder", f"{name}@example.org") for name in ("one", "two", "three")
    )
    User.objects.filter(pk=second.pk).update(full_name="Torben Toftegaard")
    User.objects.filter(pk=first.pk).update(full_name="Frode Fjeldgaard")
    User.objects.filter(pk=third.pk).update(full_name="Trine Tranekær")
    for each, title in ((first, "One"), (second, "Two")):
        add_action(**here, plan=Plan(title, owner=each))
    start_postmortem(**here, written={"summary": "Torben Toftegaard looked."})
    assert "Responder 2 looked." in exported(here)
    held = assign_role(**here, role="scribe", person=third)
    end_role(**here, role_held_id=held.pk, note="")
    action = add_action(**here, plan=Plan("Three", owner=third))
    assert action.owner == third
    assert "Responder 2 looked." in exported(here)
    assert "Responder 2 kiggede" not in exported(here, language="da")


def test_a_person_who_has_left_is_still_told_by_role(report, here, person):
    gone = person("responder")
    User.objects.filter(pk=gone.pk).update(full_name="Torben Toftegaard", is_active=False)
    add_entry(**here, content=EntryContent("Torben Toftegaard saw it", None, "unknown"))
    assert "Toftegaard" not in exported(here)


def test_the_page_decides_and_says_what_is_wrong_keeping_what_was_typed(client, report, commander):
    client.force_login(commander.user)
    at = reverse("postmortem_people", args=[report.incident.year, report.incident.number])
    assert "Emil Svendsen" in client.get(at, {"look": 1}).content.decode()
    assert client.post(at, {"name": "Emil Svendsen", "kind": "supplier"}).status_code == 302
    again = client.post(at, {"name": "Emil Svendsen", "kind": "supplier"})
    assert again.status_code == 422
    assert 'value="Emil Svendsen"' in again.content.decode()


LETTERS = st.characters(categories=["Ll"], max_codepoint=0x24F, exclude_characters="ßŉǰ")
# Beginning as no word of a report does: a name such as "Person" stands in it anyway.
NAMES = st.builds(
    lambda first, last: f"Xq{first} Qx{last}",
    st.text(LETTERS, min_size=2, max_size=7),
    st.text(LETTERS, min_size=3, max_size=7),
)


@settings(
    max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(name=NAMES, outsider=NAMES, form=st.sampled_from(["{}", "{}s", "{}'s", "(@{})", "**{}**"]))
def test_no_known_name_survives_in_any_format(incident, commander, person, name, outsider, form):
    """In prose, timeline, factors and actions; in metadata, properties and the attached data too.

    Few examples, since each makes ten files: names themselves are tested in `test_people.py`.
    """
    here = {"actor": commander, "incident_id": incident.pk}
    account, _is_new = User.objects.get_or_create(email="named@example.org")
    User.objects.filter(pk=account.pk).update(full_name=name)
    if not Postmortem.objects.exists():
        start_postmortem(**here)
    said = f"Then {form.format(name)} and {form.format(outsider)} and named@example.org met."
    report = Postmortem.objects.get()
    report.texts.create(
        key="summary", number=report.texts.count() + 1, text=said, written_at=report.started_at
    )
    add_entry(**here, content=EntryContent(f"> {said}", None, "unknown"))
    add_factor(**here, condition=Condition(said))
    add_action(**here, plan=Plan(said[:200]))
    decision = decide_name(**here, name=outsider, kind="supplier")
    for kind in RENDERERS:
        for language in ("da", "en"):
            file = export_postmortem(**here, format=kind, language=language)
            told = _everything_in(file.content, kind) + file.name
            for identifier in (*name.split(), *outsider.split(), "named@example.org"):
                assert identifier.casefold() not in told.casefold(), (kind, language)
    take_back_name(**here, decision_id=decision.pk)


def _everything_in(content: bytes, kind: str) -> str:
    if kind == "docx":
        parts = zipfile.ZipFile(io.BytesIO(content))
        return " ".join(parts.read(name).decode(errors="ignore") for name in parts.namelist())
    if kind == "pdf":
        return _everything_in_pdf(content)
    return content.decode()


def _everything_in_pdf(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        told = [str(pdf.docinfo), str(pdf.open_metadata())]
        told += [file.get_file().read_bytes().decode() for file in pdf.attachments.values()]
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    return " ".join([*told, *(page.extract_text() for page in reader.pages)])
