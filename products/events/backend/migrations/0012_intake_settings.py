from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0011_partition_progress"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventssettings",
            name="drop_events_older_than_hours",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="eventssettings",
            name="person_processing_opt_out",
            field=models.BooleanField(default=False),
        ),
    ]
