"""The checklists that Havari begins with; from then on they are the organisation's."""

from django.db import migrations

from checklists.given import GIVEN
from checklists.steps import as_kept


def give(apps, schema_editor):
    checklist = apps.get_model("checklists", "Checklist")
    for each in GIVEN:
        said = {
            "name": each.name,
            "language": each.language,
            "severities": list(each.severities),
            "categories": list(each.categories),
            "steps": as_kept(each.steps),
        }
        checklist.objects.get_or_create(slug=each.slug, version=1, defaults=said)


class Migration(migrations.Migration):
    dependencies = [("checklists", "0002_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
