"""What a court orders about a record, held by the database: nobody unseals alone, and
a record goes, with its history, only once two people have agreed upon it in the same
transaction. Nothing about a record is listed here by name: whatever points to a booking
goes with it, and a new table does so by itself.
"""

from django.db import migrations

UNSEALING = """
CREATE FUNCTION bookings_check_unsealing() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF OLD.is_sealed AND NOT NEW.is_sealed AND public.access_takes_two_people()
      AND public.access_agreed('record.unseal', 'booking', NEW.id::text) IS NULL THEN
    PERFORM public.access_refuse_alone('to unseal a record');
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER unsealing_takes_two BEFORE UPDATE OF is_sealed ON bookings_booking
  FOR EACH ROW EXECUTE FUNCTION bookings_check_unsealing();
ALTER TABLE bookings_booking ENABLE ALWAYS TRIGGER unsealing_takes_two;
"""

FORGETTING = """
-- The table of a table's history, or NULL.
CREATE FUNCTION bookings_past_of(tab regclass) RETURNS regclass LANGUAGE sql STABLE AS $f$
  SELECT to_regclass('public.' || quote_ident(
    regexp_replace(relname, '^([a-z]+)_', '\\1_historical')))
  FROM pg_class WHERE oid = tab $f$;

CREATE FUNCTION bookings_key_of(tab regclass) RETURNS name LANGUAGE sql STABLE AS $f$
  SELECT a.attname FROM pg_index i
  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
  WHERE i.indrelid = tab AND i.indisprimary $f$;

-- Keys of the rows of a table, as they are and as they ever were, that point to these.
CREATE FUNCTION bookings_pointing(tab regclass, col text, ids text[]) RETURNS text[]
LANGUAGE plpgsql AS $f$
DECLARE
  kind text := (SELECT format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = tab AND attname = col);
  past regclass := public.bookings_past_of(tab);
  key_of name := public.bookings_key_of(tab);
  found text[];
  gone text[];
BEGIN
  EXECUTE format('SELECT array_agg(%I::text) FROM %s WHERE %I = ANY($1::%s[])',
    key_of, tab, col, kind) INTO found USING ids;
  IF past IS NOT NULL AND EXISTS (SELECT FROM pg_attribute
      WHERE attrelid = past AND attname = col AND NOT attisdropped) THEN
    EXECUTE format('SELECT array_agg(DISTINCT %I::text) FROM %s
      WHERE %I = ANY($1::%s[])', key_of, past, col, kind) INTO gone USING ids;
  END IF;
  RETURN (SELECT array_agg(DISTINCT key) FROM unnest(found || gone) AS key);
END $f$;

-- Rows, whatever points to them, their keys of encryption, and the history of it all.
CREATE FUNCTION bookings_forget(tab regclass, ids text[]) RETURNS bigint
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
  -- Grants first: what guardian holds of them goes with them.
  FOR below IN SELECT c.conrelid::regclass AS tab, a.attname::text AS col
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      WHERE c.contype = 'f' AND c.confrelid = tab AND cardinality(c.conkey) = 1
      ORDER BY c.conrelid <> coalesce(to_regclass('public.warrants_grant'), 0), 1
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

-- The owner's, and the only way in which history goes. Returns how many rows went.
CREATE FUNCTION bookings_expunge(which uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  stay public.bookings_booking;
  number bigint;
BEGIN
  IF public.access_agreed('record.expunge', 'booking', which::text) IS NULL THEN
    PERFORM public.access_refuse_alone('to expunge a record');
  END IF;
  SELECT * INTO stay FROM public.bookings_booking WHERE id = which FOR UPDATE;
  IF stay.id IS NULL THEN
    RAISE EXCEPTION 'there is no such record' USING ERRCODE = 'no_data_found';
  END IF;
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
  RETURN number;
END $f$;

REVOKE ALL ON FUNCTION bookings_expunge(uuid) FROM PUBLIC;
REVOKE ALL ON FUNCTION bookings_forget(regclass, text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION bookings_pointing(regclass, text, text[]) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0061_housing_by_trigger"),
        ("access", "0011_agencies"),
    ]

    operations = [
        migrations.RunSQL(UNSEALING, migrations.RunSQL.noop),
        migrations.RunSQL(FORGETTING, migrations.RunSQL.noop),
    ]
