"""The rules of a language: data in `rules/<language>.toml`, checked as they are loaded."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

LANGUAGES = ("da", "en")
PROFILES = ("report", "press")
LEVELS = ("warn", "advice")
SUBJECTS = ("person", "customer", "machine")
CATEGORIES = (
    "counterfactual",
    "blame",
    "judgement",
    "individual",
    "human-error",
    "hindsight",
    "root-cause",
    "remedy",
    "silence",
    "speculation",
    "promise",
    "playing-down",
)
# What the grammar asks of every language; a rule may refer to more families of words.
FAMILIES = (
    *SUBJECTS,
    "plural_pronoun",
    "pronoun",
    "adverb",
    "auxiliary",
    "preposition",
    "determiner",
    "conjunction",
    "relative",
    "subordinator",
    "negation",
    "not_negation",
    "passive",
    "participle",
)
_FOLDER = Path(__file__).with_name("rules")
_FAMILY = re.compile(r"\{([a-z_]+)\}")
# A group repeated without end, with ways to read the same words twice, would take for ever.
_UNBOUNDED = re.compile(r"(?<!\\)\)[*+](?!\+)|\.[*+]")
_NOTHING = re.compile(r"(?!)")


class InvalidRules(ValueError):
    """A file of rules says something that cannot be carried out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One wording to look for, with what to say of it and an example of either kind."""

    name: str
    category: str
    level: str
    head: re.Pattern[str]
    then: re.Pattern[str]
    reason: str
    rewrite: str
    flag: tuple[str, ...]
    fine: tuple[str, ...]
    before: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    unless_before: re.Pattern[str] | None = None
    unless_after: re.Pattern[str] | None = None
    unless_near: re.Pattern[str] | None = None
    subject: frozenset[str] = frozenset()
    unless_subject: frozenset[str] = frozenset()
    negatable: bool = False
    capital: bool = False
    profiles: frozenset[str] = frozenset(PROFILES)


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of a language and the words its sentences are taken apart with."""

    code: str
    rules: tuple[Rule, ...]
    families: Mapping[str, re.Pattern[str]]
    known: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)

    def rules_at(self, word: str) -> tuple[Rule, ...]:
        """The rules whose wording may begin with that word."""
        return _kept(self.known, word, self._rules_at)

    def kinds_of(self, word: str) -> frozenset[str]:
        """The families that the word belongs to."""
        return _kept(self.kinds, word, self._kinds_of)

    def _rules_at(self, word: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.head.fullmatch(word))

    def _kinds_of(self, word: str) -> frozenset[str]:
        return frozenset(name for name in FAMILIES if self.families[name].fullmatch(word))


Kept = TypeVar("Kept")
_MOST_KEPT = 50_000
_LONGEST_KEPT = 60


def _kept(memory: dict[str, Kept], word: str, found: Callable[[str], Kept]) -> Kept:
    """What is found of a word; most words of a text come again and again."""
    if len(word) > _LONGEST_KEPT:
        return found(word[:_LONGEST_KEPT])
    if word not in memory:
        if len(memory) >= _MOST_KEPT:
            memory.clear()
        memory[word] = found(word)
    return memory[word]


@cache
def language(code: str) -> Language:
    """The language of that code, `da` or `en`.

    Raises:
        InvalidRules: when its file says something that cannot be carried out.
    """
    return parsed(code, (_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def parsed(code: str, source: str) -> Language:
    """The language that a file of rules describes.

    Raises:
        InvalidRules: naming the rule and what is wrong with it.
    """
    told = tomllib.loads(source)
    words = {name: "|".join(forms) for name, forms in told["words"].items()}
    if missing := [name for name in FAMILIES if name not in words]:
        raise InvalidRules(f"{code}: there are no words of the family {missing[0]}.")
    families = {
        name: _compiled(code, name, rf"(?:{forms})", words) for name, forms in words.items()
    }
    rules = tuple(_rule(code, row, words) for row in told["rules"])
    names = [rule.name for rule in rules]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InvalidRules(f"{code}: there are two rules called {min(twice)}.")
    return Language(code, rules, families)


_TEXTS = ("name", "category", "level", "reason", "rewrite")
_PATTERNS = ("before", "near", "unless_before", "unless_after", "unless_near")
_FLAGS = ("negatable", "capital")
_LISTS = ("head", "flag", "fine", "subject", "unless_subject", "profiles")
_KEYS = {*_TEXTS, *_PATTERNS, *_FLAGS, *_LISTS, "then"}


def _rule(code: str, row: dict[str, Any], words: dict[str, str]) -> Rule:
    name = f"{code}, {row.get('name')}"
    _refuse_unknown(name, row)
    patterns: dict[str, Any] = {
        key: _compiled(name, key, _placed(key, row[key]), words) for key in _PATTERNS if key in row
    }
    return Rule(
        **{key: row[key] for key in _TEXTS},
        **patterns,
        head=_compiled(name, "head", f"(?:{'|'.join(row['head'])})", words),
        then=_compiled(name, "then", rf"(?:{row.get('then', '')})(?![^\W_])", words),
        flag=tuple(row["flag"]),
        fine=tuple(row["fine"]),
        subject=frozenset(row.get("subject", ())),
        unless_subject=frozenset(row.get("unless_subject", ())),
        profiles=frozenset(row.get("profiles", PROFILES)),
        **{key: row[key] for key in _FLAGS if key in row},
    )


def _refuse_unknown(name: str, row: dict[str, Any]) -> None:
    if unknown := row.keys() - _KEYS:
        raise InvalidRules(f"{name}: there is no key {min(unknown)}.")
    for key in (*_TEXTS, "head", "flag", "fine"):
        if not row.get(key):
            raise InvalidRules(f"{name}: the key {key} is missing.")
    _refuse_other(name, "category", {row["category"]}, CATEGORIES)
    _refuse_other(name, "level", {row["level"]}, LEVELS)
    _refuse_other(name, "profiles", row.get("profiles", ()), PROFILES)
    for key in ("subject", "unless_subject"):
        _refuse_other(name, key, row.get(key, ()), SUBJECTS)


def _refuse_other(name: str, key: str, said: Any, known: tuple[str, ...]) -> None:
    if other := set(said) - set(known):
        raise InvalidRules(f"{name}: {key} cannot be {min(other)}. It can be {', '.join(known)}.")


def _placed(key: str, pattern: str) -> str:
    """What stands in front ends where the wording begins."""
    return rf"(?:{pattern}) ?\Z" if key.endswith("before") else rf"(?:{pattern})"


def _compiled(name: str, key: str, pattern: str, words: dict[str, str]) -> re.Pattern[str]:
    def forms(found: re.Match[str]) -> str:
        if found[1] not in words:
            raise InvalidRules(f"{name}: there are no words of the family {found[1]}.")
        return f"(?:{words[found[1]]})"

    if _UNBOUNDED.search(pattern):
        raise InvalidRules(f"{name}: {key} repeats a group without end; write {{0,4}} instead.")
    try:
        return re.compile(_FAMILY.sub(forms, pattern))
    except re.error as error:
        raise InvalidRules(f"{name}: {key} is no regular expression: {error}.") from error
