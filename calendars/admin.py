"""Who reads due dates in a calendar, to look at."""

from django.contrib import admin

from accounts.admin import ReadingAdmin, site
from calendars.models import CalendarFeed


@admin.register(CalendarFeed, site=site)
class CalendarFeedAdmin(ReadingAdmin):
    """Whose calendar it is and when it was last read; nothing by which it is recognised."""

    list_display = ("name", "person", "scope", "made_at", "ended_at", "last_read_on")
    list_filter = ("scope",)
    list_select_related = ("person",)
    exclude = ("digest",)
