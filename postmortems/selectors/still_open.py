"""What a report still lacks, for whoever is about to complete it. Nothing of it stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.models import ActionItem
from incidents.selectors.contributing_factor import ReadFactor, unanswering
from postmortems.selectors.section import ReadSection


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Sections without words, and how many wordings, factors and actions are open ends."""

    unwritten: list[ReadSection]
    wordings: int
    without_evidence: int
    without_answer: int
    answering_nothing: int

    def __bool__(self) -> bool:
        return bool(
            self.unwritten
            or self.wordings
            or self.without_evidence
            or self.without_answer
            or self.answering_nothing
        )


def still_open(
    sections: Sequence[ReadSection], factors: Sequence[ReadFactor], actions: Sequence[ActionItem]
) -> StillOpen:
    """The open ends of a report, its sections read with their findings."""
    return StillOpen(
        unwritten=[section for section in sections if not section.text.strip()],
        wordings=sum(section.findings for section in sections),
        without_evidence=sum(read.lacks_evidence for read in factors),
        without_answer=sum(read.lacks_answer for read in factors),
        answering_nothing=len(unanswering(factors, actions)),
    )
