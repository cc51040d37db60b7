"""The addresses of calendars."""

from django.urls import path

from calendars.views import calendar_feed

ONE = "account/calendars/<int:feed_id>"

urlpatterns = [
    path("calendar/<str:token>.ics", calendar_feed.calendar_feed, name="calendar_feed"),
    path("account/calendars", calendar_feed.calendar_list, name="calendar_list"),
    path("account/calendars/add", calendar_feed.calendar_add, name="calendar_add"),
    path(f"{ONE}/renew", calendar_feed.calendar_renew, name="calendar_renew"),
    path(f"{ONE}/end", calendar_feed.calendar_end, name="calendar_end"),
]
