import django.db.models.deletion
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
        # A name for the way from a flag to its offer; nothing in the database changes.
        migrations.AlterField(
            model_name="earlyaccessfeature",
            name="flag",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="offer", to="feature_flags.featureflag"
            ),
        ),
    ]
