"""Who may manage webhooks."""

from django.db import migrations

from accounts.roles import granting
from webhooks.permissions import GRANTS


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_webhook"), ("accounts", "0002_roles")]
    operations = [granting(GRANTS)]
