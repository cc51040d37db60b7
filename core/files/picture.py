"""Pictures from outside: that they really are some, a small one for pages, one without metadata."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, TypeVar

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.errors import DomainError

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000
SMALL = (480, 480)
REPORT = (1600, 1600)
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
        bare = _bare(picture)
        bare.thumbnail(SMALL)
        return _saved(bare, "WEBP", quality=80)

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
        bare = _bare(picture)
        bare.thumbnail(REPORT)
        if media_type == "image/jpeg":
            return _saved(bare, "JPEG", quality=85)
        return _saved(bare, "PNG", optimize=True)

    return _read(file, media_type, made)


def _read(file: IO[bytes], media_type: str, act: Callable[[Image.Image], Made]) -> Made:
    file.seek(0)
    try:
        with Image.open(file, formats=[media_type.partition("/")[2].upper()]) as picture:
            _refuse_bombs(picture)
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


def _too_large() -> DomainError:
    return DomainError(
        _("This picture has too many pixels. Attach one of at most %(limit)s million pixels.")
        % {"limit": MOST_PIXELS // 1_000_000},
        field="file",
    )


def _bare(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    has_holes = upright.has_transparency_data and picture.format != "JPEG"
    bare = upright.convert("RGBA" if has_holes else "RGB")
    # What is left here would be written again: comments, places, times, what edited it.
    bare.info = {}
    return bare


def _saved(picture: Image.Image, kind: str, **how: int) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()
