"""Questions that help a writer to the conditions behind what happened. They never print.

After the Etsy debriefing guide and the Howie guide: "how" and "what", never "why" or "who", and
descriptions before explanations.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from incidents.models import Category, FactorKind
from postmortems.models import SectionKey

# A condition of these kinds is met by somebody at work.
MET_BY_PEOPLE = {
    FactorKind.PROCESS,
    FactorKind.INFORMATION,
    FactorKind.INTERFACE,
    FactorKind.WORKLOAD,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question in both languages; some are asked only where people acted."""

    da: str
    en: str
    is_of_people: bool = False

    @property
    def words(self) -> str:
        """In the language of the page."""
        return self.da if get_language() == "da" else self.en


GIVEN_QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    SectionKey.SUMMARY: (
        Question(
            "Hvad ville en ny kollega have brug for at vide efter ét minut?",
            "What would a new colleague need to know after one minute?",
        ),
    ),
    SectionKey.IMPACT: (
        Question(
            "Hvem mærkede det, hvordan og hvor længe? Hvor kommer tallet fra?",
            "Who felt it, how, and for how long? Where does the figure come from?",
        ),
    ),
    SectionKey.TIMELINE: (
        Question(
            "Hvad så man på det tidspunkt, og hvad så man ikke?",
            "What could be seen at that moment, and what could not?",
        ),
        Question(
            "Hvad ville en ny kollega have set i det øjeblik?",
            "What would a new colleague have seen at that moment?",
            is_of_people=True,
        ),
    ),
    SectionKey.DETECTION: (
        Question(
            "Hvordan blev det opdaget, og hvad fortalte signalet?",
            "How was it noticed, and what did the signal say?",
        ),
        Question(
            "Hvor mange andre signaler var der i den time?",
            "How many other signals were there in that hour?",
        ),
    ),
    SectionKey.TRIGGER: (
        Question(
            "Hvad satte det i gang netop da, og hvornår gik det samme godt?",
            "What set it off just then, and when did the same go well?",
        ),
    ),
    SectionKey.FACTORS: (
        Question(
            "Hvad gjorde dette til det nemme at gøre?",
            "What made this the easy thing to do?",
            is_of_people=True,
        ),
        Question(
            "Hvad vidste man, og hvad gav mening ud fra det?",
            "What was known, and what made sense from there?",
            is_of_people=True,
        ),
        Question(
            "Hvordan adskilte arbejdet sig fra det, vejledningen beskriver?",
            "How did the work differ from what the guide describes?",
            is_of_people=True,
        ),
        Question(
            "Hvilke forhold skulle til, før det kunne ske?",
            "Which conditions had to meet before it could happen?",
        ),
    ),
    SectionKey.RESPONSE: (
        Question(
            "Hvilke muligheder var åbne, og hvad talte for den, der blev valgt?",
            "Which options were open, and what spoke for the one that was taken?",
        ),
    ),
    SectionKey.WENT_WELL: (
        Question(
            "Hvad holdt det fra at blive værre, og hvem ved, hvordan det virker?",
            "What kept it from getting worse, and who knows how that works?",
        ),
    ),
    SectionKey.LUCK: (Question("Hvor var vi heldige?", "Where did we get lucky?"),),
    SectionKey.WAS_HARD: (
        Question(
            "Hvad overraskede, og hvad tog længere tid end ventet?",
            "What surprised, and what took longer than expected?",
        ),
        Question(
            "Hvad var svært at få øje på eller at få sagt?",
            "What was hard to see, or hard to say?",
            is_of_people=True,
        ),
    ),
    SectionKey.LESSONS: (
        Question(
            "Hvad ved vi nu om, hvordan arbejdet foregår, som vi ikke vidste før?",
            "What do we know now of how the work is done that we did not know before?",
        ),
    ),
    SectionKey.ACTIONS: (
        Question(
            "Hvilken ændring virker også, når alle har travlt?",
            "Which change works even when everybody is busy?",
        ),
        Question(
            "Hvordan ser vi om seks uger, om den virkede?",
            "How shall we see in six weeks whether it worked?",
        ),
    ),
    SectionKey.QUESTIONS: (Question("Hvad ved vi stadig ikke?", "What do we still not know?"),),
    SectionKey.RECURRENCE: (
        Question(
            "Hvornår skete noget, der ligner, og hvad blev der lovet dengang?",
            "When did something like it happen, and what was promised then?",
        ),
    ),
    SectionKey.COMMUNICATIONS: (
        Question(
            "Hvad fik kunderne at vide, hvornår, og hvad vidste vi da?",
            "What were customers told, when, and what did we know then?",
        ),
    ),
}


def people_acted(category: str, kinds: Iterable[str], *, is_labelled: bool) -> bool:
    """Whether the cause is told as something people did.

    It is where a message went out by mistake, where a standing condition is one that people meet
    at work (process, information, interface, workload), or where the text says "human error".
    """
    met = not MET_BY_PEOPLE.isdisjoint(kinds)
    return category == Category.MISTAKEN_COMMUNICATION or met or is_labelled


def questions_for(key: str, own: Iterable[Question], *, of_people: bool) -> list[Question]:
    """What to ask a section's writer: the organisation's own questions first."""
    asked = [*own, *GIVEN_QUESTIONS.get(key, ())]
    return [question for question in asked if of_people or not question.is_of_people]
