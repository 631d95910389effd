"""Sessions, steps, trainings, proposals, and what closes a unit or an agency."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock

PROMISES = """
UPDATE access_account SET joined_at = opened_at;
SELECT audit_guard('access_training'), audit_guard('access_banneracknowledgement');

-- Where and by whom somebody signed in is written once; an ended session stays ended,
-- and is never made longer.
CREATE FUNCTION access_check_session() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.ends_at > OLD.ends_at
     OR NEW.last_active_at < OLD.last_active_at THEN
    RAISE EXCEPTION 'a session that has ended does not go on'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER ended_sessions_stay_ended BEFORE UPDATE ON access_accountsession
  FOR EACH ROW EXECUTE FUNCTION access_check_session();
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_accountsession
  FOR EACH ROW EXECUTE FUNCTION access_keys_stand('id', 'account_id', 'began_at');
ALTER TABLE access_accountsession ENABLE ALWAYS TRIGGER ended_sessions_stay_ended;
ALTER TABLE access_accountsession ENABLE ALWAYS TRIGGER keys_stand;

-- Whoever is closed, is closed everywhere: no old session wakes up when the account,
-- its unit or its agency is opened again.
CREATE FUNCTION access_end_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  UPDATE access_accountsession s SET ended_at = jail_now(), end_reason = 'closed'
  WHERE s.ended_at IS NULL AND CASE TG_TABLE_NAME
    WHEN 'access_account' THEN s.account_id = NEW.id
    WHEN 'access_unit' THEN s.account_id IN
      (SELECT m.account_id FROM access_membership m WHERE m.unit_id = NEW.id)
    ELSE s.account_id IN
      (SELECT m.account_id FROM access_membership m JOIN access_unit u
       ON u.id = m.unit_id WHERE u.agency_id = NEW.id) END;
  RETURN NULL;
END $f$;
CREATE TRIGGER closing_ends_sessions AFTER UPDATE OF suspended_at, reopened_at,
  is_active, password ON access_account FOR EACH ROW
  WHEN (NEW.suspended_at IS DISTINCT FROM OLD.suspended_at
    OR NEW.reopened_at IS DISTINCT FROM OLD.reopened_at
    OR NEW.is_active IS DISTINCT FROM OLD.is_active)
  EXECUTE FUNCTION access_end_sessions();
CREATE TRIGGER closing_ends_sessions AFTER UPDATE OF closed_at ON access_unit
  FOR EACH ROW WHEN (NEW.closed_at IS DISTINCT FROM OLD.closed_at)
  EXECUTE FUNCTION access_end_sessions();
CREATE TRIGGER closing_ends_sessions AFTER UPDATE OF closed_at ON access_agency
  FOR EACH ROW WHEN (NEW.closed_at IS DISTINCT FROM OLD.closed_at)
  EXECUTE FUNCTION access_end_sessions();
ALTER TABLE access_account ENABLE ALWAYS TRIGGER closing_ends_sessions;
ALTER TABLE access_unit ENABLE ALWAYS TRIGGER closing_ends_sessions;
ALTER TABLE access_agency ENABLE ALWAYS TRIGGER closing_ends_sessions;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_daily_ceiling"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountSession",
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
                ("began_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "last_active_at",
                    models.DateTimeField(db_default=audit.clock.JailNow()),
                ),
                ("ends_at", models.DateTimeField()),
                ("locked_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed_out", "signed_out"),
                            ("by_holder", "by_holder"),
                            ("too_long", "too_long"),
                            ("standing", "standing"),
                            ("closed", "closed"),
                            ("credentials", "credentials"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "first_factor",
                    models.CharField(
                        choices=[
                            ("password", "password"),
                            ("totp", "totp"),
                            ("passkey", "passkey"),
                            ("recovery_code", "recovery_code"),
                            ("county_sign_on", "county_sign_on"),
                            ("demonstration", "demonstration"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "second_factor",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("password", "password"),
                            ("totp", "totp"),
                            ("passkey", "passkey"),
                            ("recovery_code", "recovery_code"),
                            ("county_sign_on", "county_sign_on"),
                            ("demonstration", "demonstration"),
                        ],
                        max_length=20,
                    ),
                ),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                ("device", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["-began_at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BannerAcknowledgement",
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
                ("banner_sha256", models.CharField(max_length=64)),
                (
                    "acknowledged_at",
                    models.DateTimeField(db_default=audit.clock.JailNow()),
                ),
            ],
            options={
                "ordering": ["-acknowledged_at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoricalProposal",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                ("act", models.CharField(max_length=60)),
                ("target_kind", models.CharField(max_length=40)),
                ("target_id", models.CharField(max_length=60)),
                ("payload", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=400)),
                ("proposed_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
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
            ],
            options={
                "verbose_name": "historical proposal",
                "verbose_name_plural": "historical proposals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Proposal",
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
                ("act", models.CharField(max_length=60)),
                ("target_kind", models.CharField(max_length=40)),
                ("target_id", models.CharField(max_length=60)),
                ("payload", models.JSONField(default=dict)),
                ("reason", models.CharField(max_length=400)),
                ("proposed_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["proposed_at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                    "completed_at",
                    models.DateTimeField(db_default=audit.clock.JailNow()),
                ),
                (
                    "minutes",
                    models.PositiveIntegerField(
                        help_text="between first page and last answer"
                    ),
                ),
                ("questions", models.PositiveSmallIntegerField()),
                (
                    "answered_right",
                    models.PositiveSmallIntegerField(
                        help_text="answered rightly at once"
                    ),
                ),
            ],
            options={
                "ordering": ["-completed_at"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="account",
            name="credentials_changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="account",
            name="external_subject",
            field=models.CharField(
                blank=True,
                help_text="the name the county's sign-on knows this person by",
                max_length=200,
                null=True,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="joined_at",
            field=models.DateTimeField(
                blank=True, db_default=audit.clock.JailNow(), null=True
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="account",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agency",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="agency",
            name="closed_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="agency",
            name="mail_domains",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120),
                blank=True,
                db_default=[],
                default=list,
                help_text="the domains its people write from",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="historicalaccount",
            name="credentials_changed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalaccount",
            name="external_subject",
            field=models.CharField(
                blank=True,
                db_index=True,
                help_text="the name the county's sign-on knows this person by",
                max_length=200,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="historicalaccount",
            name="joined_at",
            field=models.DateTimeField(
                blank=True, db_default=audit.clock.JailNow(), null=True
            ),
        ),
        migrations.AddField(
            model_name="historicalaccount",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalaccount",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalagency",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalagency",
            name="closed_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="historicalagency",
            name="mail_domains",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120),
                blank=True,
                db_default=[],
                default=list,
                help_text="the domains its people write from",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="historicalunit",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalunit",
            name="closed_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="unit",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="unit",
            name="closed_reason",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(("closed_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="agency_is_closed_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(("closed_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="unit_is_closed_for_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="accountsession",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sessions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accountsession",
            name="acknowledged_law",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.lawversion",
            ),
        ),
        migrations.AddField(
            model_name="accountsession",
            name="membership",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.membership",
            ),
        ),
        migrations.AddField(
            model_name="banneracknowledgement",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="banners",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="banneracknowledgement",
            name="law",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.lawversion",
            ),
        ),
        migrations.AddField(
            model_name="historicalproposal",
            name="history_user",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalproposal",
            name="requester",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalproposal",
            name="requester_unit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="access.unit",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="requester",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="requester_unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.unit",
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="trainings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="law",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.lawversion",
            ),
        ),
        migrations.AddIndex(
            model_name="accountsession",
            index=models.Index(
                fields=["account", "ended_at"], name="sessions_of_an_account"
            ),
        ),
        migrations.AddIndex(
            model_name="accountsession",
            index=models.Index(fields=["began_at"], name="sessions_by_beginning"),
        ),
        migrations.AddConstraint(
            model_name="accountsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("began_at"))),
                name="session_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="accountsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    models.Q(("end_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="session_is_ended_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="banneracknowledgement",
            index=models.Index(
                fields=["account", "law"], name="banner_by_account_and_law"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="proposal_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("status", "waiting")),
                    models.Q(
                        models.Q(("status", "waiting"), _negated=True),
                        ("decided_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_is_decided_at_an_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "waiting")),
                fields=("act", "target_kind", "target_id"),
                name="one_waiting_proposal_for_an_act_on_a_target",
            ),
        ),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                fields=["account", "law", "-completed_at"], name="training_newest"
            ),
        ),
        migrations.AddConstraint(
            model_name="training",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_right__lte", models.F("questions")), ("questions__gt", 0)
                ),
                name="training_asks_and_is_answered",
            ),
        ),
        migrations.RunSQL(PROMISES, migrations.RunSQL.noop),
    ]
