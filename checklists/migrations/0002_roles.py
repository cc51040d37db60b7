"""Who may keep the organisation's checklists."""

from django.db import migrations

from accounts.roles import granting
from checklists.permissions import GRANTS


class Migration(migrations.Migration):
    dependencies = [("checklists", "0001_checklists"), ("accounts", "0002_roles")]
    operations = [granting(GRANTS)]
