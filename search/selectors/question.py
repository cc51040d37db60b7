"""What was typed, as PostgreSQL is asked for it: stemmed in both languages."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import BooleanField, F, FloatField, Func, Value

from search.words import Term

# A search that takes longer is given up: the words are too common to be worth it.
SECONDS = 2
_LONGEST_VECTOR = 100_000
# Rows of the same age have all but the last twelve bits of their keys in common.
_AGE, _AGES = 12, 4
# Shorter, and a beginning fits too much.
_SHORTEST_BEGINNING = 4
_STEMS = f"""
SELECT set_config('statement_timeout', '{SECONDS * 1000}', true),
    CASE WHEN numnode(danish) * numnode(english) = 0 THEN ''
    WHEN NOT is_phrase AND length(word) >= {_SHORTEST_BEGINNING} AND numnode(plain) = 1
    THEN (danish || english || (plain::text || ':*')::tsquery)::text
    ELSE (danish || english)::text END
FROM (
    SELECT place, word, is_phrase, plainto_tsquery('simple', unaccent(folded)) plain,
        CASE WHEN is_phrase THEN phraseto_tsquery('havari_danish', folded)
        ELSE plainto_tsquery('havari_danish', folded) END danish,
        CASE WHEN is_phrase THEN phraseto_tsquery('english', word)
        ELSE plainto_tsquery('english', word) END english
    FROM unnest(%s::text[], %s::text[], %s::boolean[]) WITH ORDINALITY
        AS typed(word, folded, is_phrase, place)
) stemmed ORDER BY place
"""  # noqa: S608 - of constants of this module alone


class Stems(Func):
    """The words of columns, exactly as `search.migrations.0002_indexes` indexes them."""

    _text = f"left(%(expressions)s, {_LONGEST_VECTOR})"
    template = (
        f"to_tsvector('havari_danish'::regconfig, replace(replace({_text}, 'å', 'aa'), 'Å', 'Aa'))"
        f" || to_tsvector('english'::regconfig, {_text})"
    )
    output_field = SearchVectorField()


class TimedStems(Stems):
    """The same with a word for when the row came, as the index has it."""

    def __init__(self, text: Any) -> None:
        super().__init__(text, F("pk"))

    def as_sql(self, compiler: Any, connection: Any, *given: Any, **extra: Any) -> Any:
        """The text and the key each have their own place."""
        text, key = (compiler.compile(each) for each in self.source_expressions)
        stems = Stems.template % {"expressions": text[0]}
        sql = f"({stems} || array_to_tsvector(ARRAY['§' || ({key[0]} >> {_AGE})::text]))"
        return sql, (*text[1], *text[1], *key[1])


class Together(Func):
    """Texts as one, a line each."""

    template = "(%(expressions)s)"
    arg_joiner = r" || E'\n' || "


class AsQuestion(Func):
    """Stems and what joins them, as PostgreSQL itself wrote them."""

    template = "(%(expressions)s)::tsquery"


class Holds(Func):
    """Whether stems answer a question."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Rank(Func):
    """How well stems answer a question."""

    function = "ts_rank"
    output_field = FloatField()


def recent(newest: int) -> str:
    """That a row is among the newest 12,000 to 16,000, given the key of the newest."""
    ages = range(max((newest >> _AGE) - _AGES + 1, 0), (newest >> _AGE) + 1)
    return " | ".join(f"'§{age}'" for age in ages)


def is_beyond(newest: int) -> bool:
    """Whether there are older rows than the recent ones."""
    return newest >> _AGE >= _AGES


def asked(question: str) -> AsQuestion:
    """The question as an expression."""
    return AsQuestion(Value(question))


def questions_of(terms: Sequence[Term]) -> list[str]:
    """Each term as PostgreSQL would be asked for it alone; "" where it is too common a word.

    From here on every question of the transaction ends after two seconds. Danish words are looked
    for without accents and with å as aa; English ones as they stand, so that what is written alike
    ranks above what only sounds alike.
    """
    folded = [term.text.replace("å", "aa").replace("Å", "Aa") for term in terms]
    exactly = [term.is_phrase or term.is_excluded for term in terms]
    given: list[Any] = [[term.text for term in terms], folded, exactly]
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, given)
        return [question for _timeout, question in cursor.fetchall()]


def all_of(terms: Iterable[Term], questions: Iterable[str]) -> str:
    """What must stand there, and what must not; "" when nothing is left to look for."""
    pairs = [(term, each) for term, each in zip(terms, questions, strict=True) if each]
    if all(term.is_excluded for term, _each in pairs):
        return ""
    return " & ".join(f"{'!' * term.is_excluded}({each})" for term, each in pairs)


def any_of(terms: Iterable[Term], questions: Iterable[str]) -> str:
    """Any one of the words that were asked for, also those of a phrase by themselves."""
    wanted = (each for term, each in zip(terms, questions, strict=True) if not term.is_excluded)
    return " | ".join(f"({_apart(each)})" for each in wanted if each)


def _apart(question: str) -> str:
    with_words = question.replace(" & ", " | ")
    for distance in range(1, 12):
        with_words = with_words.replace(f" <{distance}> ", " | ")
    return with_words.replace(" <-> ", " | ")


def answering(words: Iterable[str], question: str) -> set[str]:
    """Which of the words answer the question by themselves."""
    stems: Any = Stems.template % {"expressions": "word"}
    sql = f"SELECT word FROM unnest(%s::text[]) word WHERE {stems} @@ %s::tsquery"  # noqa: S608 - of constants
    with connection.cursor() as cursor:
        cursor.execute(sql, [sorted(words), question])
        return {word for (word,) in cursor.fetchall()}
