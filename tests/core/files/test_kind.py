"""What a file is called and what its sender says it is count for nothing."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.files.kind import SUFFIXES, recognised
from tests.core.files.brought import picture

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
        (picture("GIF"), "image/gif"),
        (PDF, "application/pdf"),
        (b"10:00 alt vel", "text/plain; charset=utf-8"),
        ("10:00 på øen".encode(), "text/plain; charset=utf-8"),
        ("10:00 på øen".encode("windows-1252"), "text/plain; charset=windows-1252"),
        ("10:00 på øen".encode("utf-16"), "text/plain; charset=utf-16"),
        (b"\x1b[31mred\x1b[0m", "text/plain; charset=utf-8"),
        # What a browser would run is text: it is handed out as text and never opened.
        (SVG, "text/plain; charset=utf-8"),
        (b"<!doctype html><script>alert(1)</script>", "text/plain; charset=utf-8"),
        # One that begins as a picture is one, whatever else it also is.
        (picture("GIF") + b"<script>alert(1)</script>", "image/gif"),
    ],
)
def test_a_file_is_what_is_in_it(content, media_type):
    assert recognised(BytesIO(content)) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"PK\x03\x04" + bytes(40),
        b"\x7fELF" + bytes(40),
        b"MZ" + bytes(60),
        b"text and\x00then not",
        b"  %PDF-1.7 \x00",
        b"\xff\xfe\x00",
        b"text" * 20_000 + b"\x00",
    ],
)
def test_what_is_no_picture_pdf_or_text_is_refused(content):
    with pytest.raises(DomainError) as refusal:
        recognised(BytesIO(content))
    assert refusal.value.field == "file"


@given(st.binary(max_size=300))
def test_any_bytes_are_told_or_refused(content):
    with suppress(DomainError):
        assert recognised(BytesIO(content)).partition(";")[0] in SUFFIXES


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1))
def test_every_text_is_text(text):
    assert recognised(BytesIO(b"- " + text.encode())) == "text/plain; charset=utf-8"
