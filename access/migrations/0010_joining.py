"""Invitations: who asked whom, who has seen them, and when they joined."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock

PROMISES = """
-- What was asked, of whom and by whom, does not change; what has happened to an
-- invitation stays; and a letter that has ended, was withdrawn or was used opens nothing.
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_invitation
  FOR EACH ROW EXECUTE FUNCTION access_keys_stand('id', 'account_id', 'membership_id',
    'roles', 'invited_by_id', 'invited_in_id', 'ends_at');
ALTER TABLE access_invitation ENABLE ALWAYS TRIGGER keys_stand;

CREATE FUNCTION access_check_invitation() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.ends_at > NEW.sent_at + interval '30 days'
       OR num_nonnulls(NEW.begun_at, NEW.taken_up_at, NEW.withdrawn_at,
         NEW.identity_checked_at) > 0 THEN
      RAISE EXCEPTION 'an invitation begins as a letter, and lasts 30 days at most'
        USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM public.access_membership m
        JOIN public.access_account a ON a.id = m.account_id
        WHERE m.id = NEW.membership_id AND m.account_id = NEW.account_id
          AND m.roles = NEW.roles AND a.joined_at IS NULL) THEN
      RAISE EXCEPTION 'an invitation is to what its account will work as'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.withdrawn_at IS NOT NULL OR OLD.identity_checked_at IS NOT NULL
     OR (OLD.taken_up_at IS NOT NULL AND (NEW.taken_up_at, NEW.begun_at,
       NEW.employee_number, NEW.token_digest) IS DISTINCT FROM (OLD.taken_up_at,
       OLD.begun_at, OLD.employee_number, OLD.token_digest)) THEN
    RAISE EXCEPTION 'what has happened to an invitation stays'
      USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.begun_at IS NOT NULL AND NEW.begun_at IS DISTINCT FROM OLD.begun_at
     AND NEW.token_digest = OLD.token_digest THEN
    RAISE EXCEPTION 'a letter is used once' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.withdrawn_at IS NULL AND jail_now() >= NEW.ends_at THEN
    RAISE EXCEPTION 'this invitation has ended' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.taken_up_at IS NOT NULL AND NEW.begun_at IS NULL THEN
    RAISE EXCEPTION 'an invitation is taken up from its letter'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER an_invitation_goes_forward BEFORE INSERT OR UPDATE
  ON access_invitation FOR EACH ROW EXECUTE FUNCTION access_check_invitation();
ALTER TABLE access_invitation ENABLE ALWAYS TRIGGER an_invitation_goes_forward;

-- An account that was invited joins when somebody has seen who it is, and once.
CREATE FUNCTION access_check_joining() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF OLD.joined_at IS NOT NULL THEN
    RAISE EXCEPTION 'an account joins once' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.password LIKE '!%' OR NOT EXISTS (SELECT FROM public.access_invitation i
      WHERE i.account_id = NEW.id AND i.withdrawn_at IS NULL
        AND i.taken_up_at IS NOT NULL AND i.identity_checked_at IS NOT NULL) THEN
    RAISE EXCEPTION 'nobody joins before they are identified and have a password'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER an_account_joins_once BEFORE UPDATE OF joined_at ON access_account
  FOR EACH ROW WHEN (NEW.joined_at IS DISTINCT FROM OLD.joined_at)
  EXECUTE FUNCTION access_check_joining();
ALTER TABLE access_account ENABLE ALWAYS TRIGGER an_account_joins_once;

CREATE FUNCTION access_check_joined() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF EXISTS (SELECT FROM public.access_account a
      WHERE a.id = NEW.account_id AND a.joined_at IS NULL) THEN
    RAISE EXCEPTION 'nobody works here who has not joined'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER sessions_are_of_those_who_joined BEFORE INSERT ON access_accountsession
  FOR EACH ROW EXECUTE FUNCTION access_check_joined();
ALTER TABLE access_accountsession ENABLE ALWAYS TRIGGER sessions_are_of_those_who_joined;

-- No capacity of an account widens between the letter and the day it is taken up.
CREATE FUNCTION access_check_invited_roles() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF EXISTS (SELECT FROM public.access_invitation i
      JOIN public.access_account a ON a.id = i.account_id
      WHERE i.account_id = NEW.account_id AND a.joined_at IS NULL
        AND (i.membership_id <> NEW.id OR i.roles <> NEW.roles)) THEN
    RAISE EXCEPTION 'what somebody was invited as does not change before they join'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER invited_roles_stand BEFORE INSERT OR UPDATE ON access_membership
  FOR EACH ROW EXECUTE FUNCTION access_check_invited_roles();
ALTER TABLE access_membership ENABLE ALWAYS TRIGGER invited_roles_stand;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0009_second_factors"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalInvitation",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("booking_clerk", "booking_clerk"),
                                ("custody_officer", "custody_officer"),
                                ("shift_supervisor", "shift_supervisor"),
                                ("nurse", "nurse"),
                                ("records_officer", "records_officer"),
                                ("records_supervisor", "records_supervisor"),
                                ("counsel", "counsel"),
                                ("consular_officer", "consular_officer"),
                                ("officer", "officer"),
                                ("prosecutor", "prosecutor"),
                                ("public_defender", "public_defender"),
                                ("coordinator", "coordinator"),
                                ("privacy_officer", "privacy_officer"),
                                ("auditor", "auditor"),
                                ("council_staff", "council_staff"),
                                ("ombuds", "ombuds"),
                                ("administrator", "administrator"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                    ),
                ),
                ("token_digest", models.CharField(db_index=True, max_length=64)),
                ("sent_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("ends_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "employee_number",
                    models.CharField(blank=True, db_default="", max_length=40),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("identity_checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "identity_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agency_badge", "agency_badge"),
                            ("drivers_license", "drivers_license"),
                            ("state_id", "state_id"),
                            ("passport", "passport"),
                            ("military_id", "military_id"),
                        ],
                        db_default="",
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
                (
                    "identity_checked_by",
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
                    "invited_by",
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
                    "invited_in",
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
            ],
            options={
                "verbose_name": "historical invitation",
                "verbose_name_plural": "historical invitations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Invitation",
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
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("booking_clerk", "booking_clerk"),
                                ("custody_officer", "custody_officer"),
                                ("shift_supervisor", "shift_supervisor"),
                                ("nurse", "nurse"),
                                ("records_officer", "records_officer"),
                                ("records_supervisor", "records_supervisor"),
                                ("counsel", "counsel"),
                                ("consular_officer", "consular_officer"),
                                ("officer", "officer"),
                                ("prosecutor", "prosecutor"),
                                ("public_defender", "public_defender"),
                                ("coordinator", "coordinator"),
                                ("privacy_officer", "privacy_officer"),
                                ("auditor", "auditor"),
                                ("council_staff", "council_staff"),
                                ("ombuds", "ombuds"),
                                ("administrator", "administrator"),
                            ],
                            max_length=30,
                        ),
                        size=None,
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("ends_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                (
                    "employee_number",
                    models.CharField(blank=True, db_default="", max_length=40),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("identity_checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "identity_document",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agency_badge", "agency_badge"),
                            ("drivers_license", "drivers_license"),
                            ("state_id", "state_id"),
                            ("passport", "passport"),
                            ("military_id", "military_id"),
                        ],
                        db_default="",
                        max_length=30,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "identity_checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["sent_at"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("account",),
                        name="one_invitation_for_an_account",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("account", models.F("invited_by")), _negated=True
                        ),
                        name="nobody_invites_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("identity_checked_by__isnull", True),
                            models.Q(
                                ("account", models.F("identity_checked_by")),
                                _negated=True,
                            ),
                            _connector="OR",
                        ),
                        name="nobody_checks_their_own_identity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("identity_checked_at__isnull", True),
                                ("identity_checked_by__isnull", True),
                                ("identity_document", ""),
                            ),
                            models.Q(
                                ("identity_checked_at__isnull", False),
                                ("identity_checked_by__isnull", False),
                                ("taken_up_at__isnull", False),
                                models.Q(("identity_document", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="identity_is_checked_by_somebody_on_a_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taken_up_at__isnull", True),
                            models.Q(("employee_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="invitation_is_taken_up_by_somebody_with_a_number",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PROMISES, migrations.RunSQL.noop),
    ]
