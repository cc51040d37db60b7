"""The fonts that come with the packages, so that a document looks the same wherever it is made."""

from functools import cache
from pathlib import Path

import manimgx_fonts
import typst


@cache
def fonts() -> typst.Fonts:
    """The fonts that come with the packages, whatever the machine has."""
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(Path(manimgx_fonts.__file__).parent)]
    )
