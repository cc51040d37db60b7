"""The report of an incident, what is written under its headings, and who stands behind it."""

from postmortems.models.due_rule import DueRule, WorkCalendar
from postmortems.models.kept_wording import KeepingReason, KeptWording
from postmortems.models.not_the_same import NotTheSame
from postmortems.models.postmortem import Postmortem, PostmortemStatus
from postmortems.models.publication import Audience, Publication
from postmortems.models.reminder import PostmortemReminder, ReminderKind
from postmortems.models.review import Comment, Dissent, Edition, ReviewApproval, Reviewer
from postmortems.models.section import Draft, SectionKey, SectionText
from postmortems.models.template import PostmortemTemplate

__all__ = [
    "Audience",
    "Comment",
    "Dissent",
    "Draft",
    "DueRule",
    "Edition",
    "KeepingReason",
    "KeptWording",
    "NotTheSame",
    "Postmortem",
    "PostmortemReminder",
    "PostmortemStatus",
    "PostmortemTemplate",
    "Publication",
    "ReminderKind",
    "ReviewApproval",
    "Reviewer",
    "SectionKey",
    "SectionText",
    "WorkCalendar",
]
