"""Emergency access: a grant that the jail's shift commander gives at once to somebody of
another agency, for 72 hours at most, and that a privacy officer reviews afterwards.
"""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import audit.clock

EMERGENCY = """
CREATE FUNCTION warrants_check_emergency() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  asked public.warrants_accessrequest;
  own public.warrants_emergency;
BEGIN
  SELECT * INTO asked FROM public.warrants_accessrequest WHERE id = NEW.request_id;
  SELECT * INTO own FROM public.warrants_emergency WHERE request_id = asked.id;
  IF NEW.membership_id <> asked.membership_id OR NEW.booking_id <> asked.booking_id
     OR NEW.basis <> asked.basis OR NEW.classes & ~asked.classes <> 0
     OR NEW.ends_at > NEW.starts_at + make_interval(days => asked.days) THEN
    RAISE EXCEPTION 'a grant is never wider than its request'
      USING ERRCODE = 'check_violation';
  END IF;
  IF asked.status = 'refused' THEN
    RAISE EXCEPTION 'a request that was refused is not granted'
      USING ERRCODE = 'check_violation';
  END IF;
  IF own.id IS NULL THEN
    RAISE EXCEPTION 'a grant in an emergency has its emergency'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.starts_at < own.opened_at OR own.minutes > 4320
     OR NEW.ends_at > own.opened_at + make_interval(mins => own.minutes) THEN
    RAISE EXCEPTION 'an emergency lasts as long as was said, and 72 hours at most'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
      SELECT FROM public.access_membership m
      JOIN public.access_unit u ON u.id = m.unit_id
      JOIN public.access_account a ON a.id = m.account_id
      WHERE m.id = own.opened_by_id AND 'shift_supervisor' = ANY (m.roles)
        AND m.starts_at <= own.opened_at
        AND (m.ends_at IS NULL OR own.opened_at < m.ends_at)
        AND u.mission = 'jail' AND u.closed_at IS NULL
        AND a.is_active AND a.suspended_at IS NULL
        AND NOT public.warrants_is_detailed(u.id, own.opened_at)) THEN
    RAISE EXCEPTION 'an emergency is opened by a shift commander of the jail'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
      SELECT FROM public.warrants_accessrequest r
      JOIN public.access_membership n ON n.id = r.membership_id
      JOIN public.access_unit v ON v.id = n.unit_id
      JOIN public.access_account b ON b.id = n.account_id
      JOIN public.access_membership m ON m.id = own.opened_by_id
      JOIN public.access_unit u ON u.id = m.unit_id
      WHERE r.id = asked.id AND (n.account_id = m.account_id
        OR v.agency_id = u.agency_id OR b.opened_by_id = m.account_id)) THEN
    RAISE EXCEPTION 'an emergency is opened by another agency than that of whoever asks'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
      SELECT FROM public.warrants_accessrequest r
      JOIN public.access_membership n ON n.id = r.membership_id
      JOIN public.access_unit v ON v.id = n.unit_id
      JOIN public.access_agency g ON g.id = v.agency_id
      WHERE r.id = asked.id AND v.mission NOT IN ('civil_immigration', 'mixed')
        AND NOT g.enforces_immigration_law
        AND NOT public.warrants_is_detailed(v.id, own.opened_at)) THEN
    RAISE EXCEPTION 'no emergency opens anything to a unit with immigration work'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE FUNCTION warrants_is_detailed(unit bigint, moment timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $f$
  SELECT EXISTS (SELECT FROM public.access_missiondetail d
    WHERE d.unit_id = unit AND d.starts_at <= moment
      AND (d.ends_at IS NULL OR moment < d.ends_at))
$f$;

-- Every other grant takes two people and, on a judge's basis, a paper (0008).
DROP TRIGGER grant_is_approved ON warrants_grant;
CREATE TRIGGER grant_is_approved BEFORE INSERT ON warrants_grant
  FOR EACH ROW WHEN (NEW.basis <> 'emergency') EXECUTE FUNCTION warrants_check_grant();
CREATE TRIGGER grant_has_its_emergency BEFORE INSERT ON warrants_grant
  FOR EACH ROW WHEN (NEW.basis = 'emergency') EXECUTE FUNCTION warrants_check_emergency();
ALTER TABLE warrants_grant ENABLE ALWAYS TRIGGER grant_is_approved;
ALTER TABLE warrants_grant ENABLE ALWAYS TRIGGER grant_has_its_emergency;

CREATE FUNCTION warrants_emergency_stands() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'what was opened in an emergency stands'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND (NEW.opened_at > jail_now() OR NEW.reviewed_at IS NOT NULL
      OR NEW.review_due_at NOT BETWEEN NEW.opened_at AND NEW.opened_at + interval '8 days'
      OR NOT EXISTS (SELECT FROM public.warrants_accessrequest r
        WHERE r.id = NEW.request_id AND r.basis = 'emergency')) THEN
    RAISE EXCEPTION 'an emergency is opened now, and reviewed afterwards'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (
      (NEW.id, NEW.request_id, NEW.opened_by_id, NEW.opened_at, NEW.minutes, NEW.danger,
       NEW.review_due_at) IS DISTINCT FROM
      (OLD.id, OLD.request_id, OLD.opened_by_id, OLD.opened_at, OLD.minutes, OLD.danger,
       OLD.review_due_at)
      OR (OLD.reviewed_at IS NOT NULL
          AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.outcome) IS DISTINCT FROM
              (OLD.reviewed_at, OLD.reviewed_by_id, OLD.outcome))) THEN
    RAISE EXCEPTION 'what was opened in an emergency stands'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.reviewed_at IS NOT NULL AND (NEW.reviewed_at < NEW.opened_at
      OR EXISTS (SELECT FROM public.access_membership m
        WHERE m.id = NEW.opened_by_id AND m.account_id = NEW.reviewed_by_id)
      OR NOT EXISTS (SELECT FROM public.access_membership m
        WHERE m.account_id = NEW.reviewed_by_id AND 'privacy_officer' = ANY (m.roles)))
  THEN
    RAISE EXCEPTION 'an emergency is reviewed by a privacy officer who did not open it'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE FUNCTION warrants_emergency_has_its_grant() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF NOT EXISTS (SELECT FROM public.warrants_grant g
      WHERE g.request_id = NEW.request_id AND g.basis = 'emergency') THEN
    RAISE EXCEPTION 'an emergency has its grant' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $f$;

CREATE TRIGGER emergency_stands BEFORE INSERT OR UPDATE OR DELETE ON warrants_emergency
  FOR EACH ROW EXECUTE FUNCTION warrants_emergency_stands();
CREATE CONSTRAINT TRIGGER emergency_has_its_grant AFTER INSERT ON warrants_emergency
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION warrants_emergency_has_its_grant();
ALTER TABLE warrants_emergency ENABLE ALWAYS TRIGGER emergency_stands;
ALTER TABLE warrants_emergency ENABLE ALWAYS TRIGGER emergency_has_its_grant;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0017_who_could_see"),
        ("warrants", "0013_attorneys_of_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="accessrequest",
            name="basis",
            field=models.CharField(
                choices=[
                    ("judicial_warrant", "Judicial warrant"),
                    ("court_order", "Court order"),
                    ("written_permission", "Written permission of the person"),
                    ("treatment", "Treatment"),
                    ("approved_request", "Approved request"),
                    ("emergency", "Emergency: danger to life"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="basis",
            field=models.CharField(
                choices=[
                    ("judicial_warrant", "Judicial warrant"),
                    ("court_order", "Court order"),
                    ("written_permission", "Written permission of the person"),
                    ("treatment", "Treatment"),
                    ("approved_request", "Approved request"),
                    ("emergency", "Emergency: danger to life"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="historicalaccessrequest",
            name="basis",
            field=models.CharField(
                choices=[
                    ("judicial_warrant", "Judicial warrant"),
                    ("court_order", "Court order"),
                    ("written_permission", "Written permission of the person"),
                    ("treatment", "Treatment"),
                    ("approved_request", "Approved request"),
                    ("emergency", "Emergency: danger to life"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="historicalgrant",
            name="basis",
            field=models.CharField(
                choices=[
                    ("judicial_warrant", "Judicial warrant"),
                    ("court_order", "Court order"),
                    ("written_permission", "Written permission of the person"),
                    ("treatment", "Treatment"),
                    ("approved_request", "Approved request"),
                    ("emergency", "Emergency: danger to life"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="HistoricalEmergency",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                ("opened_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "danger",
                    models.CharField(
                        choices=[
                            ("violence", "violence"),
                            ("missing", "missing"),
                            ("illness", "illness"),
                            ("self_harm", "self_harm"),
                            ("disaster", "disaster"),
                        ],
                        max_length=20,
                    ),
                ),
                ("review_due_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "right"),
                            ("too_wide", "too_wide"),
                            ("not_needed", "not_needed"),
                        ],
                        db_default="",
                        max_length=20,
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
                    "opened_by",
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
                (
                    "reviewed_by",
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
                "verbose_name": "historical emergency",
                "verbose_name_plural": "historical emergencies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Emergency",
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
                ("opened_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "danger",
                    models.CharField(
                        choices=[
                            ("violence", "violence"),
                            ("missing", "missing"),
                            ("illness", "illness"),
                            ("self_harm", "self_harm"),
                            ("disaster", "disaster"),
                        ],
                        max_length=20,
                    ),
                ),
                ("review_due_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("right", "right"),
                            ("too_wide", "too_wide"),
                            ("not_needed", "not_needed"),
                        ],
                        db_default="",
                        max_length=20,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergency",
                        to="warrants.accessrequest",
                    ),
                ),
                (
                    "reviewed_by",
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
                "verbose_name_plural": "emergencies",
                "ordering": ["-opened_at"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 4320)),
                        name="emergency_lasts_three_days_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", ""),
                                ("reviewed_at__isnull", True),
                                ("reviewed_by__isnull", True),
                            ),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_is_reviewed_by_somebody_with_an_outcome",
                    ),
                ],
            },
        ),
        migrations.RunSQL(EMERGENCY, migrations.RunSQL.noop),
    ]
