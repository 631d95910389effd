"""What the database itself holds of texts, advisements and consular cases; the texts
that ship, and the countries of domain.md 3.5.
"""

import hashlib
import tomllib
from pathlib import Path

from django.db import migrations

TEXTS = Path(__file__).resolve().parent.parent / "texts"
SHIPPED = ("2026-11.en.toml", "2026-11.es.toml")

LEGAL_TEXTS = """
CREATE FUNCTION bookings_check_legal_text() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.sha256 <> encode(sha256(convert_to(concat_ws(E'\\n', NEW.kind, NEW.language,
       NEW.edition, NEW.title, NEW.body), 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'a text is known by its own hash' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.is_shipped AND current_user <> (
       SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
    RAISE EXCEPTION 'a text ships with a migration' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER legal_text_is_itself BEFORE INSERT ON bookings_legaltext
  FOR EACH ROW EXECUTE FUNCTION bookings_check_legal_text();
ALTER TABLE bookings_legaltext ENABLE ALWAYS TRIGGER legal_text_is_itself;

CREATE FUNCTION bookings_check_text_review() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.sha256 IS DISTINCT FROM (
       SELECT sha256 FROM bookings_legaltext WHERE id = NEW.text_id) THEN
    RAISE EXCEPTION 'a review signs the hash of its text'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER text_review_signs_its_text BEFORE INSERT ON bookings_textreview
  FOR EACH ROW EXECUTE FUNCTION bookings_check_text_review();
ALTER TABLE bookings_textreview ENABLE ALWAYS TRIGGER text_review_signs_its_text;

CREATE FUNCTION bookings_text_is_usable(wanted uuid, of_kind text) RETURNS boolean
LANGUAGE sql STABLE AS $f$
  SELECT EXISTS (SELECT FROM bookings_legaltext t WHERE t.id = wanted AND t.kind = of_kind
    AND (t.is_shipped OR EXISTS (
      SELECT FROM bookings_textreview r WHERE r.text_id = t.id AND r.sha256 = t.sha256))) $f$;
"""

ADVISEMENTS = """
CREATE FUNCTION bookings_check_advisement() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION 'an advisement stands as it was written'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT bookings_text_is_usable(NEW.text_id, 'advisement') THEN
    RAISE EXCEPTION 'nobody has reviewed this text' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER advisement_stands BEFORE INSERT OR UPDATE ON bookings_advisement
  FOR EACH ROW EXECUTE FUNCTION bookings_check_advisement();
ALTER TABLE bookings_advisement ENABLE ALWAYS TRIGGER advisement_stands;
"""

CASES = """
CREATE FUNCTION bookings_check_consular_case() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NOT EXISTS (SELECT FROM bookings_advisement a
                 WHERE a.id = NEW.advisement_id AND a.booking_id = NEW.booking_id) THEN
    RAISE EXCEPTION 'the advisement of this booking comes first'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.purged_at IS NOT NULL
       OR (NEW.id, NEW.booking_id, NEW.key_id, NEW.created_at)
          IS DISTINCT FROM (OLD.id, OLD.booking_id, OLD.key_id, OLD.created_at)) THEN
    RAISE EXCEPTION 'a consular case does not become another one'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.purged_at IS NOT NULL AND EXISTS (SELECT FROM bookings_datakey k
       WHERE k.id = NEW.key_id AND k.destroyed_at IS NULL) THEN
    RAISE EXCEPTION 'a case is purged by destroying its key'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER consular_case_follows BEFORE INSERT OR UPDATE ON bookings_consularcase
  FOR EACH ROW EXECUTE FUNCTION bookings_check_consular_case();
ALTER TABLE bookings_consularcase ENABLE ALWAYS TRIGGER consular_case_follows;

CREATE FUNCTION bookings_forget_consular_case() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  UPDATE bookings_datakey SET destroyed_at = jail_now(), key_id = '', wrapped = ''
   WHERE id = OLD.key_id AND destroyed_at IS NULL;
  RETURN NULL;
END $f$;
CREATE TRIGGER consular_case_is_forgotten AFTER DELETE ON bookings_consularcase
  FOR EACH ROW EXECUTE FUNCTION bookings_forget_consular_case();
ALTER TABLE bookings_consularcase ENABLE ALWAYS TRIGGER consular_case_is_forgotten;

CREATE FUNCTION bookings_check_consular_schedule() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NOT EXISTS (SELECT FROM access_proposal p JOIN access_approval a
       ON a.target_kind = 'proposal' AND a.target_id = p.id::text AND a.act = p.act
     WHERE p.id = NEW.proposal_id AND p.act = 'consular.set_schedule' AND a.approves
       AND p.payload = jsonb_build_object('number', NEW.number, 'days', NEW.days,
         'appeal_days', NEW.appeal_days)) THEN
    RAISE EXCEPTION 'a schedule is what two people have approved'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER consular_schedule_is_approved BEFORE INSERT ON bookings_consularschedule
  FOR EACH ROW EXECUTE FUNCTION bookings_check_consular_schedule();
ALTER TABLE bookings_consularschedule
  ENABLE ALWAYS TRIGGER consular_schedule_is_approved;
"""

# Facts: domain.md 3.5. Since when each treaty has been on the list is not known here;
# the list is that of the manual in force, its fifth edition of September 2018.
LIST_SINCE = "2018-09-01"
LIST = "Department of State, Consular Notification and Access, 5th edition (2018)"
MANDATORY = """
AL Albania|DZ Algeria|AG Antigua and Barbuda|AM Armenia|AZ Azerbaijan|BS Bahamas
BB Barbados|BY Belarus|BZ Belize|BN Brunei|BG Bulgaria|CN China|CR Costa Rica|CY Cyprus
CZ Czech Republic|DM Dominica|FJ Fiji|GM Gambia|GE Georgia|GH Ghana|GD Grenada|GY Guyana
HU Hungary|JM Jamaica|KZ Kazakhstan|KI Kiribati|KW Kuwait|KG Kyrgyzstan|MY Malaysia
MT Malta|MU Mauritius|MD Moldova|MN Mongolia|NG Nigeria|PH Philippines|PL Poland
RO Romania|RU Russia|KN Saint Kitts and Nevis|LC Saint Lucia
VC Saint Vincent and the Grenadines|SC Seychelles|SL Sierra Leone|SG Singapore
SK Slovakia|TJ Tajikistan|TZ Tanzania|TO Tonga|TT Trinidad and Tobago|TN Tunisia
TM Turkmenistan|TV Tuvalu|UA Ukraine|GB United Kingdom|UZ Uzbekistan|ZM Zambia
ZW Zimbabwe"""
FOOTNOTES = {
    "CN": "With Hong Kong and Macao. Not for holders of passports of the Republic of"
    " China (Taiwan): for them nobody must be told; offer TECRO, on request.",
    "PL": "Only for those who are not lawful permanent residents; for others on request."
    " The jail does not ask which: if in doubt, ask counsel.",
    "GB": "With Northern Ireland, the Crown Dependencies and the Overseas Territories,"
    " among them Anguilla, Bermuda, the British Virgin Islands, the Caymans, Gibraltar,"
    " Montserrat, the Turks and Caicos.",
}


def ship(apps, schema_editor):
    LegalText = apps.get_model("bookings", "LegalText")
    for name in SHIPPED:
        file = tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))
        for text in file["text"]:
            words = (text["kind"], file["language"], file["edition"], text["title"])
            body = text["body"].strip()
            LegalText.objects.create(
                **{**text, "body": body},
                language=file["language"],
                language_name=file["name"],
                edition=file["edition"],
                sha256=hashlib.sha256("\n".join((*words, body)).encode()).hexdigest(),
                is_shipped=True,
            )
    MandatoryCountry = apps.get_model("bookings", "MandatoryCountry")
    MandatoryCountry.objects.bulk_create(
        MandatoryCountry(
            iso=entry[:2],
            name=entry[3:],
            footnote=FOOTNOTES.get(entry[:2], ""),
            starts_on=LIST_SINCE,
            source=LIST,
        )
        for line in MANDATORY.strip().splitlines()
        for entry in line.split("|")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0014_drill_accounts"),
        ("bookings", "0041_advisement_and_consular_case"),
    ]

    operations = [
        migrations.RunSQL(LEGAL_TEXTS, migrations.RunSQL.noop),
        migrations.RunSQL(ADVISEMENTS, migrations.RunSQL.noop),
        migrations.RunSQL(CASES, migrations.RunSQL.noop),
        migrations.RunPython(ship, migrations.RunPython.noop),
    ]
