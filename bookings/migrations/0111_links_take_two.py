"""What holds a link, whoever writes: two people of two units agreed, in the same
transaction, that exactly these two records are of one person; and of a link nothing
changes but that it ends, once and for good.
"""

from django.db import migrations

LINKS = """
CREATE FUNCTION bookings_check_link() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.ended_at IS NOT NULL THEN
      RAISE EXCEPTION 'a link begins before it ends' USING ERRCODE = 'check_violation';
    END IF;
    -- As bookings.rules.pair_key makes it.
    IF public.access_takes_two_people() AND public.access_agreed('person.merge',
        'person_link', md5(NEW.person_id::text || NEW.other_id::text)::uuid::text) IS NULL
    THEN
      PERFORM public.access_refuse_alone('to join two records');
    END IF;
  ELSIF OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL
      OR (NEW.id, NEW.created_at, NEW.person_id, NEW.other_id, NEW.asked_by_id,
          NEW.agreed_by_id)
        IS DISTINCT FROM (OLD.id, OLD.created_at, OLD.person_id, OLD.other_id,
          OLD.asked_by_id, OLD.agreed_by_id) THEN
    RAISE EXCEPTION 'a link only ends, once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER link_takes_two BEFORE INSERT OR UPDATE ON bookings_personlink
  FOR EACH ROW EXECUTE FUNCTION bookings_check_link();
ALTER TABLE bookings_personlink ENABLE ALWAYS TRIGGER link_takes_two;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0110_same_person"),
        ("access", "0011_agencies"),
    ]

    operations = [migrations.RunSQL(LINKS, migrations.RunSQL.noop)]
