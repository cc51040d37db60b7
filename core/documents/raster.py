"""A picture as PNG, for what opens no SVG; set by Typst like the PDF, in the same fonts."""

import typst

from core.documents.fonts import fonts

_DOTS_PER_INCH = 220
_TEMPLATE = b"""
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#set text(font: "Noto Sans")
#image(bytes(sys.inputs.svg), format: "svg", width: 17cm)
"""


def png(svg: str) -> bytes:
    """The SVG as wide as a page's text."""
    compiler = typst.Compiler(
        _TEMPLATE, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"svg": svg}
    )
    content = compiler.compile(format="png", ppi=_DOTS_PER_INCH)
    if not isinstance(content, bytes):
        raise TypeError("Typst made no single picture.")
    return content
