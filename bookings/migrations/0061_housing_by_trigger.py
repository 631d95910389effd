"""Where somebody was housed from when to when, written from ``Booking.housing``.

One truth: whoever changes a booking's housing, and however (a form, an import, raw
SQL), leaves a row here; a release ends the last of them, and its undoing opens it again.
"""

from django.db import migrations

SQL = """
CREATE FUNCTION bookings_keep_housing() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO bookings_housingassignment
      (id, created_at, booking_id, place, since, until)
    VALUES (gen_random_uuid(), jail_now(), NEW.id, NEW.housing, NEW.booked_at,
      NEW.discharged_at);
    RETURN NULL;
  END IF;
  IF NEW.housing IS DISTINCT FROM OLD.housing THEN
    UPDATE bookings_housingassignment SET until = greatest(since, jail_now())
      WHERE booking_id = NEW.id AND until IS NULL;
    IF NEW.housing <> '' THEN
      INSERT INTO bookings_housingassignment
        (id, created_at, booking_id, place, since, until)
      VALUES (gen_random_uuid(), jail_now(), NEW.id, NEW.housing, jail_now(),
        NEW.discharged_at);
    END IF;
  END IF;
  IF NEW.discharged_at IS NOT NULL AND OLD.discharged_at IS NULL THEN
    UPDATE bookings_housingassignment SET until = greatest(since, NEW.discharged_at)
      WHERE booking_id = NEW.id AND until IS NULL;
  ELSIF NEW.discharged_at IS NULL AND OLD.discharged_at IS NOT NULL THEN
    UPDATE bookings_housingassignment SET until = NULL
      WHERE booking_id = NEW.id AND place = NEW.housing
        AND until = greatest(since, OLD.discharged_at);
  END IF;
  RETURN NULL;
END $f$;

CREATE TRIGGER housing_is_kept_of_a_new_booking
  AFTER INSERT ON bookings_booking FOR EACH ROW
  WHEN (NEW.housing <> '') EXECUTE FUNCTION bookings_keep_housing();
CREATE TRIGGER housing_is_kept
  AFTER UPDATE OF housing, discharged_at ON bookings_booking FOR EACH ROW
  WHEN (NEW.housing IS DISTINCT FROM OLD.housing
    OR NEW.discharged_at IS DISTINCT FROM OLD.discharged_at)
  EXECUTE FUNCTION bookings_keep_housing();

CREATE INDEX booking_in_custody_by_housing ON bookings_booking (facility_id, housing)
  WHERE discharged_at IS NULL;
INSERT INTO bookings_housingassignment (id, created_at, booking_id, place, since, until)
  SELECT gen_random_uuid(), jail_now(), id, housing, booked_at, discharged_at
  FROM bookings_booking WHERE housing <> '';
"""
BACK = """
DROP TRIGGER housing_is_kept ON bookings_booking;
DROP TRIGGER housing_is_kept_of_a_new_booking ON bookings_booking;
DROP FUNCTION bookings_keep_housing();
DROP INDEX booking_in_custody_by_housing;
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0060_custody")]
    operations = [migrations.RunSQL(SQL, BACK)]
