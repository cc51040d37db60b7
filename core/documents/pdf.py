"""The document as PDF/A-3a and PDF/UA-1, set by Typst, with its data as JSON attached.

Typst sets no character its fonts lack (PDF/A and PDF/UA forbid it), so such a one stands as its
number, [U+4E2D]. The fonts come with the packages; those of the machine are left alone, so that a
document looks the same wherever it is made.
"""

import json as plain_json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.utils.translation import gettext as _

from core.diagram import description, drawn
from core.documents import json
from core.documents.columns import column_widths, is_short
from core.documents.document import Document, ours, text_of
from core.documents.fonts import fonts
from core.documents.image import content_of, media_type_of, size_within
from core.documents.picture import TEMPLATE, placed
from core.markdown import (
    Block,
    Code,
    Diagram,
    Heading,
    Image,
    Items,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    Written,
)

_TEMPLATE = TEMPLATE + (Path(__file__).parent / "document.typ").read_bytes()
_STANDARDS: list[Any] = ["a-3a", "ua-1"]
_TRIES = 3
# Every font has these.
_LAST_SAFE = "\u024f"
_REPORTED = re.compile(r'(?:text|codepoint) `"((?:[^"\\]|\\.)*)"`')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
# Letters on a line of the page, and on a line of a table's smaller type.
_LINE, _TABLE_LINE = 86, 104
_SHORTEST_PIECE = 4
# Typst parts words of so many letters itself, in a column that is no narrower.
_HYPHENATED, _LONGEST_HYPHENATED = 12, 30
# What the template hyphenates in a narrow column.
_LONG_WORD = re.compile(r"[^\W\d_]{16}")
_LONGEST_KEPT_CELL = 500
# PDF/A has no longer strings, in bytes of UTF-16.
_LONGEST_ALTERNATIVE = 16_000
_LONGEST_CODE = 20_000
# How wide and high a picture may be, in points.
_PICTURE = (470.0, 560.0)
_DEEPEST_QUOTE = 6

_missing: set[str] = set()


def render(document: Document) -> bytes:
    """The document as PDF. What people wrote reaches Typst as data, never as markup."""
    attachment = json.render(document).decode()
    for _try in range(_TRIES):
        layout = Layout(_missing)
        try:
            return _set(layout, document, attachment)
        except typst.TypstError as error:
            unknown = _reported(error.diagnostic) - _missing
            if not unknown:
                break
            _missing.update(unknown)
    return _set(Layout(None), document, attachment)


def _set(layout: "Layout", document: Document, attachment: str) -> bytes:
    said = plain_json.dumps(layout.of(document), ensure_ascii=False)
    inputs = {"layout": said, "attachment": attachment}
    # Typst reads pictures from files, and nothing outside their folder.
    with TemporaryDirectory(prefix="havari-report-") as folder:
        for name, picture in layout.files.items():
            Path(folder, name).write_bytes(picture)
        compiler = typst.Compiler(
            _TEMPLATE, folder, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs
        )
        content = compiler.compile(format="pdf", pdf_standards=_STANDARDS)
    if not isinstance(content, bytes):
        raise TypeError("Typst made no single file.")
    return content


def _reported(diagnostic: str) -> set[str]:
    """The characters that Typst complains of, but for those that only stood beside one."""
    said = "".join(_unescaped(text) for text in _REPORTED.findall(diagnostic))
    return {character for character in said if character > _LAST_SAFE or character < " "}


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


class Layout:
    """The document as the template reads it: with column widths, and no word too long to break.

    `missing` are the characters that no font has; None leaves only those that every font has.
    """

    def __init__(self, missing: set[str] | None) -> None:
        # By the names under which the template finds them.
        self.files: dict[str, bytes] = {}
        self._numbers = {ord(c): _number(c) for c in missing} if missing is not None else None

    def of(self, document: Document) -> dict[str, Any]:
        """Title, head and blocks, in plain lists and dictionaries."""
        blocks = [self._block(block) for block in document.blocks]
        if self._lacks_any_of(document):
            blocks.append(
                {"type": "paragraph", "runs": [self._run(run) for run in _note(document)]}
            )
        made_at = document.facts["made_at"]
        return {
            "title": self._shown(document.name),
            "language": document.language,
            "head": self._shown(" · ".join(document.head)),
            "made_at": [int(part) for part in re.findall(r"\d+", made_at)[:6]],
            "data": {"name": document.data.name, "about": document.data.about},
            "blocks": blocks,
        }

    def _lacks_any_of(self, document: Document) -> bool:
        """Whether a sign of the document stands as its number."""
        if not self._numbers:
            return self._numbers is None
        return any(ord(c) in self._numbers for c in set(_words(document)))

    def _block(self, block: Block, quotes: int = 0) -> dict[str, Any]:
        if isinstance(block, Diagram):
            return self._diagram(block)
        if isinstance(block, Image):
            return self._image(block)
        return self._written(block, quotes)

    def _image(self, image: Image) -> dict[str, Any]:
        content = content_of(image)
        name = f"{image.sha256}.{media_type_of(content).partition('/')[2]}"
        self.files[name] = content
        width, height = size_within(content, *_PICTURE)
        alt = _shortened(self._shown(text_of(image.shows)))
        return {"type": "image", "name": name, "width": width, "height": height, "alt": alt}

    def _diagram(self, diagram: Diagram) -> dict[str, Any]:
        shown = replace(
            diagram,
            columns=tuple(map(self._known_runs, diagram.columns)),
            boxes=tuple(replace(box, runs=self._known_runs(box.runs)) for box in diagram.boxes),
        )
        return {
            "type": "diagram",
            "title": self._runs(diagram.title),
            "picture": placed(drawn(shown)),
            "alt": _shortened(description(shown)),
        }

    def _written(self, block: Written, quotes: int) -> dict[str, Any]:
        match block:
            case Paragraph(runs):
                is_mark = all(run.is_ours and run.italic for run in runs)
                return {"type": "mark" if is_mark else "paragraph", "runs": self._runs(runs)}
            case Heading(level, runs):
                # One whose every sign is unseen would have no words.
                kind = "heading" if self._shown(text_of(runs)).strip() else "paragraph"
                return {"type": kind, "level": level, "runs": self._runs(runs)}
            case Code(runs):
                text = self._shown(text_of(runs))
                # Code is set line by line, which takes minutes for a very long one.
                return {"type": "code", "text": text, "long": len(text) > _LONGEST_CODE}
            case Quote(inner):
                # Typst nests only so deep; a quote beyond that is not set in once more.
                kind = "quote" if quotes < _DEEPEST_QUOTE else "group"
                return {"type": kind, "blocks": [self._block(each, quotes + 1) for each in inner]}
            case Items(items, is_ordered, start):
                shown = [[self._block(each, quotes) for each in item] for item in items]
                return {"type": "items", "ordered": is_ordered, "start": start, "items": shown}
            case Table(header, rows):
                return self._table(header, rows)

    def _table(
        self, header: tuple[Runs, ...], rows: tuple[tuple[Runs, ...], ...]
    ) -> dict[str, Any]:
        widths = column_widths([header, *rows], _TABLE_LINE)
        return {
            "type": "table",
            "short": is_short(rows),
            "widths": widths,
            "header": [self._runs(*cell) for cell in zip(header, widths, strict=True)],
            "rows": [[self._cell(*cell) for cell in zip(row, widths, strict=True)] for row in rows],
        }

    def _cell(self, runs: Runs, width: int) -> dict[str, Any]:
        # A cell longer than a page must be let break, or what is below the page is lost.
        text = text_of(runs)
        return {
            "runs": self._runs(runs, width),
            "breakable": len(text) > _LONGEST_KEPT_CELL or "\n" in text,
            # Looking for what to hyphenate takes the typesetter long.
            "long": bool(_LONG_WORD.search(text)),
        }

    def _known_runs(self, runs: Runs) -> Runs:
        return tuple(run.saying(self._known(run.text)) for run in runs)

    def _runs(self, runs: Runs, limit: int = _LINE) -> list[Any]:
        return [self._run(run, limit) for run in runs]

    def _run(self, run: Run, limit: int = _LINE) -> Any:
        text = self._shown(run.text, limit)
        looks = {
            "bold": run.bold,
            "italic": run.italic,
            "code": run.code,
            "struck": run.struck,
            "href": run.href,
            "language": run.language,
        }
        if not any(looks.values()):
            return text
        looks["ours"] = run.is_ours
        return {"text": text} | {name: look for name, look in looks.items() if look}

    def _shown(self, text: str, limit: int = _LINE) -> str:
        if not text.isascii():
            text = self._known(text)
        return _breakable(text, limit) if len(text) > limit else text

    def _known(self, text: str) -> str:
        if self._numbers is not None:
            return text.translate(self._numbers)
        return "".join(c if c <= _LAST_SAFE else _number(c) for c in text)


def _shortened(text: str) -> str:
    is_longer = len(text) > _LONGEST_ALTERNATIVE
    return f"{text[:_LONGEST_ALTERNATIVE]} …" if is_longer else text


def _number(character: str) -> str:
    is_unseen = unicodedata.category(character) in {"Cf", "Cc"} or "\ufe00" <= character <= "\ufe0f"
    return "" if is_unseen else f"[U+{ord(character):04X}]"


def _note(document: Document) -> Runs:
    return ours(
        _(
            "A sign that could not be set in this PDF stands as its number in Unicode, such as "
            "[U+4E2D]. The attached file %(file)s has every sign as it was written."
        )
        % {"file": document.data.name},
        italic=True,
    )


def _words(document: Document) -> str:
    return plain_json.dumps(json.as_data(document), ensure_ascii=False)


def _breakable(text: str, limit: int) -> str:
    """The text with places to break every word that is longer than its line."""
    return re.sub(rf"\S{{{limit + 1},}}", lambda found: _in_pieces(found[0], limit), text)


def _in_pieces(word: str, limit: int) -> str:
    if limit >= _HYPHENATED and len(word) <= _LONGEST_HYPHENATED and word.isalpha():
        return word
    step = max(_SHORTEST_PIECE, limit // 2)
    return "\u200b".join(word[at : at + step] for at in range(0, len(word), step))
