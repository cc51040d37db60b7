"""Every address of the application."""

from django.urls import include, path

from accounts.admin import site

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
handler429 = "accounts.views.sign_in.too_many_attempts"

urlpatterns = [
    path("", include("incidents.urls")),
    path("", include("postmortems.urls")),
    path("", include("statements.urls")),
    path("", include("alerts.urls")),
    path("", include("insights.urls")),
    path("", include("command.urls")),
    path("", include("imports.urls")),
    path("", include("live.urls")),
    path("", include("search.urls")),
    path("", include("webhooks.urls")),
    path("", include("notifications.urls")),
    path("", include("calendars.urls")),
    path("", include("checklists.urls")),
    path("api/", include("config.api_urls")),
    path("", include("accounts.urls")),
    path("admin/", site.urls),
]
