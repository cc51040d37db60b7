"""Who discovered an incident, and an index that finds the times of many at once."""

from django.db import migrations, models

DISCOVERIES = [
    ("unknown", "Unknown"),
    ("monitoring", "Monitoring systems"),
    ("staff", "Staff"),
    ("security", "IT security"),
    ("customers", "Customers"),
    ("counterparts", "Financial counterparts"),
    ("provider", "Third-party provider"),
    ("internal_audit", "Internal audit"),
    ("external_audit", "External audit"),
    ("authority", "Authority"),
    ("attacker", "Attacker"),
    ("other", "Somebody else"),
]


class Migration(migrations.Migration):
    dependencies = [("incidents", "0006_names")]
    operations = [
        migrations.AddField(
            "incident",
            "discovery",
            models.CharField(
                choices=DISCOVERIES,
                db_default="unknown",
                default="unknown",
                max_length=14,
                verbose_name="discovered by",
            ),
        ),
        migrations.AddIndex(
            "timelineentry",
            models.Index(
                condition=~models.Q(milestone=""),
                fields=["incident", "milestone"],
                name="timeline_milestones",
            ),
        ),
    ]
