"""Pasted chat: Slack, Teams, WhatsApp, IRC, or lines that open with a time."""

import re
from datetime import date

from imports.reading.found import Found, Reading, Stamp, Unread, joined
from imports.reading.stamps import HEAD, Headed, stamp_before, zone_stated

_NICK = re.compile(r"<[@+%&~ ]?(?P<who>[^<>\n]{1,60})>\s*")
_NAME = r"[^\W\d_][\w.@'’-]{0,30}(?: [\w.@'’()-]{1,30}){0,4}"
_SPEAKER = re.compile(rf"(?P<who>{_NAME}):(?:\s+|$)")
_ALONE = re.compile(rf"(?P<who>{_NAME})\s*$")
# "Kirsten Overby  14:05" over her words, as a chat is copied.
_OVER = re.compile(rf"(?P<who>{_NAME})(?:\s{{2,}}|\s+(?=[\[(]|\d))(?P<when>[\[(]?.{{3,40}})$")
_RULE = re.compile(r"^[\s\-—–_=*]+|[\s\-—–_=*]+$")


def read_chat(text: str, *, day_first: bool = True) -> Reading:
    """Everything said in a chat, by whom and when. Never fails; what opens it without a time is told."""
    return _ChatReader(day_first=day_first).read(text)


class _ChatReader:
    def __init__(self, *, day_first: bool) -> None:
        self._reading = Reading("chat")
        self._day_first = day_first
        self._day: date | None = None
        self._stamp: Stamp | None = None
        self._who = ""
        self._said: list[str] = []
        self._from = self._to = 0

    def read(self, text: str) -> Reading:
        """Take line after line."""
        for number, line in enumerate(text.split("\n"), start=1):
            self._take(number, line.rstrip())
        self._close()
        days = (each.stamp.day for each in self._reading.found)
        self._reading.day = next((day for day in days if day), None)
        return self._reading

    def _take(self, number: int, line: str) -> None:
        if day := self._day_alone(line):
            self._close()
            self._day = day
            return
        if over := self._over(line):
            self._open(number, over[0].stamp, over[1], "")
            return
        headed = stamp_before(line, day_first=self._day_first)
        if headed and headed.stamp.clock:
            who, said = _speaker(headed.rest, is_boxed=line.lstrip().startswith("["))
            self._open(number, headed.stamp, who, said)
        elif self._stamp:
            self._said.append(line)
            self._to = number if line.strip() else self._to
        elif zone := zone_stated(line):
            self._reading.zone = zone
        elif line.strip():
            self._reading.unread.append(Unread(number, line.strip()[:400]))

    def _day_alone(self, line: str) -> date | None:
        bare = _RULE.sub("", line[:HEAD])
        headed = (
            stamp_before(bare, day_first=self._day_first) if bare == _RULE.sub("", line) else None
        )
        is_day = headed and not headed.rest and headed.stamp.clock is None
        return headed.stamp.day if headed and is_day else None

    def _over(self, line: str) -> tuple[Headed, str] | None:
        found = _OVER.match(line) if len(line) <= HEAD else None
        if not found:
            return None
        headed = stamp_before(found["when"], day_first=self._day_first)
        if headed and headed.stamp.clock and not headed.rest.strip(" ])"):
            return headed, found["who"].strip()
        return None

    def _open(self, number: int, stamp: Stamp, who: str, said: str) -> None:
        self._close()
        self._day = stamp.day or self._day
        self._stamp = Stamp(self._day, stamp.clock, stamp.precision, stamp.zone)
        self._who, self._said = who, [said]
        self._from = self._to = number

    def _close(self) -> None:
        text = joined(self._said)
        if self._stamp and text:
            found = Found(self._stamp, text, self._from, self._to, self._who)
            self._reading.found.append(found)
        elif self._stamp:
            self._reading.unread.append(Unread(self._from, self._who or str(self._stamp.clock)))
        self._stamp, self._said = None, []


def _speaker(rest: str, *, is_boxed: bool) -> tuple[str, str]:
    if nick := _NICK.match(rest):
        return nick["who"].strip(), rest[nick.end() :]
    if speaker := _SPEAKER.match(rest):
        return speaker["who"].strip(), rest[speaker.end() :]
    if is_boxed and (alone := _ALONE.match(rest)) and rest.istitle():
        return alone["who"].strip(), ""
    return "", rest
