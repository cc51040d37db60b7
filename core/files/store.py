"""Where brought files are kept: by the hash of what is in them, so nothing can be overwritten.

What is kept stands in the store before the transaction that tells of it begins: there is no row
without its file. A file that no row came to tell of is swept a day later.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, TypeVar

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.files.folder import UNFINISHED, Folder
from core.files.kind import ANYTHING, is_picture, recognised, recognised_or_not
from core.files.name import plain_name, shown_name
from core.files.picture import for_report, size_of, small_of
from core.files.upload import LARGEST_FILE, LostFile

FAILURES = (OSError, BotoCoreError, ClientError, Boto3Error)
# What was kept longer ago than `RENEWED` is kept anew, so that a sweep cannot meet it.
RENEWED, SWEPT = timedelta(hours=12), timedelta(hours=24)
_PIECE = 64 * 1024
Answer = TypeVar("Answer")


class StoreAway(DomainError):
    """Files can neither be kept nor read at this moment."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is kept: what it is called and is, and the SHA-256 that names its content."""

    name: str
    media_type: str
    sha256: str
    size: int
    width: int | None = None
    height: int | None = None


def keep_all(uploads: "Iterable[UploadedFile[bytes]]") -> list[StoredFile]:
    """Keep several files; those that are refused are all named, and then none is attached.

    Raises:
        DomainError: with a sentence for each file that is not taken.
        StoreAway: the store does not answer; all of them may be sent again.
    """
    kept: list[StoredFile] = []
    refusals: list[str] = []
    for upload in uploads:
        try:
            kept.append(keep(upload))
        except StoreAway:  # no fault of the file
            raise
        except DomainError as refusal:
            told = {"name": plain_name(upload.name or "")[:80], "refusal": refusal.message}
            refusals.append(_("%(name)s: %(refusal)s") % told)
    if refusals:
        raise DomainError(" ".join(refusals), field="file")
    return kept


def keep(upload: "UploadedFile[bytes]") -> StoredFile:
    """Look what the file is and keep it, byte for byte; of a picture also a small one.

    Raises:
        DomainError: it is empty, larger than 25 MB, of no kind that is taken, or broken.
        StoreAway: the disk is full, or the store does not answer.
    """
    if isinstance(upload, LostFile):
        raise _away()
    if (upload.size or 0) > LARGEST_FILE:
        raise DomainError(
            _("This file is larger than %(limit)s MB.") % {"limit": LARGEST_FILE // 1_000_000},
            field="file",
        )
    file: IO[bytes] = upload.file  # type: ignore[assignment] # a file of bytes, as browsers send
    media_type = recognised(file)
    width, height = size_of(file, media_type) if is_picture(media_type) else (None, None)
    digest = _hash_of(file)
    if is_picture(media_type):
        _put(digest, _small(digest), BytesIO(small_of(file, media_type)))
    _put(digest, _place(digest), file)
    return StoredFile(
        name=shown_name(upload.name or "", media_type),
        media_type=media_type,
        sha256=digest,
        size=upload.size or 0,
        width=width,
        height=height,
    )


def keep_report_copy(digest: str, media_type: str) -> str:
    """Keep the copy of a picture that leaves in reports, without its metadata; its hash.

    Raises:
        StoreAway: the picture cannot be read, or the copy cannot be kept.
    """
    with original(digest) as file:
        content = for_report(file, media_type)
    copy = sha256(content).hexdigest()
    _put(copy, _place(copy), BytesIO(content))
    return copy


def keep_as_read(content: bytes, name: str) -> StoredFile:
    """Keep what was read already, byte for byte, whatever it is; nothing of it is ever shown.

    Raises:
        StoreAway: as `keep`.
    """
    file = BytesIO(content)
    # What only looks like a picture was read as something else: no page may show it.
    told = recognised_or_not(file)
    media_type = ANYTHING if is_picture(told) else told
    digest = _hash_of(file)
    _put(digest, _place(digest), file)
    return StoredFile(shown_name(name, media_type), media_type, digest, len(content))


def original(digest: str) -> IO[bytes]:
    """What was brought, byte for byte. Raises StoreAway when it cannot be read."""
    return _asked(lambda: _store().open(_place(digest)))


def small(digest: str) -> IO[bytes]:
    """The small picture of a picture. Raises StoreAway when it cannot be read."""
    return _asked(lambda: _store().open(_small(digest)))


def kept_until(moment: datetime) -> Iterator[str]:
    """The hash of everything of which something was last kept before the moment. Raises StoreAway."""
    for folder, names in _folders():
        whole = [name for name in names if not name.startswith(UNFINISHED)]
        old = (name for name in whole if _is_older(f"{folder}/{name}", moment))
        yield from sorted({name.partition(".")[0] for name in old})


def remove(digest: str, moment: datetime) -> bool:
    """Take content out of the store that nothing tells of, unless it was kept anew since `moment`.

    Raises StoreAway.
    """
    with _alone(digest):
        there = [place for place in _places(digest) if _asked(partial(_store().exists, place))]
        if not all(_is_older(place, moment) for place in there):
            return False
        for place in there:
            _asked(partial(_store().delete, place))
    return bool(there)


def remove_unfinished(moment: datetime) -> None:
    """Take out what was not written to its end, such as when the power failed. Raises StoreAway."""
    for folder, names in _folders():
        for place in (f"{folder}/{name}" for name in names if name.startswith(UNFINISHED)):
            if _is_older(place, moment):
                _asked(partial(_store().delete, place))


def _folders() -> Iterator[tuple[str, list[str]]]:
    store = _store()
    folders, _files = _asked(lambda: store.listdir("")) if _is_begun(store) else ([], [])
    for folder in folders:
        _more, names = _asked(partial(store.listdir, folder))
        yield folder, names


def _is_begun(store: Storage) -> bool:
    """Whether anything was ever kept: the folder of this machine is made with the first file."""
    return not isinstance(store, Folder) or Path(store.location).is_dir()


def _is_older(place: str, moment: datetime) -> bool:
    def asked() -> bool:
        try:
            return _store().get_modified_time(place) < moment
        except FileNotFoundError:
            return False

    return _asked(asked)


@contextmanager
def _alone(digest: str) -> Iterator[None]:
    """Nobody keeps this content anew while it is being removed, nor the other way round."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(digest[:15], 16)])
        yield


def _hash_of(file: IO[bytes]) -> str:
    file.seek(0)
    digest = sha256()
    while piece := file.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _put(digest: str, place: str, content: IO[bytes]) -> None:
    content.seek(0)

    def put() -> None:
        store = _store()
        if not store.exists(place):
            store.save(place, File(content))
        elif not _is_fresh(store, place):
            _renew(digest, place, content)

    _asked(put)


def _renew(digest: str, place: str, content: IO[bytes]) -> None:
    # Rare, hence the transaction around it: only what was kept before and not for twelve hours.
    with _alone(digest):
        _store().save(place, File(content))


def _is_fresh(store: Storage, place: str) -> bool:
    return store.get_modified_time(place) > timezone.now() - RENEWED


def _asked(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except FAILURES as error:
        raise _away() from error


def _away() -> StoreAway:
    return StoreAway(
        _(
            "The file store is full or does not answer. Try again in a moment, or tell whoever runs Havari."
        ),
        field="file",
    )


def _store() -> Storage:
    return storages["attachments"]


def _places(digest: str) -> tuple[str, str]:
    return _place(digest), _small(digest)


def _place(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _small(digest: str) -> str:
    return f"{_place(digest)}.small"
