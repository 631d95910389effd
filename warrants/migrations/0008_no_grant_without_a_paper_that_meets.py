"""A grant takes the records supervisor and counsel, neither of whom opened the account
of whoever asks.

A grant on a judge's basis rests on a paper of the register: compared with its scan by
somebody else, confirmed by the clerk of court, neither recalled nor executed, naming the
booking and every class, and not for longer than it says itself (a day more, for the
database does not know the county's days). A recall of that paper ends what it opened, at once.

What a request says of a paper opens nothing. Grants that were given on a caller's word
alone rest on no paper of the register: they end here.
"""

from django.db import migrations

CHECKS = """
CREATE OR REPLACE FUNCTION warrants_check_grant() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  asked public.warrants_accessrequest;
  claim public.warrants_legalinstrument;
  paper public.warrants_instrument;
BEGIN
  SELECT * INTO asked FROM public.warrants_accessrequest WHERE id = NEW.request_id;
  SELECT * INTO claim FROM public.warrants_legalinstrument
    WHERE id = asked.instrument_id FOR SHARE;
  -- Locked: a recall waits for this grant, and then ends it.
  SELECT * INTO paper FROM public.warrants_instrument
    WHERE id = claim.found_id FOR SHARE;
  IF NEW.membership_id <> asked.membership_id OR NEW.booking_id <> asked.booking_id
     OR NEW.basis <> asked.basis OR NEW.classes & ~asked.classes <> 0
     OR NEW.ends_at > NEW.starts_at + make_interval(days => asked.days) THEN
    RAISE EXCEPTION 'a grant is never wider than its request'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.basis IN ('judicial_warrant', 'court_order') AND (paper.id IS NULL
     OR claim.booking_id <> NEW.booking_id OR NEW.classes & ~claim.classes <> 0
     OR NEW.ends_at > claim.ends_at
     OR NEW.booking_id <> ALL (paper.bookings) OR NEW.classes & ~paper.classes <> 0
     OR paper.scope_kind = 'person'
     OR NEW.ends_at > (paper.execute_by + 2)::timestamptz
     OR NOT (paper.kind = 'search_warrant' AND NEW.basis = 'judicial_warrant'
             OR paper.kind = 'court_order' AND NEW.basis = 'court_order')
     OR paper.compared_at IS NULL OR paper.recalled_at IS NOT NULL
     OR paper.served_at IS NOT NULL
     OR (SELECT c.result FROM public.warrants_callback c
         WHERE c.instrument_id = paper.id AND c.result <> 'no_answer'
         ORDER BY c.called_at DESC, c.id DESC LIMIT 1) IS DISTINCT FROM 'confirmed')
  THEN
    RAISE EXCEPTION 'a grant is never wider than its instrument'
      USING ERRCODE = 'check_violation';
  END IF;
  IF asked.status = 'refused' OR EXISTS (SELECT FROM public.access_approval p
      WHERE p.target_kind = 'access_request' AND p.target_id = asked.id::text
        AND NOT p.approves) THEN
    RAISE EXCEPTION 'a request that was refused is not granted'
      USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT count(*) FROM public.access_approval p
      WHERE p.act = 'request.approve' AND p.target_kind = 'access_request'
        AND p.target_id = asked.id::text AND p.approves
        AND p.requester_id = (SELECT account_id FROM public.access_membership
                              WHERE id = asked.membership_id)
        AND p.requester_unit_id = (SELECT unit_id FROM public.access_membership
                                   WHERE id = asked.membership_id)) < 2 THEN
    RAISE EXCEPTION 'a grant takes two people of different units'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
      SELECT FROM public.access_approval p
      JOIN public.access_membership m
        ON m.account_id = p.approver_id AND m.unit_id = p.approver_unit_id
      JOIN public.access_approval q ON q.act = p.act AND q.target_kind = p.target_kind
        AND q.target_id = p.target_id AND q.approves AND q.approver_id <> p.approver_id
      JOIN public.access_membership n
        ON n.account_id = q.approver_id AND n.unit_id = q.approver_unit_id
      WHERE p.act = 'request.approve' AND p.target_kind = 'access_request'
        AND p.target_id = asked.id::text AND p.approves
        AND 'records_supervisor' = ANY (m.roles) AND 'counsel' = ANY (n.roles)) THEN
    RAISE EXCEPTION 'a grant takes the records supervisor and counsel'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
      SELECT FROM public.access_approval p
      JOIN public.access_membership m ON m.id = asked.membership_id
      JOIN public.access_account a ON a.id = m.account_id
      WHERE p.act = 'request.approve' AND p.target_kind = 'access_request'
        AND p.target_id = asked.id::text AND p.approver_id = a.opened_by_id) THEN
    RAISE EXCEPTION 'who opened an account decides nothing that it asks'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

-- What was said of a paper stands, and so does which paper it was found to be.
CREATE OR REPLACE FUNCTION warrants_paper_stands() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.booking_id, NEW.classes, NEW.ends_at) IS DISTINCT FROM
     (OLD.booking_id, OLD.classes, OLD.ends_at)
     OR (OLD.found_id IS NOT NULL AND NEW.found_id IS DISTINCT FROM OLD.found_id) THEN
    RAISE EXCEPTION 'a paper opens what it opened when it was brought'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

DROP TRIGGER recall_ends_grants ON warrants_legalinstrument;
CREATE OR REPLACE FUNCTION warrants_recall_ends_grants() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.recalled_at IS NOT NULL AND OLD.recalled_at IS NULL THEN
    UPDATE public.warrants_grant g SET ended_at = jail_now(), end_reason = 'recalled'
    FROM public.warrants_accessrequest r
    JOIN public.warrants_legalinstrument c ON c.id = r.instrument_id
    WHERE r.id = g.request_id AND c.found_id = NEW.id AND g.ended_at IS NULL;
  END IF;
  RETURN NULL;
END $f$;
CREATE TRIGGER recall_ends_grants AFTER UPDATE ON warrants_instrument
  FOR EACH ROW EXECUTE FUNCTION warrants_recall_ends_grants();
ALTER TABLE warrants_instrument ENABLE ALWAYS TRIGGER recall_ends_grants;

UPDATE warrants_grant SET ended_at = jail_now(), end_reason = 'no_longer_needed'
WHERE basis IN ('judicial_warrant', 'court_order') AND ended_at IS NULL
  AND ends_at > jail_now();
"""


class Migration(migrations.Migration):
    dependencies = [("warrants", "0007_found_in_the_register")]

    operations = [migrations.RunSQL(CHECKS, migrations.RunSQL.noop)]
