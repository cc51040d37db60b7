"""From the bytes that a tool sent to alerts. It knows nothing of the record.

Whatever cannot be read is refused with the place in the body and what would be right.
"""

from typing import Any

from django.utils.translation import gettext as _

from alerts.reading.arrived import LONGEST_WORD, Arrived, Reading
from alerts.reading.grafana import read_grafana
from alerts.reading.grouped import read_alertmanager
from alerts.reading.mapped import Expressions, read_mapped
from alerts.reading.pagerduty import read_pagerduty
from core.errors import DomainError
from core.strict_json import NotJSON, read_json

__all__ = ["LARGEST_BODY", "Arrived", "Reading", "read"]

LARGEST_BODY = 1024 * 1024
READERS = {
    "alertmanager": read_alertmanager,
    "grafana": read_grafana,
    "pagerduty": read_pagerduty,
}


def read(kind: str, body: bytes, expressions: Expressions) -> Reading:
    """What a body of this kind says.

    Raises:
        DomainError: it is larger than 1 MiB, no JSON in UTF-8, or not what the tool sends.
    """
    content = _json(body)
    return read_mapped(content, expressions) if kind == "mapped" else READERS[kind](content)


def _json(body: bytes) -> Any:
    if len(body) > LARGEST_BODY:
        raise DomainError(_("The body is larger than 1 MiB."), field="body")
    try:
        return read_json(body)
    except NotJSON as error:
        named = f"{error} ({error.name[:LONGEST_WORD]})" if error.name else str(error)
        raise DomainError(named, field="body") from error
