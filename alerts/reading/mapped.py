"""Any JSON, read by JMESPath expressions that are bounded in length and in what they may take.

Time is bounded by steps and by the size of what each step makes, so that the same expression and
the same body always end alike. Besides JMESPath's own functions there is `from_json(text)`, for
tools that send JSON in a string.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import jmespath
from django.utils.translation import gettext as _
from jmespath import functions
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult
from jmespath.visitor import Options, TreeInterpreter

from alerts.reading.arrived import (
    LONGEST_LINK,
    LONGEST_TEXT,
    LONGEST_TITLE,
    LONGEST_WORD,
    MOST_ALERTS,
    Arrived,
    Reading,
    line,
    moment,
    name,
)
from core.errors import DomainError

NEEDED = ("fingerprint", "title", "is_firing")
OPTIONAL = (
    "alerts",
    "group",
    "text",
    "severity",
    "service",
    "category",
    "began_at",
    "ended_at",
    "link",
)
LONGEST = 500
MOST_CHOICES = 4
MOST_STEPS = 20_000
LARGEST = 100_000

Expressions = Mapping[str, str]


class TooMuch(Exception):
    """An expression asks for more than any alert needs."""


class _Functions(functions.Functions):  # type: ignore[misc] # jmespath is untyped
    @functions.signature({"types": ["string"]})  # type: ignore[untyped-decorator] # as above
    def _func_from_json(self, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return None

    @functions.signature({"types": []})  # type: ignore[untyped-decorator] # as above
    def _func_to_string(self, value: Any) -> str:
        # Of what holds itself many times over, words would have no end.
        if isinstance(value, list | dict):
            raise TooMuch
        return value if isinstance(value, str) else json.dumps(value)


class _Bounded(TreeInterpreter):  # type: ignore[misc] # as above
    def __init__(self) -> None:
        super().__init__(Options(custom_functions=_Functions()))
        self.steps = 0

    def visit(self, node: Any, *args: Any, **kwargs: Any) -> Any:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooMuch
        made = super().visit(node, *args, **kwargs)
        if isinstance(made, list | dict | str) and len(made) > LARGEST:
            raise TooMuch
        return made


@lru_cache(maxsize=500)
def compiled(expression: str) -> ParsedResult:
    """An expression that can be carried out.

    Raises:
        ValueError: it is too long, no JMESPath, or makes too many lists.
    """
    if len(expression) > LONGEST:
        raise ValueError(_("Write at most %(limit)s characters.") % {"limit": LONGEST})
    try:
        parsed = jmespath.compile(expression)
    except (JMESPathError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ValueError(
            _("This is no JMESPath expression: %(reason)s") % {"reason": reason}
        ) from None
    if _choices(parsed.parsed) > MOST_CHOICES:
        raise ValueError(_("Make at most %(limit)s lists or objects.") % {"limit": MOST_CHOICES})
    return parsed


def _choices(node: Any) -> int:
    if not isinstance(node, dict):
        return 0
    is_choice = node.get("type") in {"multi_select_list", "multi_select_dict"}
    return is_choice + sum(_choices(child) for child in node.get("children", ()))


def check_expressions(expressions: Expressions) -> None:
    """Refuse expressions that cannot be carried out.

    Raises:
        DomainError: one is missing or wrong; its name is the field.
    """
    for part in NEEDED:
        if not expressions.get(part):
            raise DomainError(_("Say where this stands in the body."), field=part)
    for part, expression in expressions.items():
        if part not in NEEDED + OPTIONAL:
            raise DomainError(_("There is nothing of this name to be read."), field=part)
        try:
            compiled(expression)
        except ValueError as error:
            raise DomainError(str(error), field=part) from error


def read_mapped(body: Any, expressions: Expressions) -> Reading:
    """What the expressions find: each alert of a list, or the one that the body is.

    Raises:
        DomainError: an expression fails, takes too much, or finds no fingerprint, title or state.
    """
    found = _found(expressions, "alerts", body) if expressions.get("alerts") else [body]
    if found is None:
        found = []
    if not isinstance(found, list):
        found = [found]
    few = found[:MOST_ALERTS]
    return Reading(
        tuple(_alert(each, expressions) for each in few),
        name(_found(expressions, "group", body)),
        len(found) - len(few),
    )


def _alert(told: Any, expressions: Expressions) -> Arrived:
    said = {part: _found(expressions, part, told) for part in NEEDED + OPTIONAL[2:]}
    fingerprint, title = name(said["fingerprint"]), line(said["title"], LONGEST_TITLE)
    for part, value in (("fingerprint", fingerprint), ("title", title)):
        if not value:
            raise DomainError(
                _("“%(expression)s” finds no text in this body.")
                % {"expression": expressions[part]},
                field=part,
            )
    if not isinstance(said["is_firing"], bool):
        raise DomainError(
            _("“%(expression)s” finds neither true nor false in this body.")
            % {"expression": expressions["is_firing"]},
            field="is_firing",
        )
    return Arrived(
        fingerprint=fingerprint,
        title=title,
        is_firing=said["is_firing"],
        text=line(said["text"], LONGEST_TEXT),
        severity=line(said["severity"], LONGEST_WORD),
        service=line(said["service"], LONGEST_WORD),
        category=line(said["category"], LONGEST_WORD),
        began_at=moment(said["began_at"]),
        ended_at=moment(said["ended_at"]),
        link=line(said["link"], LONGEST_LINK),
    )


def _found(expressions: Expressions, part: str, body: Any) -> Any:
    expression = expressions.get(part)
    if not expression:
        return None
    try:
        return _Bounded().visit(compiled(expression).parsed, body)
    except TooMuch:
        reason = _("it takes too much")
    except (JMESPathError, RecursionError, TypeError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
    raise DomainError(
        _("“%(expression)s” cannot be carried out: %(reason)s.")
        % {"expression": expression, "reason": reason},
        field=part,
    )
