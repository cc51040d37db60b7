"""What each role may do with the record."""

from django.db import migrations

from accounts.roles import granting
from incidents.permissions import GRANTS


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_record"),
        ("accounts", "0002_roles"),
        ("audit", "0002_guards"),
    ]
    operations = [granting(GRANTS)]
