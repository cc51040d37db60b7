"""What each role may do with postmortems."""

from django.db import migrations

from accounts.roles import granting
from postmortems.permissions import GRANTS


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0001_postmortem"), ("incidents", "0002_roles")]
    operations = [granting(GRANTS)]
