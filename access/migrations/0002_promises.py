"""Promises that the database keeps: bits of permissions, groups of capacities,
immutable laws, and approvals by people who are where they say they are.
"""

from django.db import migrations

# A codename that is no field class must fail, not open nothing in silence.
PERMISSION_BITS = """
CREATE FUNCTION access_class_bit(codename text) RETURNS int
LANGUAGE plpgsql IMMUTABLE AS $f$
DECLARE
  place int := array_position(ARRAY['view_register', 'view_custody', 'view_movements',
    'view_safety', 'view_identity', 'view_contact', 'view_identifiers', 'view_origin',
    'view_health', 'view_protected', 'view_visits', 'view_papers'], codename);
BEGIN
  IF place IS NULL THEN
    RAISE EXCEPTION '% is no permission to see a class of fields', codename;
  END IF;
  RETURN 1 << (place - 1);
END $f$;

CREATE FUNCTION access_set_class_bit() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  NEW.classes := access_class_bit(
    (SELECT codename FROM public.auth_permission WHERE id = NEW.permission_id));
  RETURN NEW;
END $f$;

CREATE TRIGGER permission_has_its_bit BEFORE INSERT OR UPDATE
  ON access_facilitypermission FOR EACH ROW EXECUTE FUNCTION access_set_class_bit();
ALTER TABLE access_facilitypermission ENABLE ALWAYS TRIGGER permission_has_its_bit;
CREATE INDEX facility_permission_by_group
  ON access_facilitypermission (group_id, content_object_id);
"""

# Django groups mirror units: guardian reads account.groups.
GROUPS = """
CREATE FUNCTION access_mirror_groups() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  whose bigint := coalesce(NEW.account_id, OLD.account_id);
BEGIN
  DELETE FROM access_account_groups WHERE account_id = whose;
  INSERT INTO access_account_groups (account_id, group_id)
    SELECT DISTINCT whose, mirrored FROM access_membership m
    JOIN access_unit u ON u.id = m.unit_id JOIN access_agency g ON g.id = u.agency_id,
    LATERAL (VALUES (u.group_id), (g.group_id)) AS both_of(mirrored)
    WHERE m.account_id = whose;
  RETURN NULL;
END $f$;
CREATE TRIGGER groups_mirror_units AFTER INSERT OR UPDATE OR DELETE
  ON access_membership FOR EACH ROW EXECUTE FUNCTION access_mirror_groups();
ALTER TABLE access_membership ENABLE ALWAYS TRIGGER groups_mirror_units;
"""

APPROVALS = """
CREATE FUNCTION access_check_approval() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NOT EXISTS (SELECT FROM public.access_membership m
      WHERE m.account_id = NEW.approver_id AND m.unit_id = NEW.approver_unit_id
        AND m.starts_at <= jail_now() AND coalesce(jail_now() < m.ends_at, true))
     OR NOT EXISTS (SELECT FROM public.access_account a
      WHERE a.id = NEW.approver_id AND a.is_active
        AND coalesce(jail_now() < a.suspended_at, true)
        AND coalesce(jail_now() < a.expires_at, true))
     OR NOT EXISTS (SELECT FROM public.access_membership m
      WHERE m.account_id = NEW.requester_id AND m.unit_id = NEW.requester_unit_id) THEN
    RAISE EXCEPTION 'an approval names the units its people work in'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER approval_names_true_units BEFORE INSERT ON access_approval
  FOR EACH ROW EXECUTE FUNCTION access_check_approval();
ALTER TABLE access_approval ENABLE ALWAYS TRIGGER approval_names_true_units;
SELECT audit_guard('access_approval'), audit_guard('access_lawversion');
"""

# What a person is, and where a record belongs, does not change by an update: a
# grant or a permission would come to mean somebody else.
KEYS = """
CREATE FUNCTION access_keys_stand() RETURNS trigger LANGUAGE plpgsql AS $f$
DECLARE
  key text;
BEGIN
  FOREACH key IN ARRAY TG_ARGV LOOP
    IF to_jsonb(NEW) -> key IS DISTINCT FROM to_jsonb(OLD) -> key THEN
      RAISE EXCEPTION '% of % does not change', key, TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  RETURN NEW;
END $f$;

CREATE TRIGGER keys_stand BEFORE UPDATE ON access_membership
  FOR EACH ROW EXECUTE FUNCTION access_keys_stand('id', 'account_id', 'unit_id');
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_unit
  FOR EACH ROW EXECUTE FUNCTION access_keys_stand('id', 'agency_id', 'group_id');
CREATE TRIGGER keys_stand BEFORE UPDATE ON access_agency
  FOR EACH ROW EXECUTE FUNCTION access_keys_stand('id', 'group_id');
ALTER TABLE access_membership ENABLE ALWAYS TRIGGER keys_stand;
ALTER TABLE access_unit ENABLE ALWAYS TRIGGER keys_stand;
ALTER TABLE access_agency ENABLE ALWAYS TRIGGER keys_stand;
"""

# A law is known by its words. One whose instant has passed would change at once what
# everybody sees: it comes with the installation, or from the owner.
LAWS = """
ALTER TABLE access_lawversion ADD CONSTRAINT law_is_known_by_its_words
  CHECK (sha256 = encode(sha256(source), 'hex'));

CREATE FUNCTION access_check_law() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.effective_at <= jail_now() AND EXISTS (SELECT FROM public.access_account)
     AND NOT pg_has_role(current_user,
       (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    RAISE EXCEPTION 'a law whose instant has passed is loaded by the owner'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER law_comes_before_its_instant BEFORE INSERT ON access_lawversion
  FOR EACH ROW EXECUTE FUNCTION access_check_law();
ALTER TABLE access_lawversion ENABLE ALWAYS TRIGGER law_comes_before_its_instant;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("audit", "0002_evidence")]

    operations = [
        migrations.RunSQL(PERMISSION_BITS, migrations.RunSQL.noop),
        migrations.RunSQL(GROUPS, migrations.RunSQL.noop),
        migrations.RunSQL(APPROVALS, migrations.RunSQL.noop),
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(LAWS, migrations.RunSQL.noop),
    ]
