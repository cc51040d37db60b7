"""Who acts in a sentence: a person, a customer or a machine.

Not a parser. In front of a verb, past its adverbs, stands the subject; past a preposition stands
what it belongs to; where nothing stands, the sentence's first actor goes on acting.
"""

from postmortems.wording.reading import Reading, Word
from postmortems.wording.rules import SUBJECTS, Language

_FARTHEST = 30
_BOUNDARIES = frozenset(",;:()\u2013\u2014/|.!?…")
_HARD = frozenset(";:.!?…|")


def subject_of(language: Language, reading: Reading, number: int) -> str:
    """The kind of who does what the word says; empty when it cannot be told."""
    return _Sentence(language, reading, number).subject()


class _Sentence:
    def __init__(self, language: Language, reading: Reading, number: int) -> None:
        self.language = language
        self.reading = reading
        self.number = number
        self.start, self.end = reading.sentence(reading.words[number].start)

    def subject(self) -> str:
        if self._is_passive():
            return ""
        return self._before(self.number) or self._behind()

    def _is_passive(self) -> bool:
        """Whether something is done to the subject: it is not the one who acts."""
        if "participle" not in self._kinds(self.number):
            return False
        place = self.number - 1
        while self._is_inside(place, self.number) and not self._gap(place):
            kinds = self._kinds(place)
            if "passive" in kinds:
                return True
            if "adverb" not in kinds:
                return False
            place -= 1
        return False

    def _before(self, number: int) -> str:
        place = self._past_adverbs(number)
        if place is None:
            return self._first_actor(number) if self._gap_before(number) else ""
        kinds = self._kinds(place)
        if "relative" in kinds:
            return self._antecedent(place)
        if "conjunction" in kinds and not kinds & set(SUBJECTS):
            return self._first_actor(place)
        # "the owner of the job causing it": what is next to it, whatever it belongs to.
        is_near = self._text(self.number).endswith("ing")
        return self._actor_kind(place) if is_near else self._kind(place)

    def _past_adverbs(self, number: int) -> int | None:
        """The nearest word in front that is no adverb, auxiliary or negation."""
        place = number - 1
        while self._is_inside(place, number) and not self._gap(place):
            kinds = self._kinds(place)
            if not kinds & {"adverb", "auxiliary", "negation"} or kinds & {"person", "relative"}:
                return place
            place -= 1
        return None

    def _gap_before(self, number: int) -> bool:
        """Whether the words in front, past adverbs, end with a comma."""
        place = number - 1
        while self._is_inside(place, number) and not self._gap(place):
            place -= 1
        return self._is_inside(place, number) and not set(self._between(place)) & _HARD

    def _antecedent(self, place: int) -> str:
        if self._text(place) in {"who", "whom"}:
            before = self._kind(place - 1) if self._is_inside(place - 1, place) else ""
            return "customer" if before == "customer" else "person"
        return self._kind(place - 1) if self._is_inside(place - 1, place) else ""

    def _kind(self, place: int) -> str:
        """What the noun is, or what it belongs to where a preposition leads to it."""
        # "at the time we": nothing leads to who acts.
        is_led = "pronoun" not in self._kinds(place)
        preposition = self._preposition_of(place) if is_led else None
        if preposition is not None:
            owner = preposition - 1
            is_led = self._is_inside(owner, place) and not self._gap(owner)
            if is_led and not self._is_share(owner):
                return self._actor(owner)
        return self._actor_kind(place)

    def _is_share(self, place: int) -> bool:
        """Whether the word takes some out of many: "one of the engineers" is an engineer."""
        return "determiner" in self._kinds(place)

    def _actor(self, place: int) -> str:
        """The noun in front of a preposition; past a participle, as in "engineers working on"."""
        known = self._actor_kind(place)
        if not known and self._text(place).endswith(("ing", "ed", "ende")):
            return self._kind(place - 1) if self._is_inside(place - 1, place) else ""
        return known and (self._kind(place) or known)

    def _actor_kind(self, place: int) -> str:
        kinds = self._kinds(place)
        if "plural_pronoun" in kinds:
            return self._meant_by_pronoun(place)
        return next((kind for kind in ("customer", "person", "machine") if kind in kinds), "")

    def _meant_by_pronoun(self, place: int) -> str:
        """Whom "they" means: whoever was spoken of last, or people."""
        for earlier in range(place - 1, max(place - _FARTHEST, -1), -1):
            kinds = self.language.kinds_of(self._text(earlier))
            for kind in ("machine", "customer", "person"):
                if kind in kinds and "determiner" not in kinds and "plural_pronoun" not in kinds:
                    return kind
        return "person"

    def _preposition_of(self, place: int) -> int | None:
        """The preposition that leads to the noun: "in the team", "on our database team"."""
        for before in range(place - 1, max(place - 5, -1), -1):
            if not self._is_inside(before, place) or self._gap(before):
                return None
            kinds = self._kinds(before)
            if "preposition" in kinds:
                return before
            if "determiner" in kinds:
                is_led = self._is_inside(before - 1, place) and not self._gap(before - 1)
                return before - 1 if is_led and "preposition" in self._kinds(before - 1) else None
            if kinds & {"auxiliary", "conjunction", "relative", "subordinator", "negation"}:
                return None
        return None

    def _first_actor(self, number: int) -> str:
        """The first one named in the clause, or in the sentence."""
        start = number - 1
        while self._is_inside(start, number) and not set(self._between(start)) & _HARD:
            if "subordinator" in self._kinds(start):
                break
            start -= 1
        for place in range(start + 1, number):
            known = self._actor_kind(place)
            is_led = self._preposition_of(place) is not None
            if known and not is_led and self._text(place) not in {"this", "these", "those", "that"}:
                return known
        return ""

    def _behind(self) -> str:
        """Danish puts the subject behind the verb when something else comes first."""
        if self.language.code != "da":
            return ""
        words = self.reading.words
        for place in range(self.number + 1, min(self.number + 4, len(words))):
            if words[place].start >= self.end or self._gap(place - 1):
                return ""
            kinds = self._kinds(place)
            if kinds & set(SUBJECTS):
                return self._actor_kind(place)
            if kinds & {"preposition", "conjunction", "relative"}:
                return ""
        return ""

    def _is_inside(self, place: int, number: int) -> bool:
        if place < 0 or number - place > _FARTHEST:
            return False
        return self.reading.words[place].start >= self.start

    def _between(self, place: int) -> str:
        words = self.reading.words
        return self.reading.text[words[place].end : words[place + 1].start]

    def _gap(self, place: int) -> bool:
        """Whether punctuation stands between the word and the next."""
        return not _BOUNDARIES.isdisjoint(self._between(place))

    def _kinds(self, place: int) -> frozenset[str]:
        return self.language.kinds_of(self._text(place))

    def _text(self, place: int) -> str:
        word: Word = self.reading.words[place]
        return word.text
