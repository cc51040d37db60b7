"""The day the effect of done work is to be checked, and who said when whether it worked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("incidents", "0003_factor_kinds"),
    ]
    operations = [
        migrations.AddField(
            "actionitem",
            "check_due_on",
            models.DateField(null=True, verbose_name="effect to be checked on"),
        ),
        migrations.AddField(
            "actionitem",
            "checked_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="checked by",
            ),
        ),
        migrations.AddField(
            "actionitem",
            "checked_at",
            models.DateTimeField(null=True, verbose_name="checked at"),
        ),
    ]
