"""Which sections a report has, in which order, under which headings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import get_language

from postmortems.models import SectionKey


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section: one that comes with Havari, or the organisation's own with its own headings.

    `headings` are by language ("da", "en"), and empty for a section that comes with Havari;
    `questions` guide the writer, by language, and never print.
    """

    key: str
    headings: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """What stands above it, in the language of the page or the report."""
        language = get_language() or "en"
        own = self.headings.get(language) or next(filter(None, self.headings.values()), "")
        if own or self.key not in SectionKey.values:
            return own or self.key
        return str(SectionKey(self.key).label)

    def as_data(self) -> dict[str, Any]:
        """As the database and the log keep it."""
        return {
            "key": self.key,
            "headings": dict(self.headings),
            "questions": {language: list(asked) for language, asked in self.questions.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `as_data` wrote."""
        questions = {language: tuple(asked) for language, asked in data["questions"].items()}
        return cls(data["key"], data["headings"], questions)


GIVEN = tuple(OutlineSection(key.value) for key in SectionKey)


def as_kept(outline: Iterable[OutlineSection]) -> list[dict[str, Any]]:
    """The sections as a postmortem keeps them."""
    return [section.as_data() for section in outline]


def as_read(kept: Iterable[Mapping[str, Any]]) -> list[OutlineSection]:
    """The sections of a postmortem, in the order of the report."""
    return [OutlineSection.from_data(data) for data in kept]
