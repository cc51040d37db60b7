from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_withdrawn_actions")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="in_report",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="in the report"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="report_copy",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=64,
                verbose_name="copy for reports",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=Q(in_report=False) | ~Q(caption="") & ~Q(report_copy=""),
                name="attachment_in_report_is_told_in_words",
            ),
        ),
    ]
