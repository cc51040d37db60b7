"""Which sections a report has, in which order, under which headings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.errors import DomainError
from postmortems.models import SectionKey
from postmortems.questions import Question

MOST_SECTIONS = 40
MOST_QUESTIONS = 20
LONGEST_LINE = 200
NEEDED = (
    SectionKey.SUMMARY,
    SectionKey.IMPACT,
    SectionKey.TIMELINE,
    SectionKey.FACTORS,
    SectionKey.ACTIONS,
)
_HEADING, _QUESTION, _OF_PEOPLE, _BETWEEN = "#", "?", "?!", "|"


@dataclass(frozen=True, slots=True)
class OutlineSection:
    """A section: one that comes with Havari, or the organisation's own with its own headings.

    `da` and `en` are the headings, empty for a section that comes with Havari. `questions` guide
    the writer and never print.
    """

    key: str
    da: str = ""
    en: str = ""
    questions: tuple[Question, ...] = ()

    @property
    def heading(self) -> str:
        """What stands above it, in the language of the page or the report."""
        if self.key in SectionKey.values:
            return str(SectionKey(self.key).label)
        return self.da if get_language() == "da" else self.en

    def as_data(self) -> dict[str, Any]:
        """As the database and the log keep it."""
        asked = [[each.da, each.en, each.is_of_people] for each in self.questions]
        return {"key": self.key, "da": self.da, "en": self.en, "questions": asked}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read what `as_data` wrote."""
        questions = tuple(Question(*each) for each in data["questions"])
        return cls(data["key"], data["da"], data["en"], questions)


GIVEN = tuple(OutlineSection(key.value) for key in SectionKey)


def as_kept(outline: Iterable[OutlineSection]) -> list[dict[str, Any]]:
    """The sections as a postmortem keeps them."""
    return [section.as_data() for section in outline]


def as_read(kept: Iterable[Mapping[str, Any]]) -> list[OutlineSection]:
    """The sections of a postmortem, in the order of the report."""
    return [OutlineSection.from_data(data) for data in kept]


def in_words(kept: Iterable[Mapping[str, Any]]) -> str:
    """The headings in the reader's language, each with its questions: as the log is read."""
    return "; ".join(_in_words(section) for section in as_read(kept))


def _in_words(section: OutlineSection) -> str:
    asked = " ".join(each.words for each in section.questions)
    return f"{section.heading} ({asked})" if asked else section.heading


def as_text(outline: Iterable[OutlineSection]) -> str:
    """The sections as they are edited: a line each, questions under them. `outline_from` reads it.

    `# summary` is a section of Havari's, `# Ledelsens svar | Management's answer` one of the
    organisation's own. `? Dansk | English` is a question, `?!` one that is asked where people acted.
    """
    lines = []
    for section in outline:
        is_ours = section.key in SectionKey.values
        lines.append(f"# {section.key}" if is_ours else f"# {section.da} | {section.en}")
        for question in section.questions:
            mark = _OF_PEOPLE if question.is_of_people else _QUESTION
            lines.append(f"{mark} {question.da} | {question.en}")
    return "\n".join(lines) + "\n"


def outline_from(text: str) -> list[OutlineSection]:
    """The sections that a text of `as_text`'s form tells.

    Raises:
        DomainError: a line that is neither, a heading or question without both languages, a
            section twice, one that every report needs and that is missing, or too many.
    """
    outline: list[OutlineSection] = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if not said:
            continue
        if len(said) > LONGEST_LINE:
            raise _refused(number, _("Write at most %(most)s characters.") % {"most": LONGEST_LINE})
        if said.startswith(_HEADING):
            outline.append(_section(said.removeprefix(_HEADING).strip(), number))
        elif said.startswith(_QUESTION) and outline:
            outline[-1] = _asking(outline[-1], said, number)
        else:
            raise _refused(number, _("Begin a section with # and a question under it with ?."))
    _check(outline)
    return outline


def _section(said: str, number: int) -> OutlineSection:
    if said in SectionKey.values:
        return OutlineSection(said)
    da, en = _in_both(said, number)
    # A name of its own in addresses, which no section of ours has.
    key = f"own-{slugify(en) or slugify(da) or number}"[:40].strip("-")
    return OutlineSection(key, da, en)


def _asking(section: OutlineSection, said: str, number: int) -> OutlineSection:
    if len(section.questions) == MOST_QUESTIONS:
        raise _refused(
            number, _("Ask at most %(most)s questions of a section.") % {"most": MOST_QUESTIONS}
        )
    of_people = said.startswith(_OF_PEOPLE)
    da, en = _in_both(said.removeprefix(_OF_PEOPLE if of_people else _QUESTION).strip(), number)
    asked = (*section.questions, Question(da, en, of_people))
    return OutlineSection(section.key, section.da, section.en, asked)


def _in_both(said: str, number: int) -> tuple[str, str]:
    parts = [part.strip() for part in said.split(_BETWEEN)]
    if len(parts) != 2 or not all(parts):
        raise _refused(
            number,
            _("Write the Danish words, then |, then the English ones; or one of: %(keys)s.")
            % {"keys": ", ".join(SectionKey.values)},
        )
    return parts[0], parts[1]


def _check(outline: Sequence[OutlineSection]) -> None:
    keys = [section.key for section in outline]
    if len(keys) > MOST_SECTIONS:
        raise _refused(None, _("Have at most %(most)s sections.") % {"most": MOST_SECTIONS})
    if twice := [key for key in dict.fromkeys(keys) if keys.count(key) > 1]:
        raise _refused(None, _("These stand there twice: %(keys)s.") % {"keys": ", ".join(twice)})
    if missing := [key.value for key in NEEDED if key not in keys]:
        raise _refused(
            None,
            _("A report needs these sections, since its facts stand there: %(keys)s.")
            % {"keys": ", ".join(missing)},
        )


def _refused(number: int | None, why: str) -> DomainError:
    if number is None:
        return DomainError(why, field="sections")
    told = _("Line %(number)s: %(why)s") % {"number": number, "why": why}
    return DomainError(told, field="sections")
