"""What the database itself refuses: changing, removing or emptying the log."""

from django.db import migrations

from audit.guards import set_up, take_down


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_log")]
    operations = [migrations.RunSQL(set_up(), take_down())]
