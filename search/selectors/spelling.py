"""What somebody may have meant who wrote a word that nobody else did."""

from dataclasses import replace
from difflib import get_close_matches
from itertools import chain

from django.db import connection
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Upper

from accounts.models import User
from incidents.models import Incident
from search.highlighting import words_in
from search.words import Term

_SHORTEST = 4
# A swap of two letters leaves a third of a short word's trigrams.
_TRIGRAMS_IN_COMMON = "0.3"
_LETTERS_IN_COMMON = 0.75
_LOOKED_AT = 300


class _Alike(Func):
    template = "%(expressions)s"
    arg_joiner = " %%> "  # doubled, as in every question with parameters
    output_field = BooleanField()


def respelled(user: User, terms: list[Term]) -> list[Term]:
    """The terms with each word as the titles that `user` may read have it, where one is close."""
    words = [term.text for term in terms if _may_be_wrong(term)]
    if not words:
        return terms
    known = _words_like(words, user)
    return [_closest(term, known) if _may_be_wrong(term) else term for term in terms]


def _may_be_wrong(term: Term) -> bool:
    return not (term.is_phrase or term.is_excluded) and len(term.text) >= _SHORTEST


def _words_like(words: list[str], user: User) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)",
            [_TRIGRAMS_IN_COMMON],
        )
    visible = Incident.objects.visible_to(user).order_by()
    alike = (
        visible.filter(_Alike(Upper(F("title")), Upper(Value(word)))).values_list(
            "title", flat=True
        )
        for word in words
    )
    titles = chain.from_iterable(each[:_LOOKED_AT] for each in alike)
    return sorted({word.lower() for title in titles for word in words_in(title)})


def _closest(term: Term, known: list[str]) -> Term:
    if term.text.lower() in known:
        return term
    close = get_close_matches(term.text.lower(), known, n=1, cutoff=_LETTERS_IN_COMMON)
    return replace(term, text=close[0]) if close else term
