import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from core.errors import DomainError
from core.files.picture import size_of, small_of, without_metadata
from tests.core.files.brought import photo, picture


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is very large."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        crc = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(30_000, 30_000), (8_000, 8_000), (20_001, 1), (2**31 - 1, 9)])
def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(size):
    with pytest.raises(DomainError, match="too many pixels"):
        size_of(BytesIO(bomb(*size)), "image/png")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("JPEG", (400, 300))[:-700], "image/jpeg"),
        (picture("PNG")[:-40], "image/png"),
        (b"\x89PNG\r\n\x1a\n" + b"PK\x03\x04" + bytes(100), "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (bomb(300, 300), "image/png"),
    ],
)
def test_a_picture_that_is_cut_off_or_only_begins_as_one_is_refused(content, media_type):
    with pytest.raises(DomainError, match="broken or cut off"):
        size_of(BytesIO(content), media_type)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_small_picture_keeps_its_shape(kind):
    content = picture(kind, (1200, 600))
    assert size_of(BytesIO(content), f"image/{kind.lower()}") == (1200, 600)
    with Image.open(BytesIO(small_of(BytesIO(content), f"image/{kind.lower()}"))) as small:
        assert (small.format, small.size) == ("WEBP", (480, 240))


@pytest.mark.parametrize("made", [without_metadata, lambda *of: (small_of(*of), "")])
def test_what_leaves_tells_neither_place_nor_camera_nor_remark(made):
    content = photo()
    assert b"Wreckcam" in content
    assert b"Ola Nordmann" in content
    out, _media_type = made(BytesIO(content), "image/jpeg")
    assert not any(told in out for told in (b"Wreckcam", b"Ola Nordmann", b"Exif", b"GPS"))
    with Image.open(BytesIO(out)) as bare:
        assert not bare.getexif()
        # It was taken on its side, and stands upright now that nothing says so any more.
        assert bare.size == (30, 40)


def test_a_png_loses_its_texts_and_keeps_what_can_be_seen_through():
    from PIL.PngImagePlugin import PngInfo

    told, out = PngInfo(), BytesIO()
    told.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Ola Nordmann</x:xmpmeta>")
    told.add_text("Comment", "Ola Nordmann")
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG", pnginfo=told)
    assert b"Ola Nordmann" in out.getvalue()
    bare, media_type = without_metadata(out, "image/png")
    assert (b"Ola" in bare, media_type) == (False, "image/png")
    with Image.open(BytesIO(bare)) as kept:
        assert kept.getpixel((0, 0)) == (255, 0, 0, 0)
