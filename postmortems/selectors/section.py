"""What stands under each heading of a report."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from postmortems.models import KeptWording, Postmortem, SectionText
from postmortems.outline import OutlineSection, as_read


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section and what stands there now; version 0 when nobody wrote there.

    `findings` is how many of its wordings are pointed at, where that was asked.
    """

    outline: OutlineSection
    standing: SectionText | None = None
    findings: int = 0

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return self.outline.key

    @property
    def title(self) -> str:
        """The heading, in the language of the page."""
        return self.outline.heading

    @property
    def text(self) -> str:
        """What stands there."""
        return self.standing.text if self.standing else ""

    @property
    def kept(self) -> list[dict[str, str]]:
        """Category, words and passage of each wording that stays there."""
        return getattr(self.standing, "kept", [])

    @property
    def version(self) -> int:
        """How often it was written."""
        return self.standing.number if self.standing else 0


def sections_of(postmortem: Postmortem) -> list[ReadSection]:
    """Every section in the order of the report, with the wordings that were kept in it."""
    kept = KeptWording.objects.filter(
        postmortem=OuterRef("postmortem"), key=OuterRef("key"), taken_back_at=None
    ).values(place=JSONObject(category="category", words="words", passage="passage"))
    texts = postmortem.texts.standing().select_related("author").annotate(kept=ArraySubquery(kept))
    written = {text.key: text for text in texts}
    return [
        ReadSection(section, written.get(section.key)) for section in as_read(postmortem.outline)
    ]


def section_in(postmortem: Postmortem, key: str) -> ReadSection | None:
    """One section; None when the report has none by that name."""
    outline = next((each for each in as_read(postmortem.outline) if each.key == key), None)
    if outline is None:
        return None
    return ReadSection(outline, postmortem.texts.filter(key=key).order_by("-number").first())


def text_numbered(postmortem: Postmortem, key: str, number: int) -> str | None:
    """What stood under a heading as that version; "" before the first, None when there is none."""
    if number == 0:
        return ""
    found = postmortem.texts.filter(key=key, number=number).values_list("text", flat=True)
    return found.first()


def texts_of(postmortem: Postmortem, key: str) -> list[SectionText]:
    """Every text that stood under a heading, the newest first."""
    return list(postmortem.texts.filter(key=key).select_related("author").order_by("-number"))
