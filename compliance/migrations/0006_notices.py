"""Who is told of what, when, and whether they opened it; the weekly reviews."""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock

PROMISES = """
SELECT audit_guard('compliance_notice');

-- What was sent, was sent; what was opened, was opened; both at the one clock's instant.
CREATE FUNCTION compliance_delivery_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF NEW.id <> OLD.id OR NEW.notice_id <> OLD.notice_id OR NEW.token <> OLD.token
     OR NEW.recipient_id <> OLD.recipient_id OR NEW.attempts < OLD.attempts
     OR OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at
     OR OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at THEN
    RAISE EXCEPTION 'what is on record of a delivery stands'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.sent_at IS NOT NULL AND OLD.sent_at IS NULL THEN
    NEW.sent_at := public.jail_now();
  END IF;
  IF NEW.opened_at IS NOT NULL AND OLD.opened_at IS NULL THEN
    NEW.opened_at := public.jail_now();
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER delivery_stands BEFORE UPDATE ON compliance_delivery
  FOR EACH ROW EXECUTE FUNCTION compliance_delivery_stands();
ALTER TABLE compliance_delivery ENABLE ALWAYS TRIGGER delivery_stands;

CREATE FUNCTION compliance_mark_goes_on() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF NEW.kind <> OLD.kind OR NEW.covered_until < OLD.covered_until THEN
    RAISE EXCEPTION 'what was looked at is not looked at again'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER mark_goes_on BEFORE UPDATE ON compliance_noticemark
  FOR EACH ROW EXECUTE FUNCTION compliance_mark_goes_on();
ALTER TABLE compliance_noticemark ENABLE ALWAYS TRIGGER mark_goes_on;

CREATE FUNCTION compliance_recipient_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF OLD.until IS NOT NULL
     OR to_jsonb(NEW) - 'until' IS DISTINCT FROM to_jsonb(OLD) - 'until' THEN
    RAISE EXCEPTION 'who was told stands; name another'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER recipient_stands BEFORE UPDATE ON compliance_recipient
  FOR EACH ROW EXECUTE FUNCTION compliance_recipient_stands();
ALTER TABLE compliance_recipient ENABLE ALWAYS TRIGGER recipient_stands;

CREATE FUNCTION compliance_reminder_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF OLD.sent_at IS NOT NULL OR NEW.kind <> OLD.kind OR NEW.days <> OLD.days
     OR NEW.account_id <> OLD.account_id OR NEW.about <> OLD.about THEN
    RAISE EXCEPTION 'a reminder is sent once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER reminder_stands BEFORE UPDATE ON compliance_reminder
  FOR EACH ROW EXECUTE FUNCTION compliance_reminder_stands();
ALTER TABLE compliance_reminder ENABLE ALWAYS TRIGGER reminder_stands;
"""
REVIEWS = """
CREATE FUNCTION compliance_review_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  may_change text[] := '{signed_at,signed_by_id,words}';
BEGIN
  IF OLD.signed_at IS NOT NULL
     OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
    RAISE EXCEPTION 'what is to be reviewed stands, and is signed once'
      USING ERRCODE = 'check_violation';
  END IF;
  NEW.signed_at := public.jail_now();
  RETURN NEW;
END $f$;
CREATE TRIGGER review_stands BEFORE UPDATE ON compliance_historyreview
  FOR EACH ROW EXECUTE FUNCTION compliance_review_stands();
ALTER TABLE compliance_historyreview ENABLE ALWAYS TRIGGER review_stands;
"""
UNDO = """
DROP TRIGGER review_stands ON compliance_historyreview;
DROP FUNCTION compliance_review_stands();
DROP TRIGGER delivery_stands ON compliance_delivery;
DROP TRIGGER mark_goes_on ON compliance_noticemark;
DROP TRIGGER recipient_stands ON compliance_recipient;
DROP TRIGGER reminder_stands ON compliance_reminder;
DROP FUNCTION compliance_delivery_stands(), compliance_mark_goes_on(),
  compliance_recipient_stands(), compliance_reminder_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_the_life_of_an_account"),
        ("compliance", "0005_life_of_a_finding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeMark",
            fields=[
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("forbidden_used", "forbidden_used"),
                            ("shown_against_law", "shown_against_law"),
                            ("job_dead", "job_dead"),
                            ("duty_overdue", "duty_overdue"),
                            ("failed_logging", "failed_logging"),
                        ],
                        max_length=20,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("covered_until", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalHistoryReview",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("sample", models.JSONField(db_default=[], default=list)),
                ("made_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("due_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="no person's data",
                        max_length=1000,
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
                    "signed_by",
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
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical history review",
                "verbose_name_plural": "historical history reviews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRecipient",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("department_head", "department_head"),
                            ("council_chair", "council_chair"),
                            ("auditor", "auditor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("mail", models.EmailField(max_length=254)),
                ("since", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("until", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "historical recipient",
                "verbose_name_plural": "historical recipients",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Notice",
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
                            ("forbidden_used", "forbidden_used"),
                            ("shown_against_law", "shown_against_law"),
                            ("job_dead", "job_dead"),
                            ("duty_overdue", "duty_overdue"),
                            ("failed_logging", "failed_logging"),
                        ],
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("covers_from", models.DateTimeField()),
                ("covers_until", models.DateTimeField()),
                ("counts", models.JSONField(db_default={}, default=dict)),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "covers_from"),
                        name="what_happened_is_told_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("department_head", "department_head"),
                            ("council_chair", "council_chair"),
                            ("auditor", "auditor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("mail", models.EmailField(max_length=254)),
                ("since", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("until", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["role", "-since"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("role",),
                        name="one_address_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="an_address_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDelivery",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                ("attempts", models.PositiveIntegerField(db_default=0, default=0)),
                ("attempted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="the error's kind alone",
                        max_length=80,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
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
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="compliance.notice",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="compliance.recipient",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical delivery",
                "verbose_name_plural": "historical deliveries",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoryReview",
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
                ("week", models.DateField()),
                ("sample", models.JSONField(db_default=[], default=list)),
                ("made_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("due_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="no person's data",
                        max_length=1000,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-week", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("week", "unit"), name="one_review_a_week_and_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signed_at__isnull", True),
                                ("signed_by__isnull", True),
                                ("words", ""),
                            ),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_signed_review_says_who_and_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                ("attempts", models.PositiveIntegerField(db_default=0, default=0)),
                ("attempted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="the error's kind alone",
                        max_length=80,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="compliance.notice",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="compliance.recipient",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["notice"],
                        name="delivery_that_waits",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("notice", "recipient"), name="each_is_told_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
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
                            ("unused", "unused"),
                            ("training", "training"),
                            ("agreement", "agreement"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.DateTimeField()),
                ("days", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("attempts", models.PositiveIntegerField(db_default=0, default=0)),
                ("error", models.CharField(blank=True, db_default="", max_length=80)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "account", "about", "days"),
                        name="each_is_reminded_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(PROMISES + REVIEWS, UNDO),
    ]
