"""What people are told, and what they chose to be told of."""

from notifications.models.following import Following
from notifications.models.notification import Notification, NotificationQuerySet
from notifications.models.wish import Kind, Pace, Way, Wish

__all__ = ["Following", "Kind", "Notification", "NotificationQuerySet", "Pace", "Way", "Wish"]
