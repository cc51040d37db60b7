"""The wording check: words a second, beside only finding the words of the same texts."""

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from django.conf import settings

from benchmarks.figures import Figure, fastest
from postmortems.wording.check import findings_in

SHARED = Path(settings.BASE_DIR, "../shared/data")
GOAL = 20_000
# Reading a sentence is more than finding its words, by about this much.
BOUND = 0.008


def figures() -> Iterator[Figure]:
    """English on the real documents, Danish on the labelled sentences, many times over."""
    if not SHARED.exists():
        return
    yield _figure("English words", _documents(), "en")
    sentences = (SHARED / "wording/da.tsv").read_text(encoding="utf-8")
    yield _figure("Danish words", [sentences] * 50, "da")


def _documents() -> list[str]:
    lines = (SHARED / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [each["body_markdown"] for each in records if each["doc_kind"] == "postmortem"]


def _figure(name: str, texts: list[str], language: str) -> Figure:
    words = sum(len(re.findall(r"\w+", text)) for text in texts)
    check = partial(_each, partial(findings_in, language_code=language), texts)
    find = partial(_each, re.compile(r"\w+").findall, texts)
    checked, found = fastest(check, find, times=3)
    return Figure(
        f"{name} checked a second",
        words / checked,
        words / found,
        "words only found",
        BOUND,
        "words/s",
        goal=GOAL,
        is_rate=True,
    )


def _each(act: Callable[[str], object], texts: list[str]) -> None:
    for text in texts:
        act(text)
