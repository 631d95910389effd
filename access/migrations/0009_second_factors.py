"""Second factors: authenticators, passkeys, recovery codes, and challenges to prove them."""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock

PROMISES = """
-- Whose it is and what proves it is written once; a code or a count that was accepted
-- is never accepted again.
CREATE FUNCTION access_check_factor() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  was jsonb := to_jsonb(OLD);
  is_now jsonb := to_jsonb(NEW);
  key text;
BEGIN
  FOREACH key IN ARRAY TG_ARGV LOOP
    IF was -> key <> 'null' AND (is_now -> key = 'null' OR CASE
         WHEN key IN ('used_at', 'confirmed_at') THEN is_now -> key <> was -> key
         WHEN key = 'last_used_at' THEN
           (is_now ->> key)::timestamptz < (was ->> key)::timestamptz
         ELSE (is_now ->> key)::bigint < (was ->> key)::bigint END) THEN
      RAISE EXCEPTION '% of % does not go back', key, TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END $f$;
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_totpdevice FOR EACH ROW
  EXECUTE FUNCTION access_keys_stand('id', 'account_id', 'secret', 'added_at');
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_passkey FOR EACH ROW
  EXECUTE FUNCTION access_keys_stand('id', 'account_id', 'credential_id', 'credential',
    'created_at');
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_recoverycode FOR EACH ROW
  EXECUTE FUNCTION access_keys_stand('id', 'account_id', 'digest', 'made_at');
CREATE TRIGGER accepted_once BEFORE UPDATE ON access_totpdevice FOR EACH ROW
  EXECUTE FUNCTION access_check_factor('last_used_step', 'confirmed_at');
CREATE TRIGGER accepted_once BEFORE UPDATE ON access_passkey FOR EACH ROW
  EXECUTE FUNCTION access_check_factor('sign_count', 'last_used_at');
CREATE TRIGGER accepted_once BEFORE UPDATE ON access_recoverycode FOR EACH ROW
  EXECUTE FUNCTION access_check_factor('used_at');

-- The clock of credentials moves whenever a factor begins or ceases to count, whoever
-- wrote it and however; only forward.
CREATE FUNCTION access_credentials_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  UPDATE access_account a
  SET credentials_changed_at = greatest(a.credentials_changed_at, jail_now())
  WHERE a.id = CASE TG_OP WHEN 'DELETE' THEN OLD.account_id ELSE NEW.account_id END;
  RETURN NULL;
END $f$;
CREATE FUNCTION access_codes_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  UPDATE access_account a
  SET credentials_changed_at = greatest(a.credentials_changed_at, jail_now())
  WHERE a.id IN (SELECT account_id FROM changed);
  RETURN NULL;
END $f$;
CREATE TRIGGER credentials_changed AFTER UPDATE OF confirmed_at ON access_totpdevice
  FOR EACH ROW WHEN (OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL)
  EXECUTE FUNCTION access_credentials_changed();
CREATE TRIGGER credentials_began AFTER INSERT ON access_totpdevice
  FOR EACH ROW WHEN (NEW.confirmed_at IS NOT NULL)
  EXECUTE FUNCTION access_credentials_changed();
CREATE TRIGGER credentials_ended AFTER DELETE ON access_totpdevice
  FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL)
  EXECUTE FUNCTION access_credentials_changed();
CREATE TRIGGER credentials_changed AFTER INSERT OR DELETE ON access_passkey
  FOR EACH ROW EXECUTE FUNCTION access_credentials_changed();
CREATE TRIGGER credentials_began AFTER INSERT ON access_recoverycode
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_codes_changed();
CREATE TRIGGER credentials_ended AFTER DELETE ON access_recoverycode
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION access_codes_changed();

-- Also when the county's sign-on is tied to an account, or untied.
CREATE FUNCTION access_subject_changed() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  NEW.credentials_changed_at := greatest(OLD.credentials_changed_at, jail_now());
  RETURN NEW;
END $f$;
CREATE TRIGGER credentials_changed_with_the_subject
  BEFORE UPDATE OF external_subject ON access_account FOR EACH ROW
  WHEN (NEW.external_subject IS DISTINCT FROM OLD.external_subject)
  EXECUTE FUNCTION access_subject_changed();
ALTER TABLE access_account
  ENABLE ALWAYS TRIGGER credentials_changed_with_the_subject;

ALTER TABLE access_totpdevice ENABLE ALWAYS TRIGGER keys_stand,
  ENABLE ALWAYS TRIGGER accepted_once, ENABLE ALWAYS TRIGGER credentials_changed,
  ENABLE ALWAYS TRIGGER credentials_began, ENABLE ALWAYS TRIGGER credentials_ended;
ALTER TABLE access_passkey ENABLE ALWAYS TRIGGER keys_stand,
  ENABLE ALWAYS TRIGGER accepted_once, ENABLE ALWAYS TRIGGER credentials_changed;
ALTER TABLE access_recoverycode ENABLE ALWAYS TRIGGER keys_stand,
  ENABLE ALWAYS TRIGGER accepted_once, ENABLE ALWAYS TRIGGER credentials_began,
  ENABLE ALWAYS TRIGGER credentials_ended;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0007_doors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Challenge",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("add_passkey", "add_passkey"),
                            ("second_factor", "second_factor"),
                            ("sign_in", "sign_in"),
                            ("county_sign_on", "county_sign_on"),
                            ("county_link", "county_link"),
                        ],
                        max_length=20,
                    ),
                ),
                ("made_at", models.DateTimeField(db_default=audit.clock.JailNow())),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["made_at"], name="challenges_by_age")],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPasskey",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("credential_id", models.BinaryField(db_index=True)),
                ("sign_count", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
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
                "verbose_name": "historical passkey",
                "verbose_name_plural": "historical passkeys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTotpDevice",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_step", models.BigIntegerField(blank=True, null=True)),
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
                "verbose_name": "historical totp device",
                "verbose_name_plural": "historical totp devices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Passkey",
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
                ("name", models.CharField(max_length=60)),
                ("credential_id", models.BinaryField(unique=True)),
                ("credential", models.BinaryField()),
                ("sign_count", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passkeys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TotpDevice",
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
                ("name", models.CharField(max_length=60)),
                ("secret", models.BinaryField(help_text="sealed for this account")),
                ("added_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_step", models.BigIntegerField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totp_devices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
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
                    "digest",
                    models.CharField(help_text="keyed", max_length=64, unique=True),
                ),
                ("made_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recovery_codes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("used_at__isnull", True)),
                        fields=["account"],
                        name="recovery_codes_left",
                    )
                ],
            },
        ),
        migrations.RunSQL(PROMISES, migrations.RunSQL.noop),
    ]
