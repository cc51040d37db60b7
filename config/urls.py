"""Every address of the application."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("incidents.urls")),
    path("", include("postmortems.urls")),
    path("api/", include("config.api_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
