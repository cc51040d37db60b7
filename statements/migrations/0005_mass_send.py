"""Approval rules and what mass messages rest on become the organisation's to set."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

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
    dependencies = [
        ("incidents", "0002_roles"),
        ("statements", "0004_fact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("press", "Press"),
                            ("customers", "Customers"),
                            ("staff", "Staff"),
                            ("authority", "Authority"),
                            ("partner", "Partner"),
                            ("mass", "What reaches a mass audience"),
                        ],
                        max_length=9,
                        unique=True,
                        verbose_name="for what",
                    ),
                ),
                ("approvals", models.PositiveSmallIntegerField(verbose_name="approvals")),
                (
                    "needs_communications",
                    models.BooleanField(verbose_name="one of them from communications"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
            ],
            options={
                "verbose_name": "approval rule",
                "verbose_name_plural": "approval rules",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Premise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("customers", "Customers in all"),
                            ("login_capacity", "Logins a minute that the login can take"),
                            (
                                "normal_logins",
                                "Logins a minute when much goes on, without a message",
                            ),
                            ("e_mail_reach", "E-mail: how many it reaches at most"),
                            ("e_mail_per_thousand", "E-mail: of 1,000 who get it, how many log in"),
                            ("e_mail_minutes", "E-mail: within how many minutes they do"),
                            ("sms_reach", "Text message: how many it reaches at most"),
                            (
                                "sms_per_thousand",
                                "Text message: of 1,000 who get it, how many log in",
                            ),
                            ("sms_minutes", "Text message: within how many minutes they do"),
                            ("push_reach", "Push message: how many it reaches at most"),
                            (
                                "push_per_thousand",
                                "Push message: of 1,000 who get it, how many log in",
                            ),
                            ("push_minutes", "Push message: within how many minutes they do"),
                        ],
                        max_length=19,
                        unique=True,
                        verbose_name="name",
                    ),
                ),
                (
                    "value",
                    models.PositiveBigIntegerField(blank=True, null=True, verbose_name="value"),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
                ("as_of", models.DateTimeField(blank=True, null=True, verbose_name="as of")),
                ("version", models.PositiveIntegerField(default=0, verbose_name="version")),
            ],
            options={
                "verbose_name": "figure behind the load",
                "verbose_name_plural": "figures behind the load",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="release",
            name="mass",
            field=models.JSONField(null=True, verbose_name="mass message"),
        ),
        migrations.AddField(
            model_name="statement",
            name="audience_size",
            field=models.PositiveBigIntegerField(
                blank=True, null=True, verbose_name="how many it goes to"
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="planned_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who said what it is",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience_size__isnull", True), ("audience_size__gt", 0), _connector="OR"
                ),
                name="statement_goes_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("approvals__range", (1, 5))),
                name="approval_rule_asks_for_somebody",
            ),
        ),
        migrations.RunPython(make_rules, migrations.RunPython.noop),
    ]
