"""The addresses of webhooks."""

from django.urls import path

from webhooks import views

ONE = "webhooks/<int:webhook_id>"

urlpatterns = [
    path("webhooks", views.webhook_list, name="webhook_list"),
    path("webhooks/add", views.webhook_add, name="webhook_add"),
    path(ONE, views.webhook_detail, name="webhook_detail"),
    path(f"{ONE}/change", views.webhook_change, name="webhook_change"),
    path(f"{ONE}/renew", views.webhook_renew, name="webhook_renew"),
    path(f"{ONE}/stop", views.webhook_stop, name="webhook_stop"),
    path(f"{ONE}/replay", views.webhook_replay, name="webhook_replay"),
]
