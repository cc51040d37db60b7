"""How much of what a browser sends is written to disk before anybody looked at it."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST_FILE = 25_000_000
MOST_FILES = 10
# All files of one form, and the form around them.
LARGEST_REQUEST = MOST_FILES * LARGEST_FILE + 1_000_000


class BoundedUpload(FileUploadHandler):
    """Stands before the handlers that keep: they get one byte more than is taken, and no more.

    So a file that is too large is refused by name at its field, and never fills the disk.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - what Django calls it
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse a request that is larger than all that may come at once.

        Raises:
            RequestDataTooBig: it is.
        """
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The part of the piece that still is within the bound; nothing when none is."""
        left = LARGEST_FILE + 1 - start
        return raw_data[:left] if left > 0 else None

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one made the file."""
