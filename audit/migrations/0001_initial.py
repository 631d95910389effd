"""Tables of the two histories. The view history's own SQL: partitions by origin,
the live one by month; Django only keeps its state.
"""

import uuid

import django.db.models.expressions
from django.db import migrations, models

import audit.clock

CLOCK = """
CREATE OR REPLACE FUNCTION public.jail_now() RETURNS timestamptz
LANGUAGE sql VOLATILE PARALLEL SAFE AS $f$ SELECT clock_timestamp() $f$"""

VIEW_EVENT = """
CREATE TABLE audit_viewevent (
  origin varchar(40) NOT NULL DEFAULT 'live',
  occurred_at timestamptz NOT NULL DEFAULT jail_now(),
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind varchar(20) NOT NULL,
  request_id uuid NOT NULL,
  account_id bigint,
  membership_id bigint,
  unit_id bigint,
  agency_id bigint,
  mission varchar(30) NOT NULL DEFAULT '',
  in_immigration_department boolean NOT NULL DEFAULT false,
  purpose varchar(40) NOT NULL DEFAULT '',
  booking_id uuid,
  person_id uuid,
  facility_id bigint,
  shape_id bigint,
  classes integer NOT NULL DEFAULT 0,
  basis varchar(200) NOT NULL DEFAULT '',
  rules varchar(500) NOT NULL DEFAULT '',
  law_id bigint,
  detail jsonb NOT NULL DEFAULT '{}',
  leaf bytea NOT NULL DEFAULT '',
  -- The sealer takes rows by transaction snapshot: identities commit out of order.
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (origin, occurred_at, id)
) PARTITION BY LIST (origin);
CREATE INDEX view_by_account ON audit_viewevent (account_id, occurred_at)
  INCLUDE (booking_id, person_id, kind, classes);
CREATE INDEX view_by_person ON audit_viewevent (person_id, occurred_at)
  INCLUDE (account_id, booking_id, kind, classes);
CREATE TABLE audit_viewevent_live PARTITION OF audit_viewevent
  FOR VALUES IN ('live') PARTITION BY RANGE (occurred_at);
CREATE TABLE audit_viewevent_live_default PARTITION OF audit_viewevent_live DEFAULT;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(CLOCK, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="ActEvent",
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
                ("occurred_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("act", models.CharField(max_length=60)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "done"), ("refused", "refused")],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="a code, never text that was typed",
                        max_length=60,
                    ),
                ),
                ("request_id", models.UUIDField(null=True)),
                ("account_id", models.BigIntegerField(null=True)),
                ("membership_id", models.BigIntegerField(null=True)),
                ("unit_id", models.BigIntegerField(null=True)),
                ("agency_id", models.BigIntegerField(null=True)),
                ("mission", models.CharField(blank=True, db_default="", max_length=30)),
                (
                    "target_kind",
                    models.CharField(blank=True, db_default="", max_length=40),
                ),
                (
                    "target_id",
                    models.CharField(blank=True, db_default="", max_length=60),
                ),
                ("law_id", models.BigIntegerField(null=True)),
                ("detail", models.JSONField(db_default={})),
                ("leaf", models.BinaryField(db_default=b"")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["act", "outcome", "occurred_at"], name="act_by_kind"
                    ),
                    models.Index(
                        fields=["account_id", "occurred_at"], name="act_by_account"
                    ),
                    models.Index(
                        fields=["target_kind", "target_id", "occurred_at"],
                        name="act_by_target",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisteredShape",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("page", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                (
                    "fields",
                    models.JSONField(help_text="path of each field → bit of its class"),
                ),
                (
                    "registered_at",
                    models.DateTimeField(db_default=audit.clock.JailNow()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "version"), name="page_version_has_one_shape"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TypedText",
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
                ("kind", models.CharField(max_length=20)),
                ("account_id", models.BigIntegerField(null=True)),
                ("session_digest", models.CharField(blank=True, max_length=64)),
                ("sealed", models.BinaryField()),
                ("typed_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("erase_after", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["erase_after"], name="typed_text_by_end")
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(VIEW_EVENT, "DROP TABLE audit_viewevent")
            ],
            state_operations=[
                migrations.CreateModel(
                    name="ViewEvent",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "origin",
                                "occurred_at",
                                "id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[("live", "live")],
                                db_default="live",
                                max_length=40,
                            ),
                        ),
                        (
                            "occurred_at",
                            models.DateTimeField(db_default=audit.clock.JailNow()),
                        ),
                        (
                            "id",
                            models.BigIntegerField(
                                db_default=django.db.models.expressions.RawSQL(
                                    "nextval('audit_viewevent_id_seq')", ()
                                ),
                                editable=False,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("opened", "opened"),
                                    ("listed", "listed"),
                                    ("found", "found"),
                                    ("refused", "refused"),
                                    ("searched", "searched"),
                                    ("register", "register"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("request_id", models.UUIDField()),
                        ("account_id", models.BigIntegerField(null=True)),
                        ("membership_id", models.BigIntegerField(null=True)),
                        ("unit_id", models.BigIntegerField(null=True)),
                        ("agency_id", models.BigIntegerField(null=True)),
                        (
                            "mission",
                            models.CharField(blank=True, db_default="", max_length=30),
                        ),
                        (
                            "in_immigration_department",
                            models.BooleanField(db_default=False),
                        ),
                        (
                            "purpose",
                            models.CharField(blank=True, db_default="", max_length=40),
                        ),
                        ("booking_id", models.UUIDField(null=True)),
                        ("person_id", models.UUIDField(null=True)),
                        ("facility_id", models.BigIntegerField(null=True)),
                        ("shape_id", models.BigIntegerField(null=True)),
                        ("classes", models.IntegerField(db_default=0)),
                        (
                            "basis",
                            models.CharField(blank=True, db_default="", max_length=200),
                        ),
                        (
                            "rules",
                            models.CharField(blank=True, db_default="", max_length=500),
                        ),
                        ("law_id", models.BigIntegerField(null=True)),
                        ("detail", models.JSONField(db_default={})),
                        ("leaf", models.BinaryField(db_default=b"")),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["account_id", "occurred_at"],
                                include=("booking_id", "person_id", "kind", "classes"),
                                name="view_by_account",
                            ),
                            models.Index(
                                fields=["person_id", "occurred_at"],
                                include=("account_id", "booking_id", "kind", "classes"),
                                name="view_by_person",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
