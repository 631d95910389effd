"""Imported logs: one partition of the view history each, built and attached by the
owner's functions, so that an import is one attach and its undoing one drop.
"""

from django.db import migrations

# Once attached, a log stands: nobody writes into it, not even by the parent's name.
GUARD = """
CREATE OR REPLACE FUNCTION audit_view_event_is_written() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.origin <> 'live' THEN
    RAISE EXCEPTION 'an imported log is written whole or not at all'
      USING ERRCODE = 'restrict_violation';
  END IF;
  PERFORM audit_check_instant(NEW.occurred_at);
  NEW.xid := pg_current_xact_id();
  NEW.leaf := audit_view_leaf(NEW);
  RETURN NEW;
END $f$;
"""

# The caller writes between open and attach, in one transaction: what is interrupted
# leaves nothing. Attaching and dropping leave their act in the same call.
IMPORTS = """
CREATE FUNCTION audit_import_partition(log text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF log IS NULL OR log !~ '^log_[0-9a-f]{16}$' THEN
    RAISE EXCEPTION '% is not the name of an imported log', log
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN 'audit_viewevent_' || log;
END $f$;

CREATE FUNCTION audit_import_is_attached(log text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $f$
  SELECT EXISTS (SELECT FROM pg_inherits
    WHERE inhparent = 'public.audit_viewevent'::regclass
      AND inhrelid = to_regclass('public.' || public.audit_import_partition(log))) $f$;

CREATE FUNCTION audit_import_open(log text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  partition text := public.audit_import_partition(log);
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_import'));
  IF public.audit_import_is_attached(log) THEN
    RAISE EXCEPTION '% is imported already', log USING ERRCODE = 'duplicate_table';
  END IF;
  EXECUTE format('DROP TABLE IF EXISTS public.%I, public.%I', partition, 'staged_' || log);
  EXECUTE format('CREATE UNLOGGED TABLE public.%I (line bigint, at_text text,
    who int, booking_text text, kind text, row_id text)', 'staged_' || log);
  EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_viewevent
    INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE,
    CONSTRAINT of_this_log CHECK (origin = %L))', partition, log);
  EXECUTE format('GRANT SELECT, INSERT ON public.%I TO %I', 'staged_' || log, session_user);
  EXECUTE format('GRANT INSERT ON public.%I TO %I', partition, session_user);
END $f$;

-- What was staged has no statistics yet, and only its owner may gather them.
CREATE FUNCTION audit_import_analyze(log text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  PERFORM public.audit_import_partition(log);
  EXECUTE format('ANALYZE public.%I', 'staged_' || log);
END $f$;

CREATE FUNCTION audit_import_attach(log text, source_sha256 text, import_id uuid,
  actor text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  partition text := public.audit_import_partition(log);
  events bigint;
BEGIN
  PERFORM set_config('maintenance_work_mem', '256MB', true);
  EXECUTE format('REVOKE ALL ON public.%I FROM %I', partition, session_user);
  EXECUTE format('DROP TABLE public.%I', 'staged_' || log);
  EXECUTE format('ANALYZE public.%I', partition);
  EXECUTE format('ALTER TABLE public.audit_viewevent ATTACH PARTITION public.%I
    FOR VALUES IN (%L)', partition, log);
  EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT of_this_log', partition);
  PERFORM public.audit_guard(('public.' || partition)::regclass);
  EXECUTE format('SELECT count(*) FROM public.%I', partition) INTO events;
  INSERT INTO public.audit_actevent
    (act, outcome, reason, mission, target_kind, target_id, detail)
  VALUES ('log.import', 'done', '', left(actor, 30), 'log', import_id::text,
    jsonb_build_object('log', log, 'source', source_sha256, 'events', events));
  RETURN events;
END $f$;

CREATE FUNCTION audit_import_drop(log text, import_id uuid, actor text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_import'));
  IF NOT public.audit_import_is_attached(log) THEN
    RAISE EXCEPTION '% is not imported', log USING ERRCODE = 'undefined_table';
  END IF;
  EXECUTE format('DROP TABLE public.%I', public.audit_import_partition(log));
  INSERT INTO public.audit_actevent
    (act, outcome, reason, mission, target_kind, target_id, detail)
  VALUES ('log.undo_import', 'done', '', left(actor, 30), 'log', import_id::text,
    jsonb_build_object('log', log));
END $f$;

-- One digest stands for a whole log in the tree. Rows are written unambiguously and
-- free of the session's time zone, in the order of the source's lines.
CREATE FUNCTION audit_import_digest(log text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  digest text;
BEGIN
  EXECUTE format($q$
    SELECT encode(sha256(coalesce(string_agg(part, ''::bytea ORDER BY number), '')), 'hex')
    FROM (SELECT id / 8192 AS number, sha256(convert_to(string_agg(row(id,
      public.audit_microseconds(occurred_at), kind, request_id, account_id, membership_id,
      unit_id, agency_id, mission, in_immigration_department, purpose, booking_id,
      person_id, facility_id, shape_id, classes, basis, rules, law_id, detail)::text,
      E'\\n' ORDER BY id), 'UTF8')) AS part FROM public.%I GROUP BY 1) parts $q$,
    public.audit_import_partition(log)) INTO digest;
  RETURN digest;
END $f$;

REVOKE ALL ON FUNCTION audit_import_open(text), audit_import_drop(text, uuid, text),
  audit_import_analyze(text),
  audit_import_attach(text, text, uuid, text), audit_import_digest(text) FROM PUBLIC;
"""

UNDO = """
DROP FUNCTION audit_import_open(text), audit_import_analyze(text), audit_import_drop(text, uuid, text),
  audit_import_attach(text, text, uuid, text), audit_import_digest(text),
  audit_import_is_attached(text), audit_import_partition(text);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_kinds_of_showing")]

    operations = [
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
        migrations.RunSQL(IMPORTS, UNDO),
    ]
