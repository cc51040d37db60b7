"""The fields of a record that may hold anything: read as what they should be, or noted."""

import json
from typing import Any

from core.checks import UNKEEPABLE
from incidents.defects import DefectKind
from postmortems.importing.notes import Notes

MOST_ITEMS = 5_000


class Unreadable(Exception):
    """A line that cannot be taken over at all; the text says why."""


class Fields:
    """A JSON object from outside. `notes` gathers what was not as expected; `place` names it."""

    def __init__(self, data: dict[str, Any], notes: Notes, place: str = "") -> None:
        self._data = data
        self.notes = notes
        self.place = place

    def where(self, name: str) -> str:
        """How a field is named to whoever reads of its defects: "timeline 3 text"."""
        return f"{self.place} {name}".strip()

    def text(self, name: str) -> str:
        """The words, none when there are none; characters that cannot be kept are replaced."""
        value = self._data.get(name)
        return self._readable(name, value) if isinstance(value, str) else self._odd(name, "")

    def number(self, name: str, limit: int) -> int | None:
        """The whole number from 0 to `limit`; None when there is none."""
        value = self._data.get(name)
        is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= limit
        return value if is_number else self._odd(name, None)

    def flag(self, name: str) -> bool:
        """Whether it is so; no when nothing is said."""
        value = self._data.get(name)
        return value if isinstance(value, bool) else bool(self._odd(name, None))

    def texts(self, name: str) -> list[str]:
        """A list of words. Raises as `objects`."""
        return [
            self._readable(f"{name} {number}", item)
            for number, item in enumerate(self._list(name), start=1)
            if isinstance(item, str) or self._odd_item(name, number, item)
        ]

    def objects(self, name: str) -> list["Fields"]:
        """A list of objects, each with fields of its own.

        Raises:
            Unreadable: there are more than five thousand.
        """
        return [
            Fields(item, self.notes, self.where(f"{name} {number}"))
            for number, item in enumerate(self._list(name), start=1)
            if isinstance(item, dict) or self._odd_item(name, number, item)
        ]

    def note_others(self, known: set[str]) -> None:
        """Note every field that has no place in the record."""
        for name in self._data.keys() - known:
            self.notes.add(DefectKind.UNKNOWN_FIELD, where=self.where(_replaced(name)[0]))

    def _list(self, name: str) -> list[Any]:
        value = self._data.get(name)
        if not isinstance(value, list):
            return list(self._odd(name, []))
        if len(value) > MOST_ITEMS:
            raise Unreadable(f"has more than {MOST_ITEMS:,} items in {name}")
        return value

    def _odd(self, name: str, instead: Any) -> Any:
        if self._data.get(name) is not None:
            told = json.dumps(self._data[name])
            self.notes.add(DefectKind.WRONG_SHAPE, where=self.where(name), told=told)
        return instead

    def _odd_item(self, name: str, number: int, item: Any) -> bool:
        self.notes.add(
            DefectKind.WRONG_SHAPE, where=self.where(f"{name} {number}"), told=json.dumps(item)
        )
        return False

    def _readable(self, name: str, text: str) -> str:
        text, count = _replaced(text)
        if count:
            self.notes.add(DefectKind.UNREADABLE_CHARACTER, where=self.where(name), count=count)
        return text


def _replaced(text: str) -> tuple[str, int]:
    return UNKEEPABLE.subn("\ufffd", text)
