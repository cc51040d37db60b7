"""A Slack workspace export: a zip with a folder a channel and a JSON file a day."""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from imports.reading.decoding import small_enough
from imports.reading.found import LONGEST_TEXT, Found, Reading, Stamp, Unread
from incidents.models import Precision

MOST_FILES = 5_000
MOST_UNPACKED = 50_000_000
MOST_MESSAGES = 20_000
_DAY = re.compile(r"(?:[^/]+/)?(?P<channel>[^/]{1,80})/\d{4}-\d\d-\d\d\.json")
_USERS = re.compile(r"(?:[^/]+/)?users\.json")
_MENTION = re.compile(r"<@(?P<id>[A-Z0-9]{1,20})(?:\|[^>]{0,80})?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]{1,20}\|(?P<name>[^>]{1,80})>")
_LINK = re.compile(r"<(?P<to>https?://[^|>\s]{1,2000})(?:\|(?P<label>[^>]{1,300}))?>")
_COMINGS = {"channel_join", "channel_leave", "channel_topic", "channel_purpose", "channel_name"}


def is_zip(content: bytes) -> bool:
    """Whether the bytes are those of an archive."""
    return content.startswith(b"PK\x03\x04")


def read_slack(content: bytes) -> Reading:
    """Every message of an export, oldest first. Nothing is unpacked to disk; names of files open nothing.

    Raises:
        DomainError: it is no archive, too large packed or unpacked, or holds no day of a channel.
    """
    small_enough(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise _refused(_("This archive cannot be read. Export it from Slack once more.")) from error


def _read(archive: zipfile.ZipFile) -> Reading:
    members = archive.infolist()
    if len(members) > MOST_FILES or sum(each.file_size for each in members) > MOST_UNPACKED:
        raise _refused(
            _(
                "Unpacked, this archive has more than %(files)s files or %(size)s MB. Export fewer days."
            )
            % {"files": MOST_FILES, "size": MOST_UNPACKED // 1_000_000}
        )
    reading = Reading("slack", zone="Z")
    days = [
        (each, found["channel"]) for each in members if (found := _DAY.fullmatch(each.filename))
    ]
    if not days:
        raise _refused(_("No channel was found in this archive. Give an export of Slack."))
    left = _Budget(MOST_UNPACKED)
    people = _people(archive, members, left)
    for member, channel in days:
        _read_day(archive, member, channel, people, reading, left)
    reading.found.sort(key=lambda each: (each.stamp.day, each.stamp.clock))
    reading.channels = sorted({each.channel for each in reading.found})
    reading.day = reading.found[0].stamp.day if reading.found else None
    return reading


class _Budget:
    """How many bytes may still be unpacked, whatever the archive says of itself."""

    def __init__(self, left: int) -> None:
        self._left = left

    def json(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Any:
        """What a file of the archive holds; None when it is no JSON."""
        with archive.open(member) as file:
            content = file.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            raise _refused(_("Unpacked, this archive is too large. Export fewer days."))
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            return None


def _people(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], left: _Budget
) -> dict[str, str]:
    file = next((each for each in members if _USERS.fullmatch(each.filename)), None)
    told = left.json(archive, file) if file else []
    return {
        str(user.get("id")): _name(user)
        for user in (told if isinstance(told, list) else [])
        if isinstance(user, dict) and user.get("id")
    }


def _name(user: dict[str, Any]) -> str:
    profile = user.get("profile")
    real = profile.get("real_name") if isinstance(profile, dict) else None
    return " ".join(str(real or user.get("real_name") or user.get("name") or "").split())[:80]


def _read_day(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    channel: str,
    people: dict[str, str],
    reading: Reading,
    left: _Budget,
) -> None:
    told = left.json(archive, member)
    if not isinstance(told, list):
        reading.unread.append(Unread(1, member.filename[:200]))
        return
    for number, message in enumerate(told, start=1):
        if len(reading.found) >= MOST_MESSAGES:
            raise _refused(
                _("These are more than %(limit)s messages. Export fewer days.")
                % {"limit": MOST_MESSAGES}
            )
        found = _message(message, number, channel, people)
        if found:
            reading.found.append(found)
        else:
            said = message.get("text") if isinstance(message, dict) else message
            words = f"{channel}: {str(said)[:300]}".replace("\x00", "\ufffd")
            reading.unread.append(Unread(number, _told(words, people)))


def _message(message: Any, number: int, channel: str, people: dict[str, str]) -> Found | None:
    if not isinstance(message, dict) or message.get("subtype") in _COMINGS:
        return None
    stamp = _stamp(message.get("ts"))
    said = message.get("text")
    text = "\n".join(
        [_told(said, people) if isinstance(said, str) else "", *_files(message)]
    ).strip()
    if stamp is None or not text:
        return None
    user = str(message.get("user") or "")
    who = people.get(user) or str(message.get("username") or user)
    return Found(stamp, text[:LONGEST_TEXT], number, number, " ".join(who.split())[:80], channel)


def _stamp(told: Any) -> Stamp | None:
    try:
        moment = datetime.fromtimestamp(float(told), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return Stamp(moment.date(), moment.time().replace(microsecond=0), Precision.SECOND, "Z")


def _told(text: str, people: dict[str, str]) -> str:
    """Slack's own marks as everybody writes them."""
    text = _MENTION.sub(lambda found: f"@{people.get(found['id']) or found['id']}", text)
    text = _CHANNEL.sub(r"#\g<name>", text)
    text = _LINK.sub(lambda f: f"[{f['label']}]({f['to']})" if f["label"] else f["to"], text)
    return html.unescape(text).replace("\x00", "\ufffd").encode(errors="replace").decode()


def _files(message: dict[str, Any]) -> Iterator[str]:
    files = message.get("files")
    for file in files if isinstance(files, list) else []:
        if isinstance(file, dict) and file.get("name"):
            yield _told(f"[{str(file['name'])[:200]}]", {})


def _refused(message: str) -> DomainError:
    return DomainError(message, field="file")
