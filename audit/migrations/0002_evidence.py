"""Evidence: leaf hashes, insert-only guards, and the months ahead."""

from django.db import migrations

# A leaf is the hash of one JSON array as jsonb writes it: unambiguous, built by one
# call, and free of the session's time zone and locale (instants are microseconds).
LEAVES = """
CREATE FUNCTION audit_microseconds(at timestamptz) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT (extract(epoch FROM at) * 1000000)::bigint $f$;

CREATE FUNCTION audit_view_leaf(e audit_viewevent) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT sha256('\\x00'::bytea || convert_to(jsonb_build_array('view', e.origin,
    audit_microseconds(e.occurred_at), e.id, e.kind, e.request_id, e.account_id,
    e.membership_id, e.unit_id, e.agency_id, e.mission, e.in_immigration_department,
    e.purpose, e.booking_id, e.person_id, e.facility_id, e.shape_id, e.classes,
    e.basis, e.rules, e.law_id, e.detail)::text, 'UTF8')) $f$;

CREATE FUNCTION audit_act_leaf(e audit_actevent) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT sha256('\\x00'::bytea || convert_to(jsonb_build_array('act', e.id,
    audit_microseconds(e.occurred_at), e.act, e.outcome, e.reason, e.request_id,
    e.account_id, e.membership_id, e.unit_id, e.agency_id, e.mission, e.target_kind,
    e.target_id, e.law_id, e.detail)::text, 'UTF8')) $f$;

-- Instant and transaction of an event are the database's: a caller may pass the
-- instant it read for its decision, and no other.
CREATE FUNCTION audit_check_instant(at timestamptz) RETURNS void
LANGUAGE plpgsql AS $f$
BEGIN
  IF abs(extract(epoch FROM public.jail_now() - at)) > 5 THEN
    RAISE EXCEPTION 'an event carries the instant at which it happened'
      USING ERRCODE = 'check_violation';
  END IF;
END $f$;

CREATE FUNCTION audit_view_event_is_written() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.origin = 'live' THEN
    PERFORM audit_check_instant(NEW.occurred_at);
  END IF;
  NEW.xid := pg_current_xact_id();
  NEW.leaf := audit_view_leaf(NEW);
  RETURN NEW;
END $f$;

CREATE FUNCTION audit_act_event_is_written() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  PERFORM audit_check_instant(NEW.occurred_at);
  NEW.xid := pg_current_xact_id();
  NEW.leaf := audit_act_leaf(NEW);
  RETURN NEW;
END $f$;

ALTER TABLE audit_actevent ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE TRIGGER view_event_is_written BEFORE INSERT ON audit_viewevent
  FOR EACH ROW EXECUTE FUNCTION audit_view_event_is_written();
CREATE TRIGGER act_event_is_written BEFORE INSERT ON audit_actevent
  FOR EACH ROW EXECUTE FUNCTION audit_act_event_is_written();
ALTER TABLE audit_viewevent ENABLE ALWAYS TRIGGER view_event_is_written;
ALTER TABLE audit_actevent ENABLE ALWAYS TRIGGER act_event_is_written;
"""

GUARDS = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  RAISE EXCEPTION '% is insert-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation';
END $f$;

-- TRUNCATE triggers are not handed down to partitions: each gets its own.
CREATE FUNCTION audit_guard(guarded regclass) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('CREATE TRIGGER insert_only_no_truncate BEFORE TRUNCATE ON %s
    FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse_change()', guarded);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER insert_only_no_truncate', guarded);
  IF NOT (SELECT relispartition FROM pg_class WHERE oid = guarded) THEN
    EXECUTE format('CREATE TRIGGER insert_only BEFORE UPDATE OR DELETE ON %s
      FOR EACH ROW EXECUTE FUNCTION public.audit_refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER insert_only', guarded);
  END IF;
END $f$;
REVOKE ALL ON FUNCTION audit_guard(regclass) FROM PUBLIC;

SELECT audit_guard('audit_viewevent'), audit_guard('audit_viewevent_live'),
       audit_guard('audit_viewevent_live_default'), audit_guard('audit_actevent'),
       audit_guard('audit_registeredshape');
"""

# Bounds are fixed in UTC, or a session's time zone would move them.
MONTHS = """
CREATE FUNCTION audit_months_ahead(months int) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  first timestamp := date_trunc('month', public.jail_now() AT TIME ZONE 'UTC');
  month timestamp;
  partition text;
  made int := 0;
BEGIN
  IF months NOT BETWEEN 0 AND 36 THEN
    RAISE EXCEPTION 'between 0 and 36 months ahead, not %', months;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('audit_months_ahead'));
  FOR ahead IN 0..months LOOP
    month := first + make_interval(months => ahead);
    partition := 'audit_viewevent_live_' || to_char(month, 'YYYYMM');
    IF to_regclass('public.' || partition) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%I PARTITION OF public.audit_viewevent_live
        FOR VALUES FROM (%L) TO (%L)', partition,
        month AT TIME ZONE 'UTC', (month + interval '1 month') AT TIME ZONE 'UTC');
      PERFORM public.audit_guard(('public.' || partition)::regclass);
      made := made + 1;
    END IF;
  END LOOP;
  RETURN made;
END $f$;
REVOKE ALL ON FUNCTION audit_months_ahead(int) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(LEAVES, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
        migrations.RunSQL(MONTHS, migrations.RunSQL.noop),
    ]
