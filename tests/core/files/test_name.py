import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.name import LONGEST_NAME, shown_name

TEXT = "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("given_name", "media_type", "shown"),
    [
        ("graph.png", "image/png", "graph.png"),
        ("Graf over logins.PNG", "image/png", "Graf over logins.PNG"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\ola\\app.log", TEXT, "app.log"),
        ("evil.html", TEXT, "evil.html.txt"),
        ("evil.svg", TEXT, "evil.svg.txt"),
        ("photo.png", "image/jpeg", "photo.png.jpg"),
        ("gnp.\u202egpj.exe", "image/jpeg", "gnp.gpj.exe.jpg"),
        ("a\x00b\r\nc.txt", TEXT, "ab c.txt"),
        ('"; rm -rf *.txt', TEXT, "_; rm -rf _.txt"),
        (".png", "image/png", "png.png"),
        ("...", "application/pdf", "file.pdf"),
        ("", "image/webp", "file.webp"),
        ("x" * 300 + ".csv", TEXT, "x" * 116 + ".csv"),
    ],
)
def test_a_name_is_for_reading_and_ends_as_its_content_opens(given_name, media_type, shown):
    assert shown_name(given_name, media_type) == shown


@given(st.text(), st.sampled_from(["image/png", "image/jpeg", "application/pdf", TEXT]))
def test_no_name_is_a_path_breaks_a_header_or_is_too_long(text, media_type):
    name = shown_name(text, media_type)
    assert 0 < len(name) <= LONGEST_NAME
    assert not set(name) & set('/\\\0\r\n"')
    assert not name.startswith(".")
    assert shown_name(name, media_type) == name
