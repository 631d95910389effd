"""What was received, and what was written down of it, stands; so does what was done."""

from django.db import migrations

STANDS = """
CREATE FUNCTION warrants_instrument_stands() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.received_at, NEW.received_by_id, NEW.means, NEW.sha256, NEW.page_count,
      NEW.key_id) IS DISTINCT FROM
     (OLD.received_at, OLD.received_by_id, OLD.means, OLD.sha256, OLD.page_count,
      OLD.key_id)
     OR (OLD.entered_at IS NOT NULL AND (
       (NEW.entered_at, NEW.entered_by_id, NEW.kind, NEW.court_label, NEW.court_code,
        NEW.signer, NEW.signed_by, NEW.form, NEW.case_number, NEW.statutes,
        NEW.states_probable_cause, NEW.indictment, NEW.issued_on, NEW.execute_by,
        NEW.by_immigration_authority, NEW.scope_kind, NEW.classes, NEW.records_from,
        NEW.records_until, NEW.purpose, NEW.bookings) IS DISTINCT FROM
       (OLD.entered_at, OLD.entered_by_id, OLD.kind, OLD.court_label, OLD.court_code,
        OLD.signer, OLD.signed_by, OLD.form, OLD.case_number, OLD.statutes,
        OLD.states_probable_cause, OLD.indictment, OLD.issued_on, OLD.execute_by,
        OLD.by_immigration_authority, OLD.scope_kind, OLD.classes, OLD.records_from,
        OLD.records_until, OLD.purpose, OLD.bookings)))
     OR (OLD.compared_at IS NOT NULL AND (NEW.compared_at, NEW.compared_by_id)
         IS DISTINCT FROM (OLD.compared_at, OLD.compared_by_id))
     OR (OLD.recalled_at IS NOT NULL AND (NEW.recalled_at, NEW.recalled_by_id)
         IS DISTINCT FROM (OLD.recalled_at, OLD.recalled_by_id))
     OR (OLD.served_at IS NOT NULL AND NEW.served_at IS DISTINCT FROM OLD.served_at)
     OR (OLD.returned_at IS NOT NULL
         AND NEW.returned_at IS DISTINCT FROM OLD.returned_at) THEN
    RAISE EXCEPTION 'what is on record of an instrument stands'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER instrument_stands BEFORE UPDATE ON warrants_instrument
  FOR EACH ROW EXECUTE FUNCTION warrants_instrument_stands();
ALTER TABLE warrants_instrument ENABLE ALWAYS TRIGGER instrument_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("warrants", "0005_instruments")]

    operations = [migrations.RunSQL(STANDS, migrations.RunSQL.noop)]
