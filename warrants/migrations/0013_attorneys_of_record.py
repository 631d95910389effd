"""Attorneys of record see custody, court and bail of their own clients and cases: held by
the database, never past what the law opens to them by standing, and never growing.
"""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models

CHECKED = """
CREATE FUNCTION warrants_check_appearance() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  at timestamptz := public.jail_now();
  attorney record;
  recorder record;
BEGIN
  SELECT m.account_id, m.roles, u.mission, u.agency_id INTO attorney
    FROM public.access_membership m
    JOIN public.access_account a ON a.id = m.account_id
    JOIN public.access_unit u ON u.id = m.unit_id
    JOIN public.access_agency g ON g.id = u.agency_id
    WHERE m.id = NEW.membership_id AND m.starts_at <= at
      AND (m.ends_at IS NULL OR at < m.ends_at) AND a.is_active AND NOT a.is_drill
      AND NOT g.enforces_immigration_law
      AND (least(u.closed_at, g.closed_at) IS NULL
        OR at < least(u.closed_at, g.closed_at))
      AND NOT EXISTS (SELECT FROM public.access_missiondetail d
        WHERE d.unit_id = u.id AND d.starts_at <= at
          AND (d.ends_at IS NULL OR at < d.ends_at));
  IF attorney.account_id IS NULL OR attorney.mission <> NEW.side
     OR NOT coalesce(CASE NEW.side WHEN 'prosecution' THEN 'prosecutor'
       WHEN 'defence' THEN 'public_defender' END = ANY(attorney.roles), false) THEN
    RAISE EXCEPTION 'whoever is of record is a prosecutor or a public defender'
      USING ERRCODE = 'check_violation';
  END IF;
  SELECT m.account_id INTO recorder FROM public.access_membership m
    JOIN public.access_unit u ON u.id = m.unit_id
    WHERE m.id = NEW.recorder_id AND u.mission = 'jail' AND m.starts_at <= at
      AND (m.ends_at IS NULL OR at < m.ends_at)
      AND m.roles && ARRAY['records_officer', 'records_supervisor']::varchar[];
  IF recorder.account_id IS NULL OR recorder.account_id = attorney.account_id THEN
    RAISE EXCEPTION 'the records unit puts an attorney on record, and nobody themselves'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM public.bookings_charge c WHERE c.booking_id = NEW.booking_id
      AND c.court_case_number = NEW.case_number) THEN
    RAISE EXCEPTION 'an attorney is of record in a case of this booking'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM public.access_agreement p WHERE p.id = NEW.agreement_id
      AND p.agency_id = attorney.agency_id
      AND p.starts_at <= NEW.starts_at AND NEW.starts_at < p.ends_at
      AND NEW.ends_at <= p.ends_at
      AND (cardinality(p.purposes) = 0
        OR p.purposes && ARRAY[NEW.side, 'court_proceedings']::varchar[])) THEN
    RAISE EXCEPTION 'an appearance rests on an agreement of its agency, and ends with it'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE FUNCTION warrants_appearance_never_grows() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.id, NEW.membership_id, NEW.booking_id, NEW.case_number, NEW.side,
      NEW.agreement_id, NEW.received_on, NEW.recorder_id, NEW.starts_at)
       IS DISTINCT FROM
     (OLD.id, OLD.membership_id, OLD.booking_id, OLD.case_number, OLD.side,
      OLD.agreement_id, OLD.received_on, OLD.recorder_id, OLD.starts_at)
     OR NEW.ends_at > OLD.ends_at
     OR (OLD.ended_at IS NOT NULL AND (NEW.ended_at, NEW.end_reason)
       IS DISTINCT FROM (OLD.ended_at, OLD.end_reason)) THEN
    RAISE EXCEPTION 'an appearance never grows' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
"""

# 3: the register, and custody with court and bail. No more, whoever writes it.
FOLLOWED = """
CREATE FUNCTION warrants_follow_appearance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  given warrants_appearance := coalesce(NEW, OLD);
  whose bigint := (SELECT account_id FROM access_membership
                   WHERE id = given.membership_id);
BEGIN
  -- Two rows on one booking at once would each miss the other.
  PERFORM pg_advisory_xact_lock(hashtext(given.booking_id::text));
  DELETE FROM access_accessrow WHERE grant_id = given.id;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO access_accessrow (principal, booking_id, grant_id, basis, classes,
        starts_at, ends_at, facility_id, booked_at, agreement_id)
      SELECT NEW.membership_id, NEW.booking_id, NEW.id, 'standing', 3,
        NEW.starts_at, NEW.ends_at, b.facility_id, b.booked_at, NEW.agreement_id
      FROM bookings_booking b WHERE b.id = NEW.booking_id AND NEW.ended_at IS NULL;
  END IF;
  DELETE FROM bookings_bookinguserpermission p
    WHERE p.content_object_id = given.booking_id AND p.user_id = whose
      AND NOT bookings_has_access_row(given.booking_id, whose, NULL, p.permission_id);
  INSERT INTO bookings_bookinguserpermission (user_id, permission_id, content_object_id)
    SELECT whose, p.id, given.booking_id FROM auth_permission p
    JOIN django_content_type t ON t.id = p.content_type_id
      AND t.app_label = 'bookings' AND t.model = 'booking'
    WHERE p.codename LIKE 'view\\_%'
      AND bookings_has_access_row(given.booking_id, whose, NULL, p.id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $f$;

CREATE TRIGGER appearance_is_an_attorneys BEFORE INSERT ON warrants_appearance
  FOR EACH ROW EXECUTE FUNCTION warrants_check_appearance();
CREATE TRIGGER appearance_never_grows BEFORE UPDATE ON warrants_appearance
  FOR EACH ROW EXECUTE FUNCTION warrants_appearance_never_grows();
CREATE TRIGGER access_follows_appearance AFTER INSERT OR UPDATE OR DELETE
  ON warrants_appearance FOR EACH ROW EXECUTE FUNCTION warrants_follow_appearance();
ALTER TABLE warrants_appearance ENABLE ALWAYS TRIGGER appearance_is_an_attorneys;
ALTER TABLE warrants_appearance ENABLE ALWAYS TRIGGER appearance_never_grows;
ALTER TABLE warrants_appearance ENABLE ALWAYS TRIGGER access_follows_appearance;
"""

# A record that is expunged takes who was of record with it.
FORGOTTEN = """
CREATE OR REPLACE FUNCTION bookings_forget(tab regclass, ids text[]) RETURNS bigint
LANGUAGE plpgsql AS $f$
DECLARE
  below record;
  past regclass := public.bookings_past_of(tab);
  key_of name := public.bookings_key_of(tab);
  kind text := (SELECT format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = tab AND attname = key_of);
  keys text[];
  number bigint := 0;
  went bigint;
BEGIN
  IF coalesce(cardinality(ids), 0) = 0 THEN
    RETURN 0;
  END IF;
  -- What guardian's rows follow goes first, and they go with it: grants, appearances.
  FOR below IN SELECT c.conrelid::regclass AS tab, a.attname::text AS col
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.confrelid = tab AND cardinality(c.conkey) = 1
      ORDER BY NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.conrelid
        AND t.tgname LIKE 'access\\_follows\\_%'), 1
  LOOP
    number := number + public.bookings_forget(below.tab,
      public.bookings_pointing(below.tab, below.col, ids));
  END LOOP;
  FOR below IN SELECT a.attname::text AS col FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.conrelid = tab
        AND c.confrelid = to_regclass('public.bookings_datakey')
  LOOP
    EXECUTE format('SELECT array_agg(%I::text) FROM %s WHERE %I = ANY($1::%s[])',
      below.col, tab, key_of, kind) INTO keys USING ids;
    UPDATE public.bookings_datakey SET destroyed_at = public.jail_now(), key_id = '',
      wrapped = '' WHERE id = ANY(keys::uuid[]) AND destroyed_at IS NULL;
  END LOOP;
  EXECUTE format('DELETE FROM %s WHERE %I = ANY($1::%s[])', tab, key_of, kind) USING ids;
  GET DIAGNOSTICS went = ROW_COUNT;
  number := number + went;
  IF past IS NOT NULL THEN
    EXECUTE format('DELETE FROM %s WHERE %I = ANY($1::%s[])', past, key_of, kind) USING ids;
    GET DIAGNOSTICS went = ROW_COUNT;
    number := number + went;
  END IF;
  RETURN number;
END $f$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0018_rows_under_an_agreement"),
        ("bookings", "0114_disposing"),
        ("warrants", "0010_asked_by_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalAppearance",
            fields=[
                (
                    "id",
                    models.UUIDField(db_index=True, default=uuid.uuid4, editable=False),
                ),
                (
                    "case_number",
                    models.CharField(
                        help_text="the court's, of a charge of this booking",
                        max_length=30,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("prosecution", "prosecution"),
                            ("defence", "defence"),
                        ],
                        max_length=20,
                    ),
                ),
                ("received_on", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrew", "withdrew"),
                            ("substituted", "substituted"),
                            ("case_closed", "case_closed"),
                            ("mistake", "mistake"),
                        ],
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
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.agreement",
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
                    "recorder",
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
                "verbose_name": "historical appearance",
                "verbose_name_plural": "historical appearances",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Appearance",
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
                    "case_number",
                    models.CharField(
                        help_text="the court's, of a charge of this booking",
                        max_length=30,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("prosecution", "prosecution"),
                            ("defence", "defence"),
                        ],
                        max_length=20,
                    ),
                ),
                ("received_on", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrew", "withdrew"),
                            ("substituted", "substituted"),
                            ("case_closed", "case_closed"),
                            ("mistake", "mistake"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.agreement",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="bookings.booking",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appearances",
                        to="access.membership",
                    ),
                ),
                (
                    "recorder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("case_number", ""), _negated=True),
                        name="appearance_is_in_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("starts_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("starts_at"),
                                    "+",
                                    models.Value(datetime.timedelta(days=365)),
                                ),
                            ),
                        ),
                        name="appearance_lasts_a_year_at_the_most",
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
                        name="appearance_ended_early_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CHECKED, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOWED, migrations.RunSQL.noop),
        migrations.RunSQL(FORGOTTEN, migrations.RunSQL.noop),
    ]
