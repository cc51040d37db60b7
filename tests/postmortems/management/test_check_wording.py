import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from incidents.models import Service

pytestmark = pytest.mark.django_db

TEXT = "The alarm sounded.\r\n\r\nA developer forgot to set the flag.\nIt was human error.\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "text.md"
    path.write_bytes(TEXT.encode())
    return str(path)


def told(*arguments):
    out = io.StringIO()
    call_command("check_wording", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_each_finding_is_a_line_with_its_place_reason_and_rewrite(file):
    first, second = told(file, "--language=en")
    assert first == (
        f'{file}:3:13: warn blame: "forgot to set" - This explains by somebody\'s memory. -> '
        "Say what there was to remind of it: “The step depends on memory; there is no reminder "
        "or check.”"
    )
    assert second.startswith(f'{file}:4:8: warn human-error: "human error" - ')


def test_as_json_a_file_is_an_object_whose_offsets_point_into_it(file):
    (line,) = told(file, "--language=en", "--format=json")
    answer = json.loads(line)
    assert answer["file"] == file
    assert [TEXT[f["start"] : f["end"]] for f in answer["findings"]] == [
        "forgot to set",
        "human error",
    ]


def test_line_by_line_each_line_has_an_object_of_its_own_even_an_empty_one(file):
    lines = [json.loads(line) for line in told(file, "--language=en", "--lines")]
    assert [[found["text"] for found in line["findings"]] for line in lines] == [
        [],
        [],
        ["forgot to set"],
        ["human error"],
    ]


def test_standard_input_is_read_as_a_file_is(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Vagten svigtede.")))
    (line,) = told("-", "--language=da")
    assert line.startswith('-:1:8: warn blame: "svigtede" - Det er en moralsk dom.')


def test_the_press_may_not_guess_and_a_report_may(file, tmp_path):
    path = tmp_path / "press.md"
    path.write_text("It was probably an attack.")
    assert told(str(path), "--language=en") == []
    (line,) = told(str(path), "--language=en", "--profile=press")
    assert "speculation" in line


def test_the_catalogue_says_what_is_a_service(tmp_path):
    path = tmp_path / "text.md"
    path.write_text("Night Team failed to answer.")
    assert len(told(str(path), "--language=en")) == 1
    Service.objects.create(name="Night Team")
    assert told(str(path), "--language=en") == []


def test_what_a_file_says_does_not_steer_the_terminal(tmp_path):
    path = tmp_path / "text.md"
    path.write_text("It was human \x1b[2Jerror, and human\nerror.")
    assert "\x1b" not in "".join(told(str(path), "--language=en"))


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("kind", ["missing", "folder", "bytes"])
def test_a_file_that_cannot_be_read_ends_with_2_and_one_sentence(tmp_path, kind, language):
    path = tmp_path / "text.md"
    if kind == "folder":
        path.mkdir()
    elif kind == "bytes":
        path.write_bytes(b"sm\xf8r")
    with translation.override(language), pytest.raises(CommandError) as refusal:
        told(str(path), "--language=en")
    assert refusal.value.returncode == 2
    said = "cannot be read" if language == "en" else "kan ikke læses"
    assert str(refusal.value).startswith(f"{path} {said}: ")
    assert str(refusal.value).count("\n") == 0


def test_nothing_is_said_of_a_good_file_when_another_cannot_be_read(file, tmp_path):
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_wording", file, str(tmp_path / "no"), "--language=en", stdout=out)
    assert out.getvalue() == ""
