"""Attempts and locks at the door, networks, and clocks that only go forward."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import access.models.networks
import audit.clock

PROMISES = """
SELECT audit_guard('access_signinattempt');

-- A clock goes forward or stands: nothing that opens an account again, and nobody who
-- mends a row, makes it look unused, or used when it was not yet. A new password has
-- its instant from here, whoever wrote it.
CREATE FUNCTION access_clocks_go_forward() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.password IS DISTINCT FROM OLD.password THEN
    NEW.credentials_changed_at := greatest(public.jail_now(), OLD.credentials_changed_at);
  END IF;
  IF coalesce(NEW.last_sign_in_at < OLD.last_sign_in_at, OLD.last_sign_in_at IS NOT NULL
       AND NEW.last_sign_in_at IS NULL)
     OR coalesce(NEW.credentials_changed_at < OLD.credentials_changed_at,
       OLD.credentials_changed_at IS NOT NULL AND NEW.credentials_changed_at IS NULL) THEN
    RAISE EXCEPTION 'the clocks of an account do not go back'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER clocks_go_forward BEFORE UPDATE ON access_account
  FOR EACH ROW EXECUTE FUNCTION access_clocks_go_forward();
ALTER TABLE access_account ENABLE ALWAYS TRIGGER clocks_go_forward;

-- An attempt carries the instant at which it was made, or five could be spread out.
CREATE FUNCTION access_check_attempt() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.tried_at > public.jail_now()
     OR NEW.tried_at < public.jail_now() - interval '1 minute' THEN
    RAISE EXCEPTION 'an attempt carries its own instant'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER attempt_carries_its_instant BEFORE INSERT ON access_signinattempt
  FOR EACH ROW EXECUTE FUNCTION access_check_attempt();
ALTER TABLE access_signinattempt ENABLE ALWAYS TRIGGER attempt_carries_its_instant;

-- A lock is released once, and never made to mean another name. Whose it is becomes
-- known at the latest when its holder comes; it does not become somebody else's.
CREATE FUNCTION access_check_lock() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF OLD.released_at IS NOT NULL
     OR (OLD.account_id IS NOT NULL AND NEW.account_id IS DISTINCT FROM OLD.account_id)
  THEN
    RAISE EXCEPTION 'a lock is released once, and stays whose it is'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER released_locks_stay_released BEFORE UPDATE ON access_signinlock
  FOR EACH ROW EXECUTE FUNCTION access_check_lock();
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_signinlock
  FOR EACH ROW EXECUTE FUNCTION access_keys_stand('id', 'name_digest', 'locked_at');
ALTER TABLE access_signinlock ENABLE ALWAYS TRIGGER released_locks_stay_released;
ALTER TABLE access_signinlock ENABLE ALWAYS TRIGGER keys_stand;

-- A new password ends every session but the one in which it was given, which says so
-- for the length of its transaction. Every other is over whoever wrote the password.
CREATE FUNCTION access_end_sessions_of_old_password() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  UPDATE access_accountsession s SET ended_at = jail_now(), end_reason = 'credentials'
  WHERE s.ended_at IS NULL AND s.account_id = NEW.id
    AND s.id::text <> coalesce(current_setting('jr.session', true), '');
  RETURN NULL;
END $f$;
CREATE TRIGGER a_new_password_ends_sessions AFTER UPDATE OF password ON access_account
  FOR EACH ROW WHEN (NEW.password IS DISTINCT FROM OLD.password)
  EXECUTE FUNCTION access_end_sessions_of_old_password();
ALTER TABLE access_account ENABLE ALWAYS TRIGGER a_new_password_ends_sessions;

CREATE INDEX network_by_address ON access_network USING gist (cidr inet_ops);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0006_the_life_of_an_account"),
    ]

    operations = [
        migrations.AlterField(
            model_name="accountsession",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("signed_out", "signed_out"),
                    ("by_holder", "by_holder"),
                    ("too_long", "too_long"),
                    ("standing", "standing"),
                    ("closed", "closed"),
                    ("credentials", "credentials"),
                    ("locked_out", "locked_out"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalNetwork",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("cidr", access.models.networks.CidrField(db_index=True)),
                ("name", models.CharField(db_index=True, max_length=120)),
                ("enforces_immigration_law", models.BooleanField(default=False)),
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
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.agency",
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
            ],
            options={
                "verbose_name": "historical network",
                "verbose_name_plural": "historical networks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Network",
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
                ("cidr", access.models.networks.CidrField(unique=True)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("enforces_immigration_law", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="networks",
                        to="access.agency",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="networks",
                        to="access.facility",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="accountsession",
            name="network",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.network",
            ),
        ),
        migrations.CreateModel(
            name="SignInAttempt",
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
                ("name_digest", models.CharField(max_length=32)),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("sign_in", "sign_in"),
                            ("unlock", "unlock"),
                            ("change", "change"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("done", "done"),
                            ("wrong", "wrong"),
                            ("locked", "locked"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tried_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("address", models.GenericIPAddressField(blank=True, null=True)),
                ("session_key", models.UUIDField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.network",
                    ),
                ),
            ],
            options={
                "ordering": ["-tried_at"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SignInLock",
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
                ("name_digest", models.CharField(max_length=32)),
                ("locked_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_in_locks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["locked_at"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="network",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("facility__isnull", True),
                    ("enforces_immigration_law", False),
                    _connector="OR",
                ),
                name="network_of_a_facility_enforces_no_immigration_law",
            ),
        ),
        migrations.AddIndex(
            model_name="signinattempt",
            index=models.Index(
                fields=["name_digest", "-tried_at"], name="attempts_on_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="signinattempt",
            index=models.Index(fields=["-tried_at"], name="attempts_newest"),
        ),
        migrations.AddIndex(
            model_name="signinlock",
            index=models.Index(
                condition=models.Q(("released_at__isnull", True)),
                fields=["account"],
                name="open_locks_of_an_account",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinlock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("released_at__isnull", True)),
                fields=("name_digest",),
                name="one_open_lock_for_each_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinlock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("released_at__isnull", True), ("released_by__isnull", True)
                    ),
                    models.Q(
                        ("released_at__isnull", False), ("released_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="lock_is_released_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinlock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("released_by__isnull", True),
                    ("account__isnull", True),
                    models.Q(("released_by", models.F("account")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_releases_their_own_lock",
            ),
        ),
        migrations.RunSQL(PROMISES, migrations.RunSQL.noop),
    ]
