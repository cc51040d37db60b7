"""What each role may do with postmortems."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITE = ["write_postmortem"]
GRANTS = {
    "responder": WRITE,
    "commander": [*WRITE, "complete_postmortem"],
    "communications": WRITE,
    "administrator": [*WRITE, "complete_postmortem"],
}


def grant(apps, schema_editor):
    create_permissions(installed.get_app_config("postmortems"), verbosity=0)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, codenames in GRANTS.items():
        group.objects.get(name=role).permissions.add(
            *permission.objects.filter(
                codename__in=codenames, content_type__app_label="postmortems"
            )
        )


def withdraw(apps, schema_editor):
    permission = apps.get_model("auth", "Permission")
    ours = permission.objects.filter(content_type__app_label="postmortems")
    for role in apps.get_model("auth", "Group").objects.filter(name__in=GRANTS):
        role.permissions.remove(*ours)


class Migration(migrations.Migration):
    dependencies = [("postmortems", "0001_postmortem"), ("incidents", "0002_roles")]
    operations = [migrations.RunPython(grant, withdraw)]
