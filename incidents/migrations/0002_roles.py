"""What each role may do with the record."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = ["view_incident"]
KEEP = [*READ, "declare_incident", "keep_record"]
LEAD = [*KEEP, "lead_incident"]
GRANTS = {
    "viewer": READ,
    "responder": KEEP,
    "commander": LEAD,
    "communications": KEEP,
    "approver": READ,
    "auditor": [*READ, "view_restricted_incident", "view_log"],
    "administrator": [
        *LEAD,
        "view_restricted_incident",
        "view_log",
        "erase_content",
        "manage_services",
    ],
}


def grant(apps, schema_editor):
    for label in ("audit", "incidents"):
        create_permissions(installed.get_app_config(label), verbosity=0)
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, codenames in GRANTS.items():
        group.objects.get(name=role).permissions.add(
            *permission.objects.filter(
                codename__in=codenames, content_type__app_label__in=["audit", "incidents"]
            )
        )


def withdraw(apps, schema_editor):
    for role in apps.get_model("auth", "Group").objects.filter(name__in=GRANTS):
        role.permissions.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0001_record"),
        ("accounts", "0002_roles"),
        ("audit", "0002_guards"),
    ]
    operations = [migrations.RunPython(grant, withdraw)]
