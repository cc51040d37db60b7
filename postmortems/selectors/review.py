"""What approval is of, which approvals still hold, and where comments stand now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Case, Max, Value, When
from django.utils.translation import gettext as _

from audit.log import canonical
from audit.models import LogEntry
from core.comparing import compared
from postmortems.models import (
    Comment,
    Postmortem,
    ReviewApproval,
    Reviewer,
    SectionKey,
    SectionText,
)
from postmortems.selectors.section import ReadSection

RECORD = "record"
# The parts of the record that the report shows beside its words, by the kinds of rows they are of.
_OUTLINE = "outline"
_PARTS = {
    "sections": (_OUTLINE,),
    "incident": ("incident", "incident_link"),
    "timeline": ("timeline_entry",),
    "impact": ("impact_group", "impact_estimate", "group_relation"),
    "factors": ("contributing_factor",),
    "actions": ("action_item",),
    "roles": ("role_held",),
    "dissent": ("dissent",),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader of the report reads now: the version of each part, and a hash of them all."""

    parts: dict[str, str]

    @property
    def digest(self) -> str:
        """What an approval is of."""
        return sha256(canonical(self.parts)).hexdigest()

    def moved_since(self, parts: dict[str, str]) -> list[str]:
        """The parts that are not as they were: keys of sections, or `record:timeline`."""
        return [
            key
            for key in dict.fromkeys((*self.parts, *parts))
            if self.parts.get(key) != parts.get(key)
        ]


def titles_of_parts() -> dict[str, str]:
    """What people call the parts of the record, by their keys in a reading."""
    names = {
        "incident": _("what is said of the incident as a whole"),
        "dissent": _("the dissent"),
        "sections": _("which sections the report has"),
        "timeline": _("the timeline in the record"),
        "impact": _("the figures in the record"),
        "factors": _("the contributing factors in the record"),
        "actions": _("the action items in the record"),
        "roles": _("the roles in the record"),
    }
    return {f"{RECORD}:{part}": title for part, title in names.items()}


def parts_in_words(parts: dict[str, str]) -> str:
    """What was read, as the log is read: sections by version, the record by entry of the log."""
    record, sections = titles_of_parts(), dict(SectionKey.choices)
    return ", ".join(
        _("%(part)s (up to entry %(index)s of the log)") % {"part": record[key], "index": said}
        if key in record
        else _("%(part)s (version %(number)s)") % {"part": sections.get(key, key), "number": said}
        for key, said in parts.items()
    )


@dataclass(frozen=True, slots=True)
class ReadReviewer:
    """A reviewer, their latest approval, and what moved on since; none moved: it holds."""

    reviewer: Reviewer
    approval: ReviewApproval | None = None
    moved: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether they stand behind what stands now."""
        return self.approval is not None and not self.moved


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A comment, the answers to it, and its passage as it stands now; None where it was cut."""

    comment: Comment
    answers: tuple[Comment, ...]
    passage: str | None


def reading_of(postmortem: Postmortem, sections: Sequence[ReadSection]) -> Reading:
    """What the report says now: the version of each text, the log's last word on each other part.

    What was changed and changed back counts as changed: somebody should look at it again.
    """
    entries = LogEntry.objects.filter(incident_id=postmortem.incident_id)
    kind = Case(
        When(verb="postmortem.sections_changed", then=Value(_OUTLINE)), default="subject_type"
    )
    newest = entries.values(kind=kind).annotate(last=Max("index"))
    last = {row["kind"]: row["last"] for row in newest}
    record = {
        part: max((last[kind] for kind in kinds if kind in last), default=None)
        for part, kinds in _PARTS.items()
    }
    return Reading(
        {section.key: str(section.version) for section in sections if section.version}
        | {f"{RECORD}:{part}": str(index) for part, index in record.items() if index is not None}
    )


def reviewers_of(postmortem: Postmortem, reading: Reading) -> list[ReadReviewer]:
    """Who is asked, and whether they stand behind what stands now."""
    asked = postmortem.reviewers.filter(released_at=None).select_related("person")
    approvals: dict[int, ReviewApproval] = {}
    for approval in ReviewApproval.objects.filter(reviewer__in=asked).order_by("approved_at", "pk"):
        approvals[approval.reviewer_id] = approval
    return [_read(reviewer, approvals.get(reviewer.pk), reading) for reviewer in asked]


def _read(reviewer: Reviewer, approval: ReviewApproval | None, reading: Reading) -> ReadReviewer:
    if approval is None:
        return ReadReviewer(reviewer)
    return ReadReviewer(reviewer, approval, tuple(reading.moved_since(approval.read)))


def comments_of(postmortem: Postmortem, sections: Sequence[ReadSection]) -> list[ReadComment]:
    """Every comment with its answers, each passage followed to where it stands now."""
    comments = list(postmortem.comments.select_related("author"))
    standing = {section.key: section for section in sections}
    seen = {
        (text.key, text.number): text.text
        for text in SectionText.objects.filter(
            postmortem=postmortem, number__in={comment.number for comment in comments}
        )
    }
    return [
        ReadComment(
            comment,
            tuple(each for each in comments if each.answers_id == comment.pk),
            _passage(comment, seen.get((comment.key, comment.number), ""), standing),
        )
        for comment in comments
        if comment.answers_id is None
    ]


def _passage(comment: Comment, before: str, standing: dict[str, ReadSection]) -> str | None:
    section = standing.get(comment.key)
    if section is None:
        return None
    place = followed(before, section.text, comment.start, comment.start + len(comment.quote))
    return section.text[place[0] : place[1]] if place else None


def followed(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a passage of the earlier text stands in the later one; None when it was cut.

    Where the very words still stand, it is there, the nearest of several places; else what was
    changed inside it is part of it.
    """
    if start == end:
        return None
    quote = before[start:end]
    place = _carried(before, after, start, end)
    near = place[0] if place else start
    same = [found.start() for found in re.finditer(re.escape(quote), after)]
    if same:
        begin = min(same, key=lambda each: abs(each - near))
        return begin, begin + len(quote)
    return place


def _carried(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    """From the first to the last of the passage's words that were kept or put otherwise."""
    kept: list[tuple[int, int]] = []
    changed: list[tuple[int, int]] = []
    at = here = was = 0
    for stretch in compared(before, after):
        length = len(stretch.text)
        if stretch.is_out:
            was, at = at, at + length
        elif stretch.is_in:
            if was < end and at > start and was < at:
                changed.append((here, here + length))
            here += length
        else:
            low, high = max(start, at), min(end, at + length)
            if low < high:
                kept.append((here + low - at, here + high - at))
            at, here, was = at + length, here + length, at + length
    spans = sorted([*kept, *changed]) if kept else []
    return (spans[0][0], spans[-1][1]) if spans else None
