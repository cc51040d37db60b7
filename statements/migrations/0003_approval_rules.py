"""The approval rules that Havari begins with; from then on they are the organisation's."""

from django.db import migrations

from statements.chain import AS_MADE


def make_rules(apps, schema_editor):
    rule = apps.get_model("statements", "ApprovalRule")
    for name, chain in AS_MADE.items():
        rule.objects.create(
            name=name,
            approvals=chain.approvals,
            needs_communications=chain.needs_communications,
        )


class Migration(migrations.Migration):
    dependencies = [("statements", "0002_roles")]
    operations = [migrations.RunPython(make_rules, migrations.RunPython.noop)]
