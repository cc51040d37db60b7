"""A diagram as Typst sets it: in the PDF, and as PNG for what shows nothing else everywhere."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from core.diagram import Picture
from core.documents.fonts import fonts

TEMPLATE = (Path(__file__).parent / "picture.typ").read_bytes()
_DOTS_PER_INCH = 220
_ALONE = b"""
#set page(width: auto, height: auto, margin: (x: 0.5pt, y: 0pt), fill: white)
#set text(font: ("Noto Sans", "Libertinus Serif"))
#picture(json(bytes(sys.inputs.picture)), 16.6cm)
"""


def placed(picture: Picture) -> dict[str, Any]:
    """Every place and word of the picture, in plain lists and dictionaries."""
    return {
        "width": picture.width,
        "height": picture.height,
        "heads": picture.heads,
        "links": picture.curves,
        "boxes": [
            asdict(box) | {"x": box.x, "width": box.width, "height": box.height, "told": box.told}
            for box in picture.boxes
        ],
    }


def png(picture: Picture) -> bytes:
    """The picture as wide as a page's text."""
    compiler = typst.Compiler(
        TEMPLATE + _ALONE,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"picture": json.dumps(placed(picture))},
    )
    content = compiler.compile(format="png", ppi=_DOTS_PER_INCH)
    if not isinstance(content, bytes):
        raise TypeError("Typst made no single picture.")
    return content
