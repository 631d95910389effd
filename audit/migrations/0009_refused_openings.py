"""Openings that were refused are listed by their time, whoever asked and about whom."""

from django.db import migrations, models
from django.db.models import Q

_NAME = "view_refused_openings"


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_meter")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"CREATE INDEX {_NAME} ON audit_viewevent (occurred_at, id)"
                    " WHERE kind = 'refused' AND booking_id IS NOT NULL",
                    f"DROP INDEX {_NAME}",
                )
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="viewevent",
                    index=models.Index(
                        fields=["occurred_at", "id"],
                        condition=Q(kind="refused", booking_id__isnull=False),
                        name=_NAME,
                    ),
                )
            ],
        )
    ]
