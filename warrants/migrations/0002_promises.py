"""A grant is approved by two people of two units, is never wider than what was
asked and what the paper names, and never grows. ``access_row`` and guardian's
rows follow it in the same transaction.
"""

from django.db import migrations

GRANTS = """
CREATE FUNCTION warrants_check_grant() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  asked public.warrants_accessrequest;
  paper public.warrants_legalinstrument;
BEGIN
  SELECT * INTO asked FROM public.warrants_accessrequest WHERE id = NEW.request_id;
  -- Locked: a recall waits for this grant, and then ends it.
  SELECT * INTO paper FROM public.warrants_legalinstrument
    WHERE id = asked.instrument_id FOR SHARE;
  IF NEW.membership_id <> asked.membership_id OR NEW.booking_id <> asked.booking_id
     OR NEW.basis <> asked.basis OR NEW.classes & ~asked.classes <> 0
     OR NEW.ends_at > NEW.starts_at + make_interval(days => asked.days) THEN
    RAISE EXCEPTION 'a grant is never wider than its request'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.basis IN ('judicial_warrant', 'court_order') AND (paper.id IS NULL
     OR paper.called_back_at IS NULL OR paper.recalled_at IS NOT NULL
     OR paper.booking_id <> NEW.booking_id OR NEW.classes & ~paper.classes <> 0
     OR NEW.ends_at > paper.ends_at) THEN
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
  RETURN NEW;
END $f$;

CREATE FUNCTION warrants_grant_never_grows() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.request_id, NEW.membership_id, NEW.booking_id, NEW.basis, NEW.starts_at)
       IS DISTINCT FROM
     (OLD.request_id, OLD.membership_id, OLD.booking_id, OLD.basis, OLD.starts_at)
     OR NEW.classes & ~OLD.classes <> 0 OR NEW.ends_at > OLD.ends_at
     OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN
    RAISE EXCEPTION 'a grant never grows' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE FUNCTION warrants_follow_grant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  given warrants_grant := coalesce(NEW, OLD);
  whose bigint := (SELECT account_id FROM access_membership
                   WHERE id = given.membership_id);
BEGIN
  -- Two grants on one booking at once would each miss the other's row.
  PERFORM pg_advisory_xact_lock(hashtext(given.booking_id::text));
  DELETE FROM access_accessrow WHERE grant_id = given.id;
  IF TG_OP <> 'DELETE'
     AND coalesce(NEW.ended_at > NEW.starts_at, true) THEN
    INSERT INTO access_accessrow (principal, booking_id, grant_id, basis, classes,
        starts_at, ends_at, facility_id, booked_at)
      SELECT NEW.membership_id, NEW.booking_id, NEW.id, NEW.basis, NEW.classes,
        NEW.starts_at, least(NEW.ends_at, NEW.ended_at), b.facility_id, b.booked_at
      FROM bookings_booking b
      WHERE b.id = NEW.booking_id
        AND (NEW.ended_at IS NULL OR NEW.ended_at > jail_now());
  END IF;
  DELETE FROM bookings_bookinguserpermission p
    WHERE p.content_object_id = given.booking_id AND p.user_id = whose
      AND NOT bookings_has_access_row(given.booking_id, whose, NULL, p.permission_id);
  INSERT INTO bookings_bookinguserpermission (user_id, permission_id, content_object_id)
    SELECT whose, p.id, given.booking_id FROM auth_permission p
    JOIN django_content_type t ON t.id = p.content_type_id
      AND t.app_label = 'bookings' AND t.model = 'booking'
    WHERE p.codename LIKE 'view\\_%'
      AND bookings_has_access_row(given.booking_id, whose, NULL, p.id)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $f$;

CREATE TRIGGER grant_is_approved BEFORE INSERT ON warrants_grant
  FOR EACH ROW EXECUTE FUNCTION warrants_check_grant();
CREATE TRIGGER grant_never_grows BEFORE UPDATE ON warrants_grant
  FOR EACH ROW EXECUTE FUNCTION warrants_grant_never_grows();
CREATE TRIGGER access_follows_grant AFTER INSERT OR UPDATE OR DELETE
  ON warrants_grant FOR EACH ROW EXECUTE FUNCTION warrants_follow_grant();
ALTER TABLE warrants_grant ENABLE ALWAYS TRIGGER grant_is_approved;
ALTER TABLE warrants_grant ENABLE ALWAYS TRIGGER grant_never_grows;
ALTER TABLE warrants_grant ENABLE ALWAYS TRIGGER access_follows_grant;
"""

# Recalling the paper ends what it opened, at once and in the same transaction.
RECALL = """
CREATE FUNCTION warrants_recall_ends_grants() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.recalled_at IS NOT NULL AND OLD.recalled_at IS NULL THEN
    UPDATE public.warrants_grant g SET ended_at = jail_now(), end_reason = 'recalled'
    FROM public.warrants_accessrequest r
    WHERE r.id = g.request_id AND r.instrument_id = NEW.id AND g.ended_at IS NULL;
  END IF;
  RETURN NULL;
END $f$;
CREATE TRIGGER recall_ends_grants AFTER UPDATE ON warrants_legalinstrument
  FOR EACH ROW EXECUTE FUNCTION warrants_recall_ends_grants();
ALTER TABLE warrants_legalinstrument ENABLE ALWAYS TRIGGER recall_ends_grants;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("warrants", "0001_initial"),
        ("bookings", "0002_promises"),
        ("access", "0002_promises"),
        ("audit", "0002_evidence"),
    ]

    operations = [
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(RECALL, migrations.RunSQL.noop),
    ]
