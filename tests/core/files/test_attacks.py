"""Files made to harm: whoever opens the page, whoever gets the report, or the machine."""

import time
from io import BytesIO

import pytest
from PIL import Image

from core.errors import DomainError
from core.files import picture as pictures
from core.files.picture import (
    MOST_SCANS,
    for_report,
    size_of,
    small_of,
    without_metadata,
)
from core.files.store import keep, keep_all
from tests.core.files.brought import COPENHAGEN, picture, upload

SECRET = b"Ola Nordmann"


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORAGES["attachments"]["OPTIONS"]["location"] = tmp_path
    settings.STORAGES = dict(settings.STORAGES)
    return tmp_path


def layered(scans, size=(4000, 4000)):
    """A progressive JPEG that says the last of its scans again and again."""
    out = BytesIO()
    Image.new("L", size, 100).save(out, "JPEG", progressive=True)
    content = out.getvalue()
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + scan * scans + content[-2:]


def test_a_small_file_that_would_keep_a_processor_for_hours_is_refused_at_once():
    bomb = layered(20_000)
    assert len(bomb) < 2_000_000
    began = time.monotonic()
    with pytest.raises(DomainError, match="too many layers"):
        size_of(BytesIO(bomb), "image/jpeg")
    assert time.monotonic() - began < 5


def test_the_layers_of_an_ordinary_photo_are_taken_whatever_its_metadata_hold():
    exif = Image.Exif()
    exif[0x010E] = "\xff\xda" * 500
    out = BytesIO()
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    noise.save(out, "JPEG", progressive=True, exif=exif, comment=b"\xff\xda" * 1000)
    # What follows the end of the picture, such as the film of a live photo, is no part of it.
    content = out.getvalue() + b"\xff\xda" * 1000
    assert size_of(BytesIO(content), "image/jpeg") == (300, 300)
    assert size_of(BytesIO(layered(MOST_SCANS // 2, (30, 30))), "image/jpeg") == (30, 30)


def test_a_picture_within_a_picture_counts_with_its_own_size():
    out = BytesIO()
    Image.new("P", (10, 10)).save(out, "GIF")
    content = bytearray(out.getvalue())
    at = content.index(b"\x2c")
    content[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    with pytest.raises(DomainError, match="too many pixels"):
        size_of(BytesIO(bytes(content)), "image/gif")


def test_large_pictures_are_unpacked_one_at_a_time(monkeypatch):
    monkeypatch.setattr(pictures, "LARGE", 100)
    held = []
    content = BytesIO(picture(size=(40, 30)))
    pictures._read(content, "image/png", lambda _it: held.append(pictures._one_large.locked()))
    small = BytesIO(picture(size=(5, 5)))
    pictures._read(small, "image/png", lambda _it: held.append(pictures._one_large.locked()))
    assert held == [True, False]
    assert not pictures._one_large.locked()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
@pytest.mark.parametrize("made", [small_of, for_report])
def test_every_kind_of_png_is_shown_as_it_looks(mode, made):
    grey = {"1": 1, "LA": (117, 255), "RGBA": (117, 117, 117, 255), "I;16": 30_000}
    out = BytesIO()
    Image.new(mode, (700, 20), grey.get(mode, 117)).save(out, "PNG")
    with Image.open(BytesIO(made(out, "image/png"))) as shown:
        red, green, blue = shown.convert("RGB").getpixel((5, 5))
    wanted = {"1": 255, "P": red}.get(mode, 117)
    assert abs(red - wanted) <= 3
    assert abs(red - green) + abs(green - blue) <= 6


def told(kind):
    """A picture of this kind that tells where it was taken, by whom, and that it is turned."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825).update(COPENHAGEN)
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    comment = {"comment": SECRET} if kind in {"JPEG", "GIF"} else {}
    more = {} if kind == "GIF" else {"exif": exif, "xmp": xmp, "icc_profile": SECRET * 20}
    return picture(kind, (40, 30), **more, **comment)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("made", [without_metadata, small_of, for_report])
def test_what_leaves_tells_nothing_of_who_and_where_and_stands_upright(kind, made):
    content = told(kind) + b"behind the picture: " + SECRET
    assert SECRET in content
    out = made(BytesIO(content), f"image/{kind.lower()}")
    left = out[0] if isinstance(out, tuple) else out
    assert SECRET not in left
    with Image.open(BytesIO(left)) as shown:
        assert not shown.getexif()
        assert set(shown.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "loop",
            "background",
            "timestamp",
            "duration",
        }
        assert shown.size == ((40, 30) if kind == "GIF" else (30, 40))


@pytest.mark.parametrize(
    "content",
    [
        b"II*\0" + bytes(60),
        b"MM\0*" + bytes(60),
        b"\0\0\0\x18ftypheic" + bytes(60),
        b"\0\0\0\x1cftypavif" + bytes(60),
        b"\x1f\x8b\x08" + bytes(60),
        b"BM" + bytes(60),
        b"8BPS\0\x01" + bytes(60),
    ],
    ids=["TIFF", "TIFF of a Mac", "HEIC", "AVIF", "gzip", "BMP", "PSD"],
)
def test_what_may_tell_of_places_and_is_not_understood_is_not_taken(folder, content):
    with pytest.raises(DomainError, match="Attach a picture"):
        keep(upload(content, "photo.jpg"))


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (b"%PDF-1.7\n<script>alert(1)</script>", "a.html", "a.html.pdf"),
        (b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>", "a.js", "a.js.pdf"),
        (picture("GIF") + b"*/=1;alert(1)//", "a.js", "a.js.gif"),
        (b"GIF89a=1;alert(1)", "a.gif", None),
        (b"<!doctype html><script>alert(1)</script>", "a.png", "a.png.txt"),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "a.svg", "a.svg.txt"),
        (b"GIF89a/*" + bytes(40), "a.gif", None),
    ],
)
def test_a_file_of_two_kinds_is_one_of_them_and_ends_as_that(folder, content, name, kept_as):
    if kept_as is None:
        with pytest.raises(DomainError):
            keep(upload(content, name))
    else:
        assert keep(upload(content, name)).name == kept_as


@pytest.mark.parametrize("name", ["\u202egnp.exe", "a\nSet-Cookie: b=c.png", "x" * 300])
def test_a_refusal_calls_the_file_by_a_name_that_deceives_nobody(folder, name):
    with pytest.raises(DomainError) as refusal:
        keep_all([upload(b"MZ\0", name)])
    message = str(refusal.value.message)
    assert "\u202e" not in message
    assert "\n" not in message
    assert len(message) < 220
