import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feature_flags", "0003_early_access_version"),
        ("posthog", "0005_deleted_projects_by_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="CohortGathering",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cohort_id", models.BigIntegerField()),
                ("as_of", models.DateTimeField()),
                ("after", models.UUIDField(null=True)),
                ("held_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="feature_flags.featureflag",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="posthog.team"),
                ),
            ],
            options={"abstract": False},
        ),
    ]
