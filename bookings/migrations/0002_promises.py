"""A guardian row on a booking exists exactly while a grant's ``access_row`` does."""

from django.db import migrations

# NULL group: the row is an account's, of whichever of its capacities.
GUARDIAN_ROWS = """
CREATE FUNCTION bookings_has_access_row(
  booking uuid, account bigint, grp bigint, permission bigint) RETURNS boolean
LANGUAGE sql STABLE AS $f$
  SELECT EXISTS (
    SELECT FROM public.access_accessrow a
    WHERE a.booking_id = booking
      AND a.classes & public.access_class_bit(
            (SELECT codename FROM public.auth_permission WHERE id = permission)) <> 0
      AND CASE WHEN grp IS NULL
            THEN a.principal IN (SELECT id FROM public.access_membership
                                 WHERE account_id = account)
            ELSE a.principal = -grp END) $f$;

CREATE FUNCTION bookings_check_guardian_row() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  held json := to_json(coalesce(NEW, OLD));
  has_row boolean := bookings_has_access_row((held->>'content_object_id')::uuid,
    (held->>'user_id')::bigint, (held->>'group_id')::bigint,
    (held->>'permission_id')::bigint);
BEGIN
  IF TG_OP = 'UPDATE' OR (TG_OP = 'INSERT') IS DISTINCT FROM has_row THEN
    RAISE EXCEPTION 'a permission on a booking is given and ended by a grant'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $f$;

CREATE TRIGGER permission_follows_grant BEFORE INSERT OR UPDATE OR DELETE
  ON bookings_bookinguserpermission
  FOR EACH ROW EXECUTE FUNCTION bookings_check_guardian_row();
CREATE TRIGGER permission_follows_grant BEFORE INSERT OR UPDATE OR DELETE
  ON bookings_bookinggrouppermission
  FOR EACH ROW EXECUTE FUNCTION bookings_check_guardian_row();
ALTER TABLE bookings_bookinguserpermission
  ENABLE ALWAYS TRIGGER permission_follows_grant;
ALTER TABLE bookings_bookinggrouppermission
  ENABLE ALWAYS TRIGGER permission_follows_grant;
"""


# A grant opens one booking of one person: neither is exchanged while it lasts.
KEYS = """
CREATE FUNCTION bookings_keys_stand() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.id, NEW.facility_id) IS DISTINCT FROM (OLD.id, OLD.facility_id)
     OR (NEW.person_id <> OLD.person_id AND EXISTS (
       SELECT FROM public.access_accessrow WHERE booking_id = OLD.id)) THEN
    RAISE EXCEPTION 'a booking does not become another one'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER keys_stand BEFORE UPDATE ON bookings_booking
  FOR EACH ROW EXECUTE FUNCTION bookings_keys_stand();
ALTER TABLE bookings_booking ENABLE ALWAYS TRIGGER keys_stand;
"""

# Name prefixes are compared in C collation, whatever the database's.
NAME_SEARCH = """
DROP INDEX person_by_name;
CREATE INDEX person_by_name ON bookings_person
  (upper(surname) COLLATE "C", upper(given_name) COLLATE "C", id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0001_initial"),
        ("access", "0002_promises"),
    ]

    operations = [
        migrations.RunSQL(GUARDIAN_ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(NAME_SEARCH, migrations.RunSQL.noop),
    ]
