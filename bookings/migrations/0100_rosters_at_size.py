"""A roster on its way in has no statistics, and only a table's owner may gather them.

Of keys, lines and lists alone, which are digests, numbers and days: a statistic keeps
values, and what a row tells of a person must not outlive it.
"""

from django.db import migrations

LOOK = """
CREATE FUNCTION bookings_roster_analyze() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  ANALYZE public.bookings_rosterline
      (id, source_id, line, at, person_key, stay_key, facility_id, is_bad),
    public.bookings_rosterperson, public.bookings_rosterstay;
END $f$;
REVOKE ALL ON FUNCTION bookings_roster_analyze() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0045_authors_by_mail")]

    operations = [
        migrations.RunSQL(LOOK, "DROP FUNCTION bookings_roster_analyze()"),
    ]
