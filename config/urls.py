"""Every address of the application."""

from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz

urlpatterns = [
    path("", include("incidents.urls")),
    path("", include("postmortems.urls")),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/", include("config.api_urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
