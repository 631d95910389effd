"""The tree over both histories, and its signed heads."""

from django.db import migrations, models

import audit.clock

# Transactions finish out of the order in which they began: the sealer takes rows
# by their transaction. New rows go to the end of the index, so it costs little.
SEALING = """
CREATE INDEX view_by_transaction ON audit_viewevent (xid);
CREATE INDEX act_by_transaction ON audit_actevent (xid);
SELECT audit_guard('audit_sealedleaf'), audit_guard('audit_checkpoint');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "tree_size",
                    models.BigIntegerField(primary_key=True, serialize=False),
                ),
                ("root", models.BinaryField()),
                ("frontier", models.BinaryField()),
                ("sealed_before", models.CharField(max_length=20)),
                ("sealed_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("signature", models.BinaryField()),
            ],
            options={
                "ordering": ["-tree_size"],
            },
        ),
        migrations.CreateModel(
            name="SealedLeaf",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.CharField(
                        choices=[("view", "view"), ("act", "act")], max_length=4
                    ),
                ),
                ("event_id", models.BigIntegerField()),
                ("occurred_at", models.DateTimeField()),
                ("leaf", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("history", "occurred_at", "event_id"),
                        name="event_is_sealed_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(SEALING, migrations.RunSQL.noop),
    ]
