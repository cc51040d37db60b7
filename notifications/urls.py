"""The addresses of notifications."""

from django.urls import path

from notifications.views import notification, unsubscribe, wish

urlpatterns = [
    path("notifications", notification.notification_list, name="notification_list"),
    path("account/notifications", wish.notifications_choose, name="notifications_choose"),
    path(
        "notifications/unsubscribe/<str:token>",
        unsubscribe.notifications_unsubscribe,
        name="notifications_unsubscribe",
    ),
]
