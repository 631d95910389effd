"""Refusals name a booking and no person: nothing else finds those of one booking."""

from django.db import migrations, models
from django.db.models import Q

_NAME = "view_refused_by_booking"
_CONDITION = Q(person_id__isnull=True, booking_id__isnull=False)


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_imports")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"CREATE INDEX {_NAME} ON audit_viewevent (booking_id, occurred_at)"
                    " WHERE booking_id IS NOT NULL AND person_id IS NULL",
                    f"DROP INDEX {_NAME}",
                )
            ],
            state_operations=[
                migrations.AddIndex(
                    model_name="viewevent",
                    index=models.Index(
                        fields=["booking_id", "occurred_at"],
                        condition=_CONDITION,
                        name=_NAME,
                    ),
                )
            ],
        )
    ]
