"""When an author agency was sent a letter; its history has the column as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0044_answer_to_a_paper")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="mailed_at",
            field=models.DateTimeField(blank=True, null=True),
        )
        for model in ("authornotice", "historicalauthornotice")
    ]
