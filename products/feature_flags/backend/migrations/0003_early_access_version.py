from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feature_flags", "0002_early_access_and_scheduled_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="earlyaccessfeature",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
    ]
