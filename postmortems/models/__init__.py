"""The report of an incident and what is written under its headings."""

from postmortems.models.kept_wording import KeepingReason, KeptWording
from postmortems.models.postmortem import Postmortem, PostmortemStatus
from postmortems.models.section import Draft, SectionKey, SectionText

__all__ = [
    "Draft",
    "KeepingReason",
    "KeptWording",
    "Postmortem",
    "PostmortemStatus",
    "SectionKey",
    "SectionText",
]
