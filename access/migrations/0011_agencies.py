"""Purposes of agreements; and what takes two people, held by the database: a proposal
stands as it was made, is decided once and by somebody else, and what opens something
again, or opens more, has such a proposal behind it in the same transaction.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

# Which transaction an approval belongs to is the database's to say: what rests on it
# happens in that very transaction, or not at all.
PROPOSALS = """
ALTER TABLE access_approval ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE FUNCTION access_stamp_approval() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  NEW.xid := pg_current_xact_id();
  RETURN NEW;
END $f$;
CREATE TRIGGER approval_has_its_transaction BEFORE INSERT ON access_approval
  FOR EACH ROW EXECUTE FUNCTION access_stamp_approval();
ALTER TABLE access_approval ENABLE ALWAYS TRIGGER approval_has_its_transaction;

CREATE TRIGGER keys_stand BEFORE UPDATE ON access_proposal FOR EACH ROW
  EXECUTE FUNCTION access_keys_stand('id', 'act', 'target_kind', 'target_id',
    'payload', 'reason', 'requester_id', 'requester_unit_id', 'proposed_at');
ALTER TABLE access_proposal ENABLE ALWAYS TRIGGER keys_stand;

CREATE FUNCTION access_check_proposal() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'waiting' OR NOT EXISTS (SELECT FROM public.access_membership m
        WHERE m.account_id = NEW.requester_id AND m.unit_id = NEW.requester_unit_id
          AND m.starts_at <= jail_now() AND coalesce(jail_now() < m.ends_at, true))
    THEN
      RAISE EXCEPTION 'a proposal waits, and names the unit its requester works in'
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF OLD.status <> 'waiting' THEN
    RAISE EXCEPTION 'a proposal is decided once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER proposal_is_decided_once BEFORE INSERT OR UPDATE ON access_proposal
  FOR EACH ROW EXECUTE FUNCTION access_check_proposal();
ALTER TABLE access_proposal ENABLE ALWAYS TRIGGER proposal_is_decided_once;

-- Looked at when the transaction ends: the yes or no of another account of another
-- unit (constraints of access_approval) stands beside what became of the proposal.
CREATE FUNCTION access_check_decision() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NOT EXISTS (SELECT FROM public.access_approval a
      WHERE a.target_kind = 'proposal' AND a.target_id = NEW.id::text
        AND a.act = NEW.act AND a.approves = (NEW.status = 'done')
        AND a.requester_id = NEW.requester_id
        AND a.requester_unit_id = NEW.requester_unit_id
        AND a.xid = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'a proposal is decided by a second person of another unit'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $f$;
CREATE CONSTRAINT TRIGGER decision_has_its_approval AFTER UPDATE ON access_proposal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.status IN ('done', 'refused') AND NEW.status <> OLD.status)
  EXECUTE FUNCTION access_check_decision();
ALTER TABLE access_proposal ENABLE ALWAYS TRIGGER decision_has_its_approval;

-- What two people have agreed upon in this transaction about this target, or nothing.
CREATE FUNCTION access_agreed(which text, kind text, target text) RETURNS jsonb
LANGUAGE sql STABLE AS $f$
  SELECT p.payload FROM public.access_approval a
  JOIN public.access_proposal p ON p.id::text = a.target_id
    AND p.requester_id = a.requester_id AND p.requester_unit_id = a.requester_unit_id
    AND p.act = a.act
  WHERE a.xid = pg_current_xact_id() AND a.target_kind = 'proposal' AND a.approves
    AND p.status = 'done' AND p.act = which AND p.target_kind = kind
    AND p.target_id = target
  ORDER BY a.decided_at DESC, a.id DESC LIMIT 1 $f$;
CREATE INDEX approval_by_transaction ON access_approval (xid);

CREATE FUNCTION access_refuse_alone(what text) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  RAISE EXCEPTION '% takes two people of different units', what
    USING ERRCODE = 'check_violation';
END $f$;

-- Before the first account there is nobody who could agree: an installation is laid
-- out then. From the first account on, whoever opens more needs a second person.
CREATE FUNCTION access_takes_two_people() RETURNS boolean
LANGUAGE sql STABLE AS $f$ SELECT EXISTS (SELECT FROM public.access_account) $f$;
"""

# Opening again moves nothing that tells of the past, and nothing beyond what was
# agreed upon: no clock is wound back by it.
ACCOUNTS = """
CREATE FUNCTION access_check_reopening() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  agreed jsonb;
BEGIN
  IF NOT (OLD.suspended_at IS NOT NULL
        AND coalesce(NEW.suspended_at > OLD.suspended_at, true)
      OR OLD.expires_at IS NOT NULL AND coalesce(NEW.expires_at > OLD.expires_at, true)
      OR NEW.reopened_at IS DISTINCT FROM OLD.reopened_at
      OR NEW.is_active AND NOT OLD.is_active) THEN
    RETURN NEW;
  END IF;
  agreed := public.access_agreed('account.reopen', 'account', NEW.id::text);
  IF agreed IS NULL THEN
    PERFORM public.access_refuse_alone('to open an account again');
  END IF;
  IF (NEW.last_sign_in_at, NEW.opened_at, NEW.joined_at, NEW.credentials_changed_at)
      IS DISTINCT FROM
     (OLD.last_sign_in_at, OLD.opened_at, OLD.joined_at, OLD.credentials_changed_at) THEN
    RAISE EXCEPTION 'opening an account again leaves every clock as it was'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.reopened_at IS NULL
      OR abs(extract(epoch FROM public.jail_now() - NEW.reopened_at)) > 5
      OR NEW.expires_at IS DISTINCT FROM (agreed ->> 'expires_at')::timestamptz THEN
    RAISE EXCEPTION 'an account is opened again now, and as it was agreed'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER reopening_takes_two BEFORE UPDATE OF suspended_at, expires_at,
  reopened_at, is_active ON access_account
  FOR EACH ROW EXECUTE FUNCTION access_check_reopening();
ALTER TABLE access_account ENABLE ALWAYS TRIGGER reopening_takes_two;
"""

# The jail's own: whoever confines and cares for people. One person alone must not be
# able to close them; nor may one alone open any unit or agency again.
CLOSING = """
CREATE FUNCTION access_is_jails_own(mission text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $f$ SELECT mission IN ('jail', 'health') $f$;

CREATE FUNCTION access_check_unit() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  is_own boolean := public.access_is_jails_own(OLD.mission);
BEGIN
  IF OLD.closed_at IS NOT NULL AND coalesce(NEW.closed_at > OLD.closed_at, true)
      AND public.access_agreed('unit.reopen', 'unit', NEW.id::text) IS NULL THEN
    PERFORM public.access_refuse_alone('to open a unit again');
  END IF;
  IF NEW.closed_at IS DISTINCT FROM OLD.closed_at AND NEW.closed_at IS NOT NULL
      AND is_own AND public.access_agreed('unit.close', 'unit', NEW.id::text) IS NULL
  THEN
    PERFORM public.access_refuse_alone('to close a unit of the jail');
  END IF;
  IF NEW.mission <> OLD.mission AND public.access_takes_two_people()
      AND (is_own OR NOT (NEW.mission = 'civil_immigration'
        OR NEW.mission = 'mixed' AND OLD.mission <> 'civil_immigration'))
      AND public.access_agreed('unit.change_mission', 'unit', NEW.id::text)
        ->> 'mission' IS DISTINCT FROM NEW.mission THEN
    PERFORM public.access_refuse_alone('to change the mission of a unit');
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER opening_more_takes_two BEFORE UPDATE ON access_unit
  FOR EACH ROW EXECUTE FUNCTION access_check_unit();
ALTER TABLE access_unit ENABLE ALWAYS TRIGGER opening_more_takes_two;

CREATE FUNCTION access_check_agency() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  is_own boolean := OLD.is_the_jail OR EXISTS (SELECT FROM public.access_unit u
    WHERE u.agency_id = OLD.id AND public.access_is_jails_own(u.mission));
BEGIN
  IF OLD.closed_at IS NOT NULL AND coalesce(NEW.closed_at > OLD.closed_at, true)
      AND public.access_agreed('agency.reopen', 'agency', NEW.id::text) IS NULL THEN
    PERFORM public.access_refuse_alone('to open an agency again');
  END IF;
  IF NEW.closed_at IS DISTINCT FROM OLD.closed_at AND NEW.closed_at IS NOT NULL
      AND is_own
      AND public.access_agreed('agency.close', 'agency', NEW.id::text) IS NULL THEN
    PERFORM public.access_refuse_alone('to close the jail');
  END IF;
  IF public.access_takes_two_people()
      AND (NEW.enforces_immigration_law <> OLD.enforces_immigration_law
          AND (is_own OR NOT NEW.enforces_immigration_law)
        OR NEW.is_the_jail <> OLD.is_the_jail
        OR NOT NEW.mail_domains <@ OLD.mail_domains)
      AND public.access_agreed('agency.change', 'agency', NEW.id::text) IS NULL THEN
    PERFORM public.access_refuse_alone('to change what is known of an agency');
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER opening_more_takes_two BEFORE UPDATE ON access_agency
  FOR EACH ROW EXECUTE FUNCTION access_check_agency();
ALTER TABLE access_agency ENABLE ALWAYS TRIGGER opening_more_takes_two;
"""

# No agreement, and no permission under it, beyond what two people have agreed upon.
AGREEMENTS = """
CREATE FUNCTION access_words(list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE AS $f$
  SELECT coalesce(array_agg(word), '{}')
  FROM jsonb_array_elements_text(coalesce(list, '[]')) AS word $f$;

CREATE FUNCTION access_check_agreement() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  agreed jsonb;
  signed text[];
BEGIN
  IF NOT public.access_takes_two_people() THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    agreed := public.access_agreed('agreement.sign', 'agency', NEW.agency_id::text);
  ELSE
    IF NEW.agency_id = OLD.agency_id AND NEW.starts_at >= OLD.starts_at
        AND NEW.ends_at <= OLD.ends_at AND NEW.daily_ceiling <= OLD.daily_ceiling
        AND (cardinality(OLD.purposes) = 0 OR cardinality(NEW.purposes) > 0
          AND NEW.purposes <@ OLD.purposes) THEN
      RETURN NEW;
    END IF;
    agreed := public.access_agreed('agreement.widen', 'agreement', NEW.id::text);
  END IF;
  signed := public.access_words(agreed -> 'purposes');
  IF agreed IS NULL OR NEW.ends_at > (agreed ->> 'ends_at')::timestamptz
      OR NEW.daily_ceiling > (agreed ->> 'daily_ceiling')::int
      OR NEW.starts_at < coalesce((agreed ->> 'starts_at')::timestamptz, '-infinity')
      OR TG_OP = 'UPDATE'
        AND (NEW.agency_id <> OLD.agency_id OR NEW.starts_at < OLD.starts_at)
      OR cardinality(signed) > 0
        AND NOT (cardinality(NEW.purposes) > 0 AND NEW.purposes <@ signed::varchar[])
  THEN
    PERFORM public.access_refuse_alone('to sign or widen an agreement');
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER opening_more_takes_two BEFORE INSERT OR UPDATE ON access_agreement
  FOR EACH ROW EXECUTE FUNCTION access_check_agreement();
ALTER TABLE access_agreement ENABLE ALWAYS TRIGGER opening_more_takes_two;

-- After "permission_has_its_bit" in the alphabet, so that the bit is the row's own.
CREATE FUNCTION access_check_permission() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  agreed jsonb;
BEGIN
  IF NOT public.access_takes_two_people() OR TG_OP = 'UPDATE'
      AND (NEW.group_id, NEW.permission_id, NEW.content_object_id, NEW.agreement_id)
        = (OLD.group_id, OLD.permission_id, OLD.content_object_id, OLD.agreement_id)
      AND NEW.starts_at >= OLD.starts_at AND NEW.ends_at <= OLD.ends_at THEN
    RETURN NEW;
  END IF;
  SELECT coalesce(
      public.access_agreed('agreement.widen', 'agreement', a.id::text),
      public.access_agreed('agreement.sign', 'agency', a.agency_id::text))
    INTO agreed FROM public.access_agreement a
    WHERE a.id = NEW.agreement_id
      AND NEW.starts_at >= a.starts_at AND NEW.ends_at <= a.ends_at;
  IF agreed IS NULL OR NOT EXISTS (SELECT FROM public.access_unit u
      WHERE u.group_id = NEW.group_id
        AND to_jsonb(concat_ws(':', u.id, NEW.content_object_id, NEW.classes))
          <@ (agreed -> 'rows')) THEN
    PERFORM public.access_refuse_alone('to permit more at a facility');
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER permission_takes_two BEFORE INSERT OR UPDATE
  ON access_facilitypermission FOR EACH ROW
  EXECUTE FUNCTION access_check_permission();
ALTER TABLE access_facilitypermission ENABLE ALWAYS TRIGGER permission_takes_two;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0010_joining"),
    ]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="purposes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("custody", "custody"),
                        ("health_care", "health_care"),
                        ("criminal_investigation", "criminal_investigation"),
                        ("prosecution", "prosecution"),
                        ("defence", "defence"),
                        ("court_proceedings", "court_proceedings"),
                        ("records_duty", "records_duty"),
                        ("oversight", "oversight"),
                        ("administration", "administration"),
                        ("civil_immigration", "civil_immigration"),
                        ("public_register", "public_register"),
                    ],
                    max_length=40,
                ),
                blank=True,
                db_default=[],
                default=list,
                help_text="what it opens anything for; none named is any the law allows",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="historicalagreement",
            name="purposes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("custody", "custody"),
                        ("health_care", "health_care"),
                        ("criminal_investigation", "criminal_investigation"),
                        ("prosecution", "prosecution"),
                        ("defence", "defence"),
                        ("court_proceedings", "court_proceedings"),
                        ("records_duty", "records_duty"),
                        ("oversight", "oversight"),
                        ("administration", "administration"),
                        ("civil_immigration", "civil_immigration"),
                        ("public_register", "public_register"),
                    ],
                    max_length=40,
                ),
                blank=True,
                db_default=[],
                default=list,
                help_text="what it opens anything for; none named is any the law allows",
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purposes__contained_by",
                        [
                            "custody",
                            "health_care",
                            "criminal_investigation",
                            "prosecution",
                            "defence",
                            "court_proceedings",
                            "records_duty",
                            "oversight",
                            "administration",
                            "civil_immigration",
                            "public_register",
                        ],
                    )
                ),
                name="agreement_has_known_purposes",
            ),
        ),
        migrations.RunSQL(PROPOSALS, migrations.RunSQL.noop),
        migrations.RunSQL(ACCOUNTS, migrations.RunSQL.noop),
        migrations.RunSQL(CLOSING, migrations.RunSQL.noop),
        migrations.RunSQL(AGREEMENTS, migrations.RunSQL.noop),
    ]
