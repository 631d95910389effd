"""What the database holds of retention: two people, a period that is over, and no case
that keeps the record. A stay goes by the same way as one that a court orders away.
"""

from django.db import migrations

FORGETTING = """
-- A stay with everything that points to it; the person, where it was their only one.
CREATE FUNCTION bookings_forget_stay(which uuid) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  stay public.bookings_booking;
  number bigint;
BEGIN
  SELECT * INTO stay FROM public.bookings_booking WHERE id = which FOR UPDATE;
  IF stay.id IS NULL THEN
    RAISE EXCEPTION 'there is no such record' USING ERRCODE = 'no_data_found';
  END IF;
  -- The meter of the history counts what goes as gone by this order.
  PERFORM set_config('jr.expunging', which::text, true);
  -- A photo is of the stay in which it was taken.
  number := public.bookings_forget('public.bookings_photo', ARRAY(
    SELECT id::text FROM public.bookings_photo WHERE person_id = stay.person_id
      AND taken_at >= stay.booked_at
      AND (stay.discharged_at IS NULL OR taken_at <= stay.discharged_at)));
  number := number
    + public.bookings_forget('public.bookings_booking', ARRAY[which::text]);
  IF NOT EXISTS (SELECT FROM public.bookings_booking
      WHERE person_id = stay.person_id) THEN
    number := number
      + public.bookings_forget('public.bookings_person', ARRAY[stay.person_id::text]);
  END IF;
  PERFORM set_config('jr.expunging', '', true);
  RETURN number;
END $f$;

CREATE OR REPLACE FUNCTION bookings_expunge(which uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF coalesce(public.access_agreed('record.expunge', 'booking', which::text),
      public.access_agreed('record.delete', 'booking', which::text)) IS NULL THEN
    PERFORM public.access_refuse_alone('to expunge a record');
  END IF;
  RETURN public.bookings_forget_stay(which);
END $f$;

-- One stay of a run that two people agreed upon, if its time is over and no case keeps it.
CREATE FUNCTION bookings_dispose(item bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  asked record;
BEGIN
  SELECT i.record AS booking, r.until, s.days INTO asked
  FROM public.bookings_dispositionitem i
  JOIN public.bookings_dispositionrun r ON r.id = i.run_id
  JOIN public.bookings_retentionschedule s ON s.id = r.schedule_id
  WHERE i.id = item AND i.outcome = '' AND s.retained = 'stay' FOR UPDATE OF i;
  IF asked.booking IS NULL THEN
    PERFORM public.access_refuse_alone('to dispose of a record');
  END IF;
  PERFORM FROM public.bookings_booking b WHERE b.id = asked.booking
    AND b.discharged_at + make_interval(days => asked.days) <= asked.until FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'its time is not over' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM public.bookings_legalhold h
      WHERE h.booking_id = asked.booking AND h.ended_at IS NULL) THEN
    RAISE EXCEPTION 'it is kept for a case' USING ERRCODE = 'check_violation';
  END IF;
  RETURN public.bookings_forget_stay(asked.booking);
END $f$;

REVOKE ALL ON FUNCTION bookings_forget_stay(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION bookings_dispose(bigint) FROM PUBLIC;
"""

GUARDS = """
CREATE FUNCTION bookings_check_retention() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  agreed jsonb := public.access_agreed(
    'retention.set', 'retention_schedule', NEW.retained);
BEGIN
  IF agreed IS NULL OR agreed ->> 'number' IS DISTINCT FROM NEW.number
      OR (agreed ->> 'days')::int IS DISTINCT FROM NEW.days THEN
    PERFORM public.access_refuse_alone('to set how long records are kept');
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER takes_two BEFORE INSERT ON bookings_retentionschedule
  FOR EACH ROW EXECUTE FUNCTION bookings_check_retention();

CREATE FUNCTION bookings_check_run() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  agreed jsonb := public.access_agreed(
    'disposition.execute', 'disposition', NEW.schedule_id::text);
BEGIN
  IF agreed IS NULL OR (agreed ->> 'until')::timestamptz IS DISTINCT FROM NEW.until THEN
    PERFORM public.access_refuse_alone('to dispose of records');
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER takes_two BEFORE INSERT ON bookings_dispositionrun
  FOR EACH ROW EXECUTE FUNCTION bookings_check_run();

-- Records are named when two people agree, and never after; each is answered for once.
CREATE FUNCTION bookings_check_item() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.outcome <> '' OR NOT EXISTS (SELECT FROM public.bookings_dispositionrun r
        WHERE r.id = NEW.run_id AND public.access_agreed('disposition.execute',
          'disposition', r.schedule_id::text) IS NOT NULL) THEN
      PERFORM public.access_refuse_alone('to dispose of records');
    END IF;
  ELSIF OLD.outcome <> '' OR (NEW.run_id, NEW.record) <> (OLD.run_id, OLD.record) THEN
    RAISE EXCEPTION 'what became of a record stands'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER item_stands BEFORE INSERT OR UPDATE ON bookings_dispositionitem
  FOR EACH ROW EXECUTE FUNCTION bookings_check_item();

-- A hold that was ended stays ended, and stays about what it was.
CREATE FUNCTION bookings_check_legal_hold() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF OLD.ended_at IS NOT NULL OR (NEW.booking_id, NEW.case_number, NEW.begun_at)
      IS DISTINCT FROM (OLD.booking_id, OLD.case_number, OLD.begun_at) THEN
    RAISE EXCEPTION 'a legal hold stands as it was set' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER hold_stands BEFORE UPDATE ON bookings_legalhold
  FOR EACH ROW EXECUTE FUNCTION bookings_check_legal_hold();

ALTER TABLE bookings_retentionschedule ENABLE ALWAYS TRIGGER takes_two;
ALTER TABLE bookings_dispositionrun ENABLE ALWAYS TRIGGER takes_two;
ALTER TABLE bookings_dispositionitem ENABLE ALWAYS TRIGGER item_stands;
ALTER TABLE bookings_legalhold ENABLE ALWAYS TRIGGER hold_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0113_retention")]

    operations = [
        migrations.RunSQL(FORGETTING, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
