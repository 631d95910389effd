"""What is written down of an imported log stands as long as the log does: the exposure
rests on its names and on what it could tell, as much as on its events.
"""

from django.db import migrations

# Its numbers are written once, at the end of the import. What may still be told of it
# afterwards is that it was undone, once it is.
IMPORTS = """
CREATE FUNCTION compliance_log_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  may_change text[] := CASE WHEN TG_OP = 'UPDATE' AND OLD.events = 0
    THEN '{lines,events,quarantined,left_out,first_at,last_at,system_id,undone_at}'::text[]
    ELSE '{undone_at}'::text[] END;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.undone_at IS NOT NULL OR public.audit_import_is_attached(NEW.origin) THEN
      RAISE EXCEPTION 'an import is written down before its log is part of the history'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
    RAISE EXCEPTION 'what is on record of an imported log does not change'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.undone_at IS DISTINCT FROM OLD.undone_at AND (OLD.undone_at IS NOT NULL
      OR public.audit_import_is_attached(OLD.origin)) THEN
    RAISE EXCEPTION 'an import is undone when its log is out of the history, once'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE TRIGGER log_stands BEFORE INSERT OR UPDATE ON compliance_logimport
  FOR EACH ROW EXECUTE FUNCTION compliance_log_stands();
ALTER TABLE compliance_logimport ENABLE ALWAYS TRIGGER log_stands;
"""

# A log that cannot be seen yet may be about to stand.
NAMES = """
CREATE FUNCTION compliance_names_stand() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT log_id FROM changed) c
      LEFT JOIN public.compliance_logimport i ON i.id = c.log_id
      WHERE i.id IS NULL OR public.audit_import_is_attached(i.origin)) THEN
    RAISE EXCEPTION 'the names in an imported log do not change'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $f$;

CREATE TRIGGER names_stand_insert AFTER INSERT ON compliance_logname
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION compliance_names_stand();
CREATE TRIGGER names_stand_update AFTER UPDATE ON compliance_logname
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION compliance_names_stand();
CREATE TRIGGER names_stand_delete AFTER DELETE ON compliance_logname
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION compliance_names_stand();
ALTER TABLE compliance_logname ENABLE ALWAYS TRIGGER names_stand_insert;
ALTER TABLE compliance_logname ENABLE ALWAYS TRIGGER names_stand_update;
ALTER TABLE compliance_logname ENABLE ALWAYS TRIGGER names_stand_delete;
"""

UNDO = """
DROP TRIGGER log_stands ON compliance_logimport;
DROP TRIGGER names_stand_insert ON compliance_logname;
DROP TRIGGER names_stand_update ON compliance_logname;
DROP TRIGGER names_stand_delete ON compliance_logname;
DROP FUNCTION compliance_log_stands(), compliance_names_stand();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_imports"),
        ("compliance", "0002_access_logs"),
    ]

    operations = [migrations.RunSQL(IMPORTS + NAMES, UNDO)]
