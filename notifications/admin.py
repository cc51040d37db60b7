"""What was told to whom, to look at."""

from django.contrib import admin

from accounts.admin import ReadingAdmin, site
from notifications.models import Following, Notification, Wish


@admin.register(Notification, site=site)
class NotificationAdmin(ReadingAdmin):
    """Who was told, and what became of the mail; not of which incident, which may be restricted."""

    list_display = ("person", "kind", "made_at", "mailed_at", "attempts", "given_up")
    list_filter = ("kind", "given_up")
    list_select_related = ("person",)
    exclude = ("incident", "subject_id", "index")


@admin.register(Wish, site=site)
class WishAdmin(ReadingAdmin):
    """What people chose."""

    list_display = ("person", "pace", "quiet_from", "quiet_until")
    list_select_related = ("person",)


@admin.register(Following, site=site)
class FollowingAdmin(ReadingAdmin):
    """Who follows something; not what, which may be restricted."""

    list_display = ("person", "is_on")
    list_filter = ("is_on",)
    list_select_related = ("person",)
    exclude = ("incident",)
