"""Rows as CSV (RFC 4180) that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

Value = str | int | None
# What spreadsheets calculate from; the wide forms are those of East Asian keyboards.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows under their header, in UTF-8 with the mark that spreadsheets know it by.

    Words that a spreadsheet would calculate get an apostrophe before them; None is left empty.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_harmless(name) for name in header])
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _harmless(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    is_formula = value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)
    return f"'{value}" if is_formula else value
