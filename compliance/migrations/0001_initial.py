import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalFinding",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dormant", "dormant"),
                            ("forbidden", "forbidden"),
                            ("superuser", "superuser"),
                        ],
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "evidence",
                    models.JSONField(
                        default=dict,
                        help_text="instants, counts and rule ids; no person's data",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_with", models.CharField(blank=True, max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical finding",
                "verbose_name_plural": "historical findings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("dormant", "dormant"),
                            ("forbidden", "forbidden"),
                            ("superuser", "superuser"),
                        ],
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "evidence",
                    models.JSONField(
                        default=dict,
                        help_text="instants, counts and rule ids; no person's data",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_with", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("kind", "account"),
                        name="one_open_finding_of_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Scan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("started_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("accounts", models.IntegerField(default=0)),
                ("opened", models.IntegerField(default=0)),
                (
                    "law",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.lawversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "indexes": [models.Index(fields=["-started_at"], name="scan_newest")],
            },
        ),
    ]
