"""Danish is complete, and nothing else is on a Danish page."""

import ast
import html
import re
import shutil
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

from accounts.models import User
from tests.full_record import keep_record
from tests.pages import addresses

DANISH = Path(settings.BASE_DIR, "locale/da/LC_MESSAGES/django.po")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
SHORTEST = 4
# Where a language is chosen, each goes by its own name.
OWN_NAME = "English"
# The same word in both languages, or a sign such as a file format.
ALIKE = {
    "Stop",
    "Webhooks",
    "webhook",
    "webhooks",
    "%(count)s %(unit)s",
    "%(caption)s (%(kind)s, SHA-256 %(hash)s)",
    " (SHA-256 %(hash)s)",
    "%(name)s: %(refusal)s",
    "Administration",
    "Administrator",
    "Data",
    "Format",
    "Link",
    "Links",
    "Log",
    "Mine",
    "Observation",
    "Person",
    "Reference",
    "Relation",
    "Revision",
    "Status",
    "Token",
    "administrator",
    "link",
    "person",
    "revision",
    "salt",
    "status",
    "version",
    "Version %(number)s",
    "version %(number)s",
}


def catalogue(path=DANISH):
    with path.open("rb") as file:
        return read_po(file, locale="da")


def forms(message):
    """Source and translation of each form: one, or singular and plural."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


MESSAGES = [message for message in catalogue() if message.id]


def test_every_message_is_translated_and_none_is_a_guess_or_left_over():
    assert [message.id for message in MESSAGES if message.fuzzy] == []
    assert [
        m.id for m in MESSAGES if not all(danish.strip() for _english, danish in forms(m))
    ] == []
    assert not catalogue().obsolete


def test_every_translation_has_the_placeholders_of_its_source():
    wrong = [
        (english, danish)
        for message in MESSAGES
        for english, danish in forms(message)
        if sorted(PLACEHOLDER.findall(english)) != sorted(PLACEHOLDER.findall(danish))
    ]
    assert wrong == []


def test_a_translation_ends_and_begins_as_its_source_does():
    def shape(text):
        return text[:1].isupper(), text[-1:] if text[-1:] in set(".:?!") else ""

    wrong = [
        (english, danish)
        for message in MESSAGES
        for english, danish in forms(message)
        if shape(english) != shape(danish) and english not in ODD_SHAPES
    ]
    assert wrong == []


ODD_SHAPES = {
    "'s",
    "API token",
    "API tokens",
    "DKK",
    "Danish",
    "English",
    "SHA-256 of the request",
    "SHA-512 of the key",
}


def test_nothing_is_left_in_english():
    same = [
        english
        for message in MESSAGES
        for english, danish in forms(message)
        if english == danish and english not in ALIKE
    ]
    assert same == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="needs xgettext (Debian: gettext)")
def test_every_message_of_the_code_is_in_the_file(tmp_path, monkeypatch):
    for name in (
        "accounts",
        "alerts",
        "audit",
        "config",
        "core",
        "imports",
        "incidents",
        "command",
        "insights",
        "postmortems",
        "search",
        "notifications",
        "calendars",
        "checklists",
        "statements",
        "templates",
        "webhooks",
    ):
        shutil.copytree(Path(settings.BASE_DIR, name), tmp_path / name)
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "LOCALE_PATHS", [])
    call_command("makemessages", locale=["da"], verbosity=0)
    found = {
        (message.context, message.id)
        for message in catalogue(tmp_path / "locale/da/LC_MESSAGES/django.po")
    }
    assert found == {(message.context, message.id) for message in catalogue()}


def test_every_message_that_is_called_is_in_the_file_even_where_the_extractor_does_not_look():
    known = {english for message in catalogue() for english, _danish in forms(message)}
    missing = {
        f"{path}: {english}"
        for app in (
            "accounts",
            "alerts",
            "audit",
            "config",
            "core",
            "imports",
            "incidents",
            "command",
            "insights",
            "postmortems",
            "search",
            "notifications",
            "calendars",
            "checklists",
            "statements",
        )
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        for english in called(ast.parse(path.read_text()))
        if english not in known
    }
    assert missing == set()


def called(tree):
    """The literal texts that a module asks a translation of."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in GETTEXT and isinstance(node.args[GETTEXT[name]], ast.Constant):
                yield node.args[GETTEXT[name]].value


GETTEXT = {
    "_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}


@pytest.fixture
def everywhere(commander):
    other = User.objects.create_user("expert@example.org", full_name="Eva Ekspert", language="da")
    other.groups.set(commander.user.groups.all())
    commander.user.full_name = "Kirsten Overby"
    commander.user.save()
    own = {"nowhere": "/nowhere", "public_page": "/status/?lang=da"}
    return addresses(keep_record(commander, other)) | own


def test_a_danish_page_holds_no_english_words_of_ours(client, person, everywhere):
    reader = person("administrator")
    reader.language = "da"
    reader.save()
    client.force_login(reader)
    english = {
        source
        for message in MESSAGES
        for source, danish in forms(message)
        if source != danish and len(source) >= SHORTEST and not PLACEHOLDER.search(source)
    }
    # The log keeps the name that the commander had then.
    english -= {OWN_NAME, "Commander"}
    found = {name: english & pieces(client.get(address)) for name, address in everywhere.items()}
    assert {name: words for name, words in found.items() if words} == {}


def pieces(answer):
    """Every text between two tags, and every label and placeholder."""
    page = re.sub(
        r"<(script|style|textarea|code)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL
    )
    # What is marked as English is meant to be: a template, a statement, its figures.
    page = re.sub(r'<(\w+)\b[^>]*\slang="en"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    attributes = re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', page)
    texts = re.split(r"<[^>]*>", page)
    return {
        piece
        for text in [*texts, *attributes]
        for part in [" ".join(html.unescape(text).split())]
        for piece in (part, part.strip(string.punctuation + " ·"), *re.split(r"[.:·] ?", part))
    }
