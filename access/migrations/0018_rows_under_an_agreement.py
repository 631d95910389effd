"""A row of standing access to one booking says under which agreement it stands."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0017_who_could_see"),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrow",
            name="agreement_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalaccessrow",
            name="agreement_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
    ]
