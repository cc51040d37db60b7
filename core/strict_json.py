"""JSON that somebody else wrote: everything that could be meant in two ways is refused."""

import json
from typing import Any, NoReturn

from django.utils.translation import gettext as _

DEEPEST = 20


class NotJSON(ValueError):
    """It cannot be read; `name` is what is given twice, where that is why."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


def read_json(body: bytes) -> Any:
    """The value in a text in UTF-8, not too deep, with each name once and only real numbers.

    Raises:
        NotJSON: it is not JSON, nested too deeply, or a name is given twice.
    """
    try:
        content = json.loads(
            body.decode(), object_pairs_hook=_each_name_once, parse_constant=_no_number
        )
    except RecursionError:
        raise _too_deep() from None
    except NotJSON:
        raise
    except ValueError as error:
        raise NotJSON(_("This is not JSON in UTF-8: %(error)s") % {"error": error}) from None
    _check_depth(content, DEEPEST)
    return content


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for name, value in pairs:
        if name in content:
            raise NotJSON(_("This name is given twice."), name)
        content[name] = value
    return content


def _check_depth(value: Any, left: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not left:
        raise _too_deep()
    for inner in value.values() if isinstance(value, dict) else value:
        _check_depth(inner, left - 1)


def _too_deep() -> NotJSON:
    return NotJSON(
        _("This JSON is nested too deeply. Nest it at most %(limit)s deep.") % {"limit": DEEPEST}
    )


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
