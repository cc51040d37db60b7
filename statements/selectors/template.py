"""The templates there are: those that came with Havari, as the team words them, and its own."""

from dataclasses import dataclass

from statements.given import GIVEN, Given
from statements.models import Language, StatementKind, StatementTemplate


@dataclass(frozen=True, slots=True)
class ReadTemplate:
    """A template as it stands. `key` names it in addresses; version 0 is as it came."""

    key: str
    title: str
    language: Language
    kind: StatementKind
    audience: str
    text: str
    is_withdrawn: bool
    version: int


def templates() -> list[ReadTemplate]:
    """Every template, those no longer offered too: by language, in the order of their use."""
    rows = list(StatementTemplate.objects.all())
    kept = {row.given: row for row in rows if row.given}
    given = [
        read_template(kept[key]) if key in kept else _as_it_came(each)
        for key, each in GIVEN.items()
    ]
    return sorted(
        [*given, *(read_template(row) for row in rows if not row.given)],
        key=lambda each: each.language,
    )


def offered_templates() -> list[ReadTemplate]:
    """Those a statement can start from now."""
    return [each for each in templates() if not each.is_withdrawn]


def template_named(key: str) -> ReadTemplate | None:
    """The template of that key; None when there is none."""
    return next((each for each in templates() if each.key == key), None)


def correction_text(language: str) -> str:
    """The text that a correction in the language starts with; "" when the team offers none."""
    kind = StatementKind.CORRECTION
    offered = (each for each in offered_templates() if each.kind == kind)
    return next((each.text for each in offered if each.language == language), "")


def read_template(row: StatementTemplate) -> ReadTemplate:
    """The template that a row holds."""
    return ReadTemplate(
        key=row.given or str(row.pk),
        title=row.title,
        language=Language(row.language),
        kind=StatementKind(row.kind),
        audience=row.audience,
        text=row.text,
        is_withdrawn=row.is_withdrawn,
        version=row.version,
    )


def _as_it_came(given: Given) -> ReadTemplate:
    return ReadTemplate(
        key=given.key,
        title=given.title,
        language=given.language,
        kind=given.kind,
        audience="",
        text=given.text,
        is_withdrawn=False,
        version=0,
    )
