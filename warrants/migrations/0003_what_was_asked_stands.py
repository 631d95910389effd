"""What two people approve is what was asked: neither the request nor the scope of
its paper changes afterwards.
"""

from django.db import migrations

STANDS = """
CREATE FUNCTION warrants_request_stands() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.membership_id, NEW.booking_id, NEW.purpose, NEW.classes, NEW.basis,
      NEW.days, NEW.reason_text, NEW.instrument_id, NEW.asked_at) IS DISTINCT FROM
     (OLD.membership_id, OLD.booking_id, OLD.purpose, OLD.classes, OLD.basis,
      OLD.days, OLD.reason_text, OLD.instrument_id, OLD.asked_at) THEN
    RAISE EXCEPTION 'a request is decided as it was asked'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE FUNCTION warrants_paper_stands() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.booking_id, NEW.classes, NEW.ends_at) IS DISTINCT FROM
     (OLD.booking_id, OLD.classes, OLD.ends_at)
     OR (OLD.recalled_at IS NOT NULL
         AND NEW.recalled_at IS DISTINCT FROM OLD.recalled_at) THEN
    RAISE EXCEPTION 'a paper opens what it opened when it was brought'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE TRIGGER request_stands BEFORE UPDATE ON warrants_accessrequest
  FOR EACH ROW EXECUTE FUNCTION warrants_request_stands();
CREATE TRIGGER paper_stands BEFORE UPDATE ON warrants_legalinstrument
  FOR EACH ROW EXECUTE FUNCTION warrants_paper_stands();
ALTER TABLE warrants_accessrequest ENABLE ALWAYS TRIGGER request_stands;
ALTER TABLE warrants_legalinstrument ENABLE ALWAYS TRIGGER paper_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("warrants", "0002_promises")]

    operations = [migrations.RunSQL(STANDS, migrations.RunSQL.noop)]
