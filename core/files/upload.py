"""How much of what a browser sends is written to disk before anybody looked at it."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

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


class DiskUpload(TemporaryFileUploadHandler):
    """Keeps on disk what comes in; a disk that is full costs the file, and not the form around it."""

    is_lost = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, which is lost already where there is no room for it."""
        self.is_lost = False
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            FileUploadHandler.new_file(self, *args, **kwargs)
            self.is_lost = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, if those before it were kept."""
        if self.is_lost:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._lose()

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """The file as it came, or one of which is known only that it was lost."""
        if not self.is_lost:
            try:
                return super().file_complete(file_size)
            except OSError:  # the last of it was still to be written
                self._lose()
        return LostFile(name=self.file_name, size=0)

    def _lose(self) -> None:
        self.is_lost = True
        with suppress(OSError):
            self.file.close()


class LostFile(UploadedFile):  # type: ignore[type-arg]  # not generic at run time
    """A file that came while there was no room for it."""
