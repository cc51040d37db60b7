"""The report of an incident and what is written under its headings."""

from postmortems.models.postmortem import Postmortem, PostmortemStatus
from postmortems.models.section import SectionKey, SectionText

__all__ = ["Postmortem", "PostmortemStatus", "SectionKey", "SectionText"]
