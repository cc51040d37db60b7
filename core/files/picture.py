"""Pictures from outside: that they really are some, a small one for pages, one without metadata."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from io import BytesIO
from threading import Lock
from typing import IO, TypeVar

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.errors import DomainError

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
SMALL = (480, 480)
REPORT = (1600, 1600)
# From so many pixels on they are unpacked one at a time: each may take half a gigabyte.
LARGE = 16_000_000
# Each passes over all pixels once more; cameras and programs write ten or so.
MOST_SCANS = 30
# What may be made smaller before it is made RGB.
_AS_THEY_ARE = {"L", "RGB", "RGBA", "CMYK"}
_SCAN, _END = 0xDA, 0xD9
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_one_large = Lock()
Made = TypeVar("Made")


def size_of(file: IO[bytes], media_type: str) -> tuple[int, int]:
    """How wide and high the picture is, once it was read as a whole.

    Of one that moves, only the first picture is read.

    Raises:
        DomainError: it has more pixels than can be shown, or cannot be read to its end.
    """

    def measured(picture: Image.Image) -> tuple[int, int]:
        picture.load()
        return picture.size

    return _read(file, media_type, measured)


def small_of(file: IO[bytes], media_type: str) -> bytes:
    """The picture as WebP, at most 480 pixels wide and high, upright. Raises as `size_of`."""

    def made(picture: Image.Image) -> bytes:
        if media_type == "image/jpeg":
            picture.draft("RGB", (SMALL[0] * 2, SMALL[1] * 2))
        return _saved(_bare(picture, SMALL), "WEBP", quality=80)

    return _read(file, media_type, made)


def without_metadata(file: IO[bytes], media_type: str) -> tuple[bytes, str]:
    """The pixels alone, upright, as JPEG or PNG: no place, no camera, no comments.

    Raises as `size_of`.
    """
    to_jpeg = media_type == "image/jpeg"

    def made(picture: Image.Image) -> bytes:
        bare = _bare(picture)
        return _saved(bare, "JPEG", quality=92) if to_jpeg else _saved(bare, "PNG")

    return _read(file, media_type, made), "image/jpeg" if to_jpeg else "image/png"


def for_report(file: IO[bytes], media_type: str) -> bytes:
    """The pixels alone, upright, at most 1600 wide and high, as JPEG or PNG. Raises as `size_of`."""

    def made(picture: Image.Image) -> bytes:
        bare = _bare(picture, REPORT)
        if media_type == "image/jpeg":
            return _saved(bare, "JPEG", quality=85)
        return _saved(bare, "PNG", optimize=True)

    return _read(file, media_type, made)


def _read(file: IO[bytes], media_type: str, act: Callable[[Image.Image], Made]) -> Made:
    if media_type == "image/jpeg":
        _refuse_many_scans(file)
    file.seek(0)
    try:
        with Image.open(file, formats=[media_type.partition("/")[2].upper()]) as picture:
            _refuse_bombs(picture)
            is_large = picture.width * picture.height > LARGE
            with _one_large if is_large else nullcontext():
                return act(picture)
    except DomainError:
        raise
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as error:  # decoders fail in many ways on broken bytes
        raise DomainError(
            _("This picture cannot be read to its end: it is broken or cut off."), field="file"
        ) from error


def _refuse_bombs(picture: Image.Image) -> None:
    # The size stands in the first bytes: nothing was unpacked yet.
    if picture.width * picture.height > MOST_PIXELS or max(picture.size) > LONGEST_SIDE:
        raise _too_large()


def _refuse_many_scans(file: IO[bytes]) -> None:
    """A few bytes for each scan keep a processor busy for a second: thousands, for hours."""
    file.seek(0)
    content, place, scans = file.read(), 2, 0
    while marker := _MARKER.search(content, place):
        place, kind = marker.end(), marker[1][0]
        if kind == _END:
            return
        scans += kind == _SCAN
        if scans > MOST_SCANS:
            raise DomainError(
                _("This picture is put together of too many layers. Save it anew as JPEG."),
                field="file",
            )
        # What a segment holds is no marker; after the head of a scan its pixels begin.
        place += int.from_bytes(content[place : place + 2], "big")


def _too_large() -> DomainError:
    return DomainError(
        _("This picture has too many pixels. Attach one of at most %(limit)s million pixels.")
        % {"limit": MOST_PIXELS // 1_000_000},
        field="file",
    )


def _bare(picture: Image.Image, most: tuple[int, int] | None = None) -> Image.Image:
    has_holes = picture.has_transparency_data and picture.format != "JPEG"
    ImageOps.exif_transpose(picture, in_place=True)
    if most and picture.mode in _AS_THEY_ARE:
        picture.thumbnail(most)
    if picture.mode.startswith("I"):  # sixteen bits of grey, cut down to eight
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    bare = picture.convert("RGBA" if has_holes else "RGB")
    if most:
        bare.thumbnail(most)
    # What is left here would be written again: comments, places, times, what edited it.
    bare.info = {}
    return bare


def _saved(picture: Image.Image, kind: str, **how: int) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()
