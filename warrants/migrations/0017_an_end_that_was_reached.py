"""A grant that has reached its end is closed for good, and says so."""

from django.db import migrations, models

REASONS = [
    ("no_longer_needed", "no_longer_needed"),
    ("recalled", "recalled"),
    ("misused", "misused"),
    ("executed", "executed"),
    ("not_confirmed", "not_confirmed"),
    ("end_reached", "end_reached"),
]


class Migration(migrations.Migration):
    dependencies = [("warrants", "0016_what_a_paper_opens_ends_with_it")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="end_reason",
            field=models.CharField(blank=True, choices=REASONS, max_length=30),
        )
        for name in ("grant", "historicalgrant")
    ]
