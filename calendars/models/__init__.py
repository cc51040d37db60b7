"""Who reads due dates in a calendar."""

from calendars.models.calendar_feed import CalendarFeed, Scope

__all__ = ["CalendarFeed", "Scope"]
