"""Who may set up where alerts come from."""

from django.db import migrations

from accounts.roles import granting
from alerts.permissions import GRANTS


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_alerts"), ("accounts", "0002_roles")]
    operations = [granting(GRANTS)]
