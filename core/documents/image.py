"""Pictures of a document, read from where they are kept: exactly the bytes their hash names."""

from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image as Opened

from core.files.store import StoreAway, original
from core.markdown import Image

_PNG = b"\x89PNG"


def content_of(image: Image) -> bytes:
    """What is in the picture.

    Raises:
        StoreAway: the store does not answer, or keeps something else under its hash.
    """
    with original(image.sha256) as file:
        content = file.read()
    if sha256(content).hexdigest() != image.sha256:
        raise StoreAway(
            _("A picture is no longer the one whose hash is in the log. Tell whoever runs Havari.")
        )
    return content


def media_type_of(content: bytes) -> str:
    """PNG or JPEG: nothing else is handed on."""
    return "image/png" if content.startswith(_PNG) else "image/jpeg"


def size_within(content: bytes, widest: float, highest: float) -> tuple[float, float]:
    """How wide and high it is shown: as it is, a pixel for a unit, or smaller to have room."""
    with Opened.open(BytesIO(content)) as picture:
        width, height = picture.size
    scale = min(1, widest / width, highest / height)
    return width * scale, height * scale
