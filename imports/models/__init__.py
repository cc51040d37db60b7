"""Files whose timelines were brought in."""

from imports.models.timeline_import import TimelineImport

__all__ = ["TimelineImport"]
