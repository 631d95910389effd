"""A grant is given by others than those who ask, in whatever capacity they work: nobody
decides who also works in the unit that asks, nor opens an emergency for an agency in which
they work; and nobody asks on a paper that they entered, compared or confirmed themselves.

A call to a court is of its instant and after every call before it: the last one counts,
whatever the clock was when they were made.
"""

from django.db import migrations

OTHERS = """
CREATE FUNCTION warrants_given_by_others() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  asked public.warrants_accessrequest;
  asker record;
BEGIN
  SELECT * INTO asked FROM public.warrants_accessrequest WHERE id = NEW.request_id;
  SELECT m.account_id, m.unit_id, u.agency_id INTO asker
    FROM public.access_membership m JOIN public.access_unit u ON u.id = m.unit_id
    WHERE m.id = asked.membership_id;
  IF NEW.basis = 'emergency' THEN
    IF EXISTS (
        SELECT FROM public.warrants_emergency e
        JOIN public.access_membership o ON o.id = e.opened_by_id
        JOIN public.access_membership m ON m.account_id = o.account_id
        JOIN public.access_unit u ON u.id = m.unit_id
        WHERE e.request_id = asked.id AND u.agency_id = asker.agency_id
          AND m.starts_at <= jail_now() AND coalesce(jail_now() < m.ends_at, true)) THEN
      RAISE EXCEPTION 'an emergency is opened by nobody of the agency of whoever asks'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF EXISTS (
      SELECT FROM public.access_approval p
      JOIN public.access_membership m ON m.account_id = p.approver_id
      WHERE p.act = 'request.approve' AND p.target_kind = 'access_request'
        AND p.target_id = asked.id::text AND p.approves AND m.unit_id = asker.unit_id
        AND m.starts_at <= jail_now() AND coalesce(jail_now() < m.ends_at, true)) THEN
    RAISE EXCEPTION 'nobody decides who works in the unit that asks'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
      SELECT FROM public.warrants_legalinstrument c
      JOIN public.warrants_instrument i ON i.id = c.found_id
      WHERE c.id = asked.instrument_id AND (
        asker.account_id IN (i.entered_by_id, i.compared_by_id)
        OR EXISTS (SELECT FROM public.warrants_callback b
          WHERE b.instrument_id = i.id AND b.result = 'confirmed'
            AND b.called_by_id = asker.account_id))) THEN
    RAISE EXCEPTION 'nobody asks on a paper that they examined themselves'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER grant_is_given_by_others BEFORE INSERT ON warrants_grant
  FOR EACH ROW EXECUTE FUNCTION warrants_given_by_others();
ALTER TABLE warrants_grant ENABLE ALWAYS TRIGGER grant_is_given_by_others;

CREATE FUNCTION warrants_check_call() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  entered_by bigint;
BEGIN
  SELECT i.entered_by_id INTO entered_by FROM public.warrants_instrument i
    WHERE i.id = NEW.instrument_id FOR UPDATE;
  IF NEW.result = 'confirmed' AND NEW.called_by_id = entered_by THEN
    RAISE EXCEPTION 'who entered a paper does not confirm it'
      USING ERRCODE = 'check_violation';
  END IF;
  NEW.called_at := greatest(least(NEW.called_at, jail_now()),
    (SELECT max(c.called_at) + interval '1 microsecond' FROM public.warrants_callback c
     WHERE c.instrument_id = NEW.instrument_id));
  RETURN NEW;
END $f$;
CREATE TRIGGER call_comes_last BEFORE INSERT ON warrants_callback
  FOR EACH ROW EXECUTE FUNCTION warrants_check_call();
ALTER TABLE warrants_callback ENABLE ALWAYS TRIGGER call_comes_last;
"""


class Migration(migrations.Migration):
    dependencies = [("warrants", "0017_an_end_that_was_reached")]

    operations = [migrations.RunSQL(OTHERS, migrations.RunSQL.noop)]
