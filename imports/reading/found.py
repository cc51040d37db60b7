"""What a reader found in a file, what it guessed, and what it did not understand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import Precision


class Form(models.TextChoices):
    """What kind of file it is."""

    MARKDOWN = "markdown", _("Markdown document")
    CHAT = "chat", _("Pasted chat")
    TABLE = "table", _("Table (CSV)")
    SLACK = "slack", _("Slack export")


MOST_LINES = 20_000
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as it was written: a day or none, a clock or none, and the zone's words if any."""

    day: date | None = None
    clock: time | None = None
    precision: str = Precision.MINUTE
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One entry: its time as written, who wrote it, its words, and its lines in the source."""

    stamp: Stamp
    text: str
    line: int
    last_line: int
    author: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Words that became no entry, and the line they stand on."""

    line: int
    text: str


@dataclass(slots=True)
class Reading:
    """Everything one file says.

    `zone` is the one the file states for its times; `day` the first date it tells; `day_first`
    says how 04/05 was read, None where no date was written so; `text` is the whole of a file that
    is no archive.
    """

    form: str
    found: list[Found] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    title: str = ""
    zone: str = ""
    day: date | None = None
    day_first: bool | None = None
    encoding: str = "utf-8"
    channels: list[str] = field(default_factory=list)
    text: str = ""

    @property
    def kind(self) -> str:
        """What kind of file it was read as, in the reader's words."""
        return str(Form(self.form).label)

    def authors(self) -> list[str]:
        """Everybody who wrote something, as written, in order of appearance."""
        return list(dict.fromkeys(each.author for each in self.found if each.author))


def joined(lines: Iterable[str]) -> str:
    """The words of several lines as one text, without blank lines at its ends."""
    return "\n".join(line.rstrip() for line in lines).strip()
