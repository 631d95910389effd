"""A record goes by a court's order, or because its person asks for it: by two people
either way, and in the same way.
"""

from django.db import migrations

EXPUNGING = """
CREATE OR REPLACE FUNCTION bookings_expunge(which uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  stay public.bookings_booking;
  number bigint;
BEGIN
  IF coalesce(public.access_agreed('record.expunge', 'booking', which::text),
      public.access_agreed('record.delete', 'booking', which::text)) IS NULL THEN
    PERFORM public.access_refuse_alone('to expunge a record');
  END IF;
  SELECT * INTO stay FROM public.bookings_booking WHERE id = which FOR UPDATE;
  IF stay.id IS NULL THEN
    RAISE EXCEPTION 'there is no such record' USING ERRCODE = 'no_data_found';
  END IF;
  -- The meter of the history counts what goes as gone by this.
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
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0111_links_take_two")]

    operations = [migrations.RunSQL(EXPUNGING, migrations.RunSQL.noop)]
