"""The addresses of an incident's statements."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
