"""Webhooks in the administration, to look at; their secrets are not."""

from django.contrib import admin

from accounts.admin import ReadingAdmin, site
from webhooks.models import Webhook


@admin.register(Webhook, site=site)
class WebhookAdmin(ReadingAdmin):
    """Where webhooks go."""

    list_display = ("name", "url", "is_active")
    exclude = ("secret", "former_secret")
