"""Files as people bring them, some of them in bad faith."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

COPENHAGEN = {1: "N", 2: (55.0, 40.0, 34.0), 3: "E", 4: (12.0, 34.0, 6.0)}


def picture(kind="PNG", size=(40, 30), **how) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **how)
    return out.getvalue()


def photo() -> bytes:
    """A JPEG that tells where it was taken, with what, and a remark."""
    exif = Image.Exif()
    exif[0x010F] = "Wreckcam"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update(COPENHAGEN)
    return picture("JPEG", exif=exif, comment=b"Taken by Ola Nordmann")


def upload(content: bytes, name: str = "file", media_type: str = "image/png"):
    return SimpleUploadedFile(name, content, media_type)
