"""What each role may do with statements."""

from django.db import migrations

from accounts.roles import granting
from statements.permissions import GRANTS


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_statement"), ("incidents", "0002_roles")]
    operations = [granting(GRANTS)]
