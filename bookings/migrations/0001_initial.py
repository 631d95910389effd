import uuid

import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock
import bookings.enums


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Booking",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("booking_number", models.CharField(max_length=20)),
                ("booked_at", models.DateTimeField()),
                ("arresting_agency", models.CharField(blank=True, max_length=120)),
                ("housing", models.CharField(blank=True, max_length=40)),
                ("expected_discharge_on", models.DateField(blank=True, null=True)),
                ("safety_instructions", models.TextField(blank=True)),
                ("language_needed", models.CharField(blank=True, max_length=40)),
                ("next_court_at", models.DateTimeField(blank=True, null=True)),
                ("court", models.CharField(blank=True, max_length=80)),
                (
                    "bail_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="US dollars",
                        max_digits=10,
                        null=True,
                    ),
                ),
                ("discharged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "discharge_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bail_cash", "bail_cash"),
                            ("bail_bond", "bail_bond"),
                            ("personal_recognizance", "personal_recognizance"),
                            ("conditional_release", "conditional_release"),
                            ("time_served", "time_served"),
                            ("charges_not_filed", "charges_not_filed"),
                            ("charges_dismissed", "charges_dismissed"),
                            ("court_order_release", "court_order_release"),
                            ("transfer_other_jail", "transfer_other_jail"),
                            ("transfer_hospital", "transfer_hospital"),
                            ("booked_in_error", "booked_in_error"),
                        ],
                        max_length=40,
                    ),
                ),
                ("discharge_manner", models.CharField(blank=True, max_length=60)),
                ("is_juvenile", models.BooleanField(default=False)),
                ("is_sealed", models.BooleanField(default=False)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="access.facility",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("view_register", "May be shown: Jail register"),
                    ("view_custody", "May be shown: Custody and court"),
                    ("view_movements", "May be shown: Housing and movements"),
                    ("view_safety", "May be shown: Safety instructions and language"),
                    (
                        "view_identity",
                        "May be shown: Photo, description, birth date, other names",
                    ),
                    ("view_contact", "May be shown: Address and contact"),
                    ("view_identifiers", "May be shown: Identifying numbers"),
                    ("view_origin", "May be shown: Consular case"),
                    ("view_health", "May be shown: Health"),
                    ("view_protected", "May be shown: Juvenile or sealed record"),
                    ("view_visits", "May be shown: Visits and funds"),
                    ("view_papers", "May be shown: Immigration papers"),
                ],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Detainer",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("I-247A", "I-247A"),
                            ("I-247D", "I-247D"),
                            ("I-247N", "I-247N"),
                            ("I-247X", "I-247X"),
                            ("I-200", "I-200"),
                            ("I-203", "I-203"),
                            ("I-205", "I-205"),
                        ],
                        max_length=10,
                    ),
                ),
                ("office", models.CharField(max_length=120)),
                ("received_at", models.DateTimeField()),
                (
                    "received_by",
                    models.CharField(
                        max_length=40, verbose_name="received by means of"
                    ),
                ),
                ("copy_served_at", models.DateTimeField(blank=True, null=True)),
                ("copy_language", models.CharField(blank=True, max_length=40)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="detainers",
                        to="bookings.booking",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoricalBookingGroupPermission",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                    "content_object",
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
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="auth.group",
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
                    "permission",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="auth.permission",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical booking group permission",
                "verbose_name_plural": "historical booking group permissions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBookingUserPermission",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                    "content_object",
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
                    "permission",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="auth.permission",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical booking user permission",
                "verbose_name_plural": "historical booking user permissions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalCharge",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("statute", models.CharField(help_text="RCW section", max_length=30)),
                ("offense", models.CharField(max_length=120)),
                (
                    "offense_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("felony_a", "felony_a"),
                            ("felony_b", "felony_b"),
                            ("felony_c", "felony_c"),
                            ("gross_misdemeanor", "gross_misdemeanor"),
                            ("misdemeanor", "misdemeanor"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("investigation", "investigation"),
                            ("filed", "filed"),
                            ("dismissed", "dismissed"),
                            ("convicted", "convicted"),
                            ("sentenced", "sentenced"),
                        ],
                        default=bookings.enums.ChargeStatus["INVESTIGATION"],
                        max_length=20,
                    ),
                ),
                ("court_case_number", models.CharField(blank=True, max_length=30)),
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
            ],
            options={
                "verbose_name": "historical charge",
                "verbose_name_plural": "historical charges",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDetainer",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("I-247A", "I-247A"),
                            ("I-247D", "I-247D"),
                            ("I-247N", "I-247N"),
                            ("I-247X", "I-247X"),
                            ("I-200", "I-200"),
                            ("I-203", "I-203"),
                            ("I-205", "I-205"),
                        ],
                        max_length=10,
                    ),
                ),
                ("office", models.CharField(max_length=120)),
                ("received_at", models.DateTimeField()),
                (
                    "received_by",
                    models.CharField(
                        max_length=40, verbose_name="received by means of"
                    ),
                ),
                ("copy_served_at", models.DateTimeField(blank=True, null=True)),
                ("copy_language", models.CharField(blank=True, max_length=40)),
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
            ],
            options={
                "verbose_name": "historical detainer",
                "verbose_name_plural": "historical detainers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPerson",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("surname", models.CharField(max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=80)),
                ("middle_name", models.CharField(blank=True, max_length=80)),
                ("suffix", models.CharField(blank=True, max_length=10)),
                ("birth_date", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("M", "Male"), ("F", "Female"), ("U", "Unknown")],
                        max_length=1,
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "state_id",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="state ID (SID)"
                    ),
                ),
                (
                    "fbi_number",
                    models.CharField(
                        blank=True, max_length=9, verbose_name="FBI number"
                    ),
                ),
                ("driver_license", models.CharField(blank=True, max_length=30)),
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
            ],
            options={
                "verbose_name": "historical person",
                "verbose_name_plural": "historical people",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Person",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("surname", models.CharField(max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=80)),
                ("middle_name", models.CharField(blank=True, max_length=80)),
                ("suffix", models.CharField(blank=True, max_length=10)),
                ("birth_date", models.DateField(blank=True, null=True)),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("M", "Male"), ("F", "Female"), ("U", "Unknown")],
                        max_length=1,
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "state_id",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="state ID (SID)"
                    ),
                ),
                (
                    "fbi_number",
                    models.CharField(
                        blank=True, max_length=9, verbose_name="FBI number"
                    ),
                ),
                ("driver_license", models.CharField(blank=True, max_length=30)),
            ],
            options={
                "verbose_name_plural": "people",
                "abstract": False,
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Upper("surname"),
                        django.db.models.functions.text.Upper("given_name"),
                        models.F("id"),
                        name="person_by_name",
                    ),
                    models.Index(
                        fields=["birth_date", "id"], name="person_by_birth_date"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPhysicalDescription",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "height_inches",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                (
                    "weight_pounds",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                (
                    "eye_colour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("BLK", "Black"),
                            ("BLU", "Blue"),
                            ("BRO", "Brown"),
                            ("GRN", "Green"),
                            ("GRY", "Gray"),
                            ("HAZ", "Hazel"),
                            ("MAR", "Maroon"),
                            ("MUL", "Multicoloured"),
                            ("PNK", "Pink"),
                            ("XXX", "Unknown"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "hair_colour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("BLK", "Black"),
                            ("BLN", "Blond"),
                            ("BLU", "Blue"),
                            ("BRO", "Brown"),
                            ("GRN", "Green"),
                            ("GRY", "Gray"),
                            ("ONG", "Orange"),
                            ("PLE", "Purple"),
                            ("PNK", "Pink"),
                            ("RED", "Red"),
                            ("SDY", "Sandy"),
                            ("WHI", "White"),
                            ("XXX", "Unknown or bald"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "race",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A", "Asian or Pacific Islander"),
                            ("B", "Black"),
                            ("I", "American Indian or Alaskan Native"),
                            ("U", "Unknown"),
                            ("W", "White"),
                        ],
                        max_length=1,
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical physical description",
                "verbose_name_plural": "historical physical descriptions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPhoto",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("taken_at", models.DateTimeField()),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical photo",
                "verbose_name_plural": "historical photos",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMark",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("TAT", "Tattoo"),
                            ("RTAT", "Removed tattoo"),
                            ("SC", "Scar"),
                            ("MOLE", "Mole"),
                            ("DISC", "Birthmark"),
                            ("PRCD", "Piercing"),
                        ],
                        max_length=4,
                    ),
                ),
                ("code", models.CharField(max_length=10)),
                ("description", models.CharField(blank=True, max_length=120)),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical mark",
                "verbose_name_plural": "historical marks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalBooking",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("booking_number", models.CharField(max_length=20)),
                ("booked_at", models.DateTimeField()),
                ("arresting_agency", models.CharField(blank=True, max_length=120)),
                ("housing", models.CharField(blank=True, max_length=40)),
                ("expected_discharge_on", models.DateField(blank=True, null=True)),
                ("safety_instructions", models.TextField(blank=True)),
                ("language_needed", models.CharField(blank=True, max_length=40)),
                ("next_court_at", models.DateTimeField(blank=True, null=True)),
                ("court", models.CharField(blank=True, max_length=80)),
                (
                    "bail_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="US dollars",
                        max_digits=10,
                        null=True,
                    ),
                ),
                ("discharged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "discharge_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("bail_cash", "bail_cash"),
                            ("bail_bond", "bail_bond"),
                            ("personal_recognizance", "personal_recognizance"),
                            ("conditional_release", "conditional_release"),
                            ("time_served", "time_served"),
                            ("charges_not_filed", "charges_not_filed"),
                            ("charges_dismissed", "charges_dismissed"),
                            ("court_order_release", "court_order_release"),
                            ("transfer_other_jail", "transfer_other_jail"),
                            ("transfer_hospital", "transfer_hospital"),
                            ("booked_in_error", "booked_in_error"),
                        ],
                        max_length=40,
                    ),
                ),
                ("discharge_manner", models.CharField(blank=True, max_length=60)),
                ("is_juvenile", models.BooleanField(default=False)),
                ("is_sealed", models.BooleanField(default=False)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
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
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.facility",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical booking",
                "verbose_name_plural": "historical bookings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAlias",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("surname", models.CharField(max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=80)),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical alias",
                "verbose_name_plural": "historical aliases",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAddress",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("home", "home"), ("work", "work"), ("mail", "mail")],
                        max_length=10,
                    ),
                ),
                ("street", models.CharField(max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical address",
                "verbose_name_plural": "historical addresses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="booking",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="bookings.person",
            ),
        ),
        migrations.CreateModel(
            name="Alias",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("surname", models.CharField(max_length=80)),
                ("given_name", models.CharField(blank=True, max_length=80)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "aliases",
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Address",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("home", "home"), ("work", "work"), ("mail", "mail")],
                        max_length=10,
                    ),
                ),
                ("street", models.CharField(max_length=120)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=2)),
                ("postal_code", models.CharField(blank=True, max_length=10)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "addresses",
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Photo",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("image", models.BinaryField()),
                ("taken_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PhysicalDescription",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "height_inches",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                (
                    "weight_pounds",
                    models.PositiveSmallIntegerField(blank=True, null=True),
                ),
                (
                    "eye_colour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("BLK", "Black"),
                            ("BLU", "Blue"),
                            ("BRO", "Brown"),
                            ("GRN", "Green"),
                            ("GRY", "Gray"),
                            ("HAZ", "Hazel"),
                            ("MAR", "Maroon"),
                            ("MUL", "Multicoloured"),
                            ("PNK", "Pink"),
                            ("XXX", "Unknown"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "hair_colour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("BLK", "Black"),
                            ("BLN", "Blond"),
                            ("BLU", "Blue"),
                            ("BRO", "Brown"),
                            ("GRN", "Green"),
                            ("GRY", "Gray"),
                            ("ONG", "Orange"),
                            ("PLE", "Purple"),
                            ("PNK", "Pink"),
                            ("RED", "Red"),
                            ("SDY", "Sandy"),
                            ("WHI", "White"),
                            ("XXX", "Unknown or bald"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "race",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("A", "Asian or Pacific Islander"),
                            ("B", "Black"),
                            ("I", "American Indian or Alaskan Native"),
                            ("U", "Unknown"),
                            ("W", "White"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="descriptions",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BookingGroupPermission",
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
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_permissions",
                        to="bookings.booking",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.group"
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="auth.permission",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "unique_together": {("group", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="BookingUserPermission",
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
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="user_permissions",
                        to="bookings.booking",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="auth.permission",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
        migrations.CreateModel(
            name="Charge",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                ("statute", models.CharField(help_text="RCW section", max_length=30)),
                ("offense", models.CharField(max_length=120)),
                (
                    "offense_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("felony_a", "felony_a"),
                            ("felony_b", "felony_b"),
                            ("felony_c", "felony_c"),
                            ("gross_misdemeanor", "gross_misdemeanor"),
                            ("misdemeanor", "misdemeanor"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("investigation", "investigation"),
                            ("filed", "filed"),
                            ("dismissed", "dismissed"),
                            ("convicted", "convicted"),
                            ("sentenced", "sentenced"),
                        ],
                        default=bookings.enums.ChargeStatus["INVESTIGATION"],
                        max_length=20,
                    ),
                ),
                ("court_case_number", models.CharField(blank=True, max_length=30)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="charges",
                        to="bookings.booking",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("booking", "position"), name="charge_position_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
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
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=audit.clock.JailNow(), editable=False
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("TAT", "Tattoo"),
                            ("RTAT", "Removed tattoo"),
                            ("SC", "Scar"),
                            ("MOLE", "Mole"),
                            ("DISC", "Birthmark"),
                            ("PRCD", "Piercing"),
                        ],
                        max_length=4,
                    ),
                ),
                ("code", models.CharField(max_length=10)),
                ("description", models.CharField(blank=True, max_length=120)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="bookings.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "family__in",
                                ["TAT", "RTAT", "SC", "MOLE", "DISC", "PRCD"],
                            )
                        ),
                        name="mark_is_of_appearance_not_of_health",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                models.F("facility"),
                models.F("is_juvenile"),
                models.F("is_sealed"),
                models.OrderBy(models.F("booked_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="booking_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                models.F("facility"),
                models.F("is_juvenile"),
                models.F("is_sealed"),
                models.OrderBy(models.F("booked_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("discharged_at__isnull", True)),
                name="booking_in_custody_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                fields=["person", "booked_at"], name="booking_by_person"
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["booking_number"], name="booking_by_number"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                fields=("facility", "booking_number"),
                name="booking_number_is_unique_in_facility",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("discharged_at__isnull", True),
                        ("discharge_manner", ""),
                        ("discharge_reason", ""),
                    ),
                    models.Q(
                        ("discharged_at__gte", models.F("booked_at")),
                        models.Q(("discharge_reason", ""), _negated=True),
                        models.Q(("discharge_manner", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="discharge_is_recorded_whole_or_not_at_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_sealed", False), ("sealed_at__isnull", True)),
                    models.Q(("is_sealed", True), ("sealed_at__isnull", False)),
                    _connector="OR",
                ),
                name="sealing_has_its_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="physicaldescription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("height_inches__isnull", True),
                    models.Q(("height_inches__gte", 12), ("height_inches__lte", 107)),
                    _connector="OR",
                ),
                name="height_is_a_human_height",
            ),
        ),
        migrations.AddConstraint(
            model_name="physicaldescription",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weight_pounds__isnull", True),
                    models.Q(("weight_pounds__gte", 5), ("weight_pounds__lte", 999)),
                    _connector="OR",
                ),
                name="weight_is_a_human_weight",
            ),
        ),
    ]
