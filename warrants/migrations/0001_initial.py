import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock
import warrants.enums


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("bookings", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("booking_id", models.UUIDField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("custody", "custody"),
                            ("health_care", "health_care"),
                            ("criminal_investigation", "criminal_investigation"),
                            ("prosecution", "prosecution"),
                            ("defence", "defence"),
                            ("court_proceedings", "court_proceedings"),
                            ("records_duty", "records_duty"),
                            ("oversight", "oversight"),
                            ("administration", "administration"),
                            ("civil_immigration", "civil_immigration"),
                            ("public_register", "public_register"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "classes",
                    models.IntegerField(
                        help_text="mask of the field classes asked for"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("judicial_warrant", "Judicial warrant"),
                            ("court_order", "Court order"),
                            ("written_permission", "Written permission of the person"),
                            ("treatment", "Treatment"),
                            ("approved_request", "Approved request"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(help_text="for how long, in days"),
                ),
                (
                    "reason_text",
                    models.UUIDField(help_text="audit.TypedText of what was typed"),
                ),
                ("asked_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                        ],
                        default=warrants.enums.RequestStatus["WAITING"],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="access.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoricalGrant",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                ("classes", models.IntegerField()),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("judicial_warrant", "Judicial warrant"),
                            ("court_order", "Court order"),
                            ("written_permission", "Written permission of the person"),
                            ("treatment", "Treatment"),
                            ("approved_request", "Approved request"),
                        ],
                        max_length=30,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_longer_needed", "no_longer_needed"),
                            ("recalled", "recalled"),
                            ("misused", "misused"),
                        ],
                        max_length=30,
                    ),
                ),
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
                    "booking",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.booking",
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
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="warrants.accessrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical grant",
                "verbose_name_plural": "historical grants",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLegalInstrument",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                ("court", models.CharField(max_length=120)),
                ("case_number", models.CharField(max_length=40)),
                (
                    "signed_by",
                    models.CharField(
                        max_length=120, verbose_name="judge's name and title"
                    ),
                ),
                ("issued_on", models.DateField()),
                ("ends_at", models.DateTimeField()),
                (
                    "classes",
                    models.IntegerField(help_text="mask of the field classes it names"),
                ),
                ("booking_id", models.UUIDField(help_text="the booking it names")),
                ("called_back_at", models.DateTimeField(blank=True, null=True)),
                ("recalled_at", models.DateTimeField(blank=True, null=True)),
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
                    "called_back_by",
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
                "verbose_name": "historical legal instrument",
                "verbose_name_plural": "historical legal instruments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="LegalInstrument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("court", models.CharField(max_length=120)),
                ("case_number", models.CharField(max_length=40)),
                (
                    "signed_by",
                    models.CharField(
                        max_length=120, verbose_name="judge's name and title"
                    ),
                ),
                ("issued_on", models.DateField()),
                ("ends_at", models.DateTimeField()),
                (
                    "classes",
                    models.IntegerField(help_text="mask of the field classes it names"),
                ),
                ("booking_id", models.UUIDField(help_text="the booking it names")),
                ("called_back_at", models.DateTimeField(blank=True, null=True)),
                ("recalled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "called_back_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoricalAccessRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                ("booking_id", models.UUIDField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("custody", "custody"),
                            ("health_care", "health_care"),
                            ("criminal_investigation", "criminal_investigation"),
                            ("prosecution", "prosecution"),
                            ("defence", "defence"),
                            ("court_proceedings", "court_proceedings"),
                            ("records_duty", "records_duty"),
                            ("oversight", "oversight"),
                            ("administration", "administration"),
                            ("civil_immigration", "civil_immigration"),
                            ("public_register", "public_register"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "classes",
                    models.IntegerField(
                        help_text="mask of the field classes asked for"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("judicial_warrant", "Judicial warrant"),
                            ("court_order", "Court order"),
                            ("written_permission", "Written permission of the person"),
                            ("treatment", "Treatment"),
                            ("approved_request", "Approved request"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(help_text="for how long, in days"),
                ),
                (
                    "reason_text",
                    models.UUIDField(help_text="audit.TypedText of what was typed"),
                ),
                ("asked_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                        ],
                        default=warrants.enums.RequestStatus["WAITING"],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
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
                    "history_user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="warrants.legalinstrument",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical access request",
                "verbose_name_plural": "historical access requests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="instrument",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requests",
                to="warrants.legalinstrument",
            ),
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("classes", models.IntegerField()),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("judicial_warrant", "Judicial warrant"),
                            ("court_order", "Court order"),
                            ("written_permission", "Written permission of the person"),
                            ("treatment", "Treatment"),
                            ("approved_request", "Approved request"),
                        ],
                        max_length=30,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_longer_needed", "no_longer_needed"),
                            ("recalled", "recalled"),
                            ("misused", "misused"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="bookings.booking",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="access.membership",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grant",
                        to="warrants.accessrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="grant_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grant_ended_early_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="legalinstrument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("called_back_at__isnull", True),
                        ("called_back_by__isnull", True),
                    ),
                    models.Q(
                        ("called_back_at__isnull", False),
                        ("called_back_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="call_back_has_a_caller",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", 1), ("days__lte", 90)),
                name="request_is_for_one_to_ninety_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("classes__gt", 0)),
                name="request_asks_for_something",
            ),
        ),
    ]
