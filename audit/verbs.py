"""What each verb of the log is called by people. Apps name their own when they are loaded."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_labels: dict[str, Any] = {
    "log.content_erased": _("Content erased by law"),
    "log.restated": _("Said anew what stands"),
}


def name_verbs(labels: Mapping[str, Any]) -> None:
    """Say what the verbs of an app are called."""
    _labels.update(labels)


def verb_label(verb: str) -> str:
    """What people call it; the verb itself where nobody named it."""
    return str(_labels.get(verb, verb))


def known_verbs() -> list[tuple[str, str]]:
    """Every verb with its label, in the order of the labels."""
    return sorted(((verb, str(label)) for verb, label in _labels.items()), key=lambda v: v[1])
