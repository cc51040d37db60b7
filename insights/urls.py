"""The addresses of insights."""

from django.urls import path

from insights import views

urlpatterns = [
    path("insights", views.insights, name="insights"),
    path("insights/<slug:table>.csv", views.insights_table, name="insights_table"),
]
