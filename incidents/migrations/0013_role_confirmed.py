from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0012_saved_filters"),
    ]

    operations = [
        migrations.AddField(
            model_name="roleheld",
            name="confirmed_at",
            field=models.DateTimeField(null=True, verbose_name="taken over"),
        ),
    ]
