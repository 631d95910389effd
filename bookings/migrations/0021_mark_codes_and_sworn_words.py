"""The short table of marks, so that a desk can begin; and what is sworn stands."""

from django.db import migrations

# NCIC code manual, as read for this product; all 850 come with `load_reference smt`.
_SIDES = {"L": "left", "R": "right"}
_PAIRS = {
    "TAT {} ARM": "Arm",
    "TAT U{} ARM": "Arm, upper",
    "TAT {}F ARM": "Forearm",
    "TAT {} WRS": "Wrist",
    "TAT {} HND": "Hand",
    "TAT {} SHLD": "Shoulder",
    "TAT {} LEG": "Leg",
    "TAT {} CALF": "Calf",
    "TAT {} THGH": "Thigh",
    "TAT {} ANKL": "Ankle",
    "SC {} CHK": "Cheek (face)",
    "SC {} ARM": "Arm",
    "SC {} HND": "Hand",
}
_SINGLE = {
    "TAT NECK": "Neck",
    "TAT CHEST": "Chest",
    "TAT BACK": "Back",
    "TAT ABDOM": "Abdomen",
    "TAT FACE": "Face",
    "TAT FNGR": "Finger, nonspecific",
    "TAT FLBODY": "Full body",
    "RTAT NECK": "Neck",
    "PRCD EARS": "Ears",
    "PRCD L EAR": "Ear, left",
    "PRCD NOSE": "Nose",
    "PRCD TONGU": "Tongue",
    "PRCD LLIP": "Lip, lower",
    "CLEFT CHIN": "Cleft chin",
    "BLND L EYE": "Blind, left eye",
    "SC CHIN": "Chin",
    "SC FHD": "Forehead",
    "SC L EYE": "Eyebrow, left",
    "SC UP LIP": "Lip, upper",
    "SC ABDOM": "Abdomen",
    "SC L KNEE": "Knee, left",
    "SC BACK": "Back",
    "MOLE L CHK": "Cheek (face), left",
    "MOLE NECK": "Neck",
    "DISC NECK": "Neck",
    "POCKMARKS": "Pockmarks",
    "FRECKLES": "Freckles",
    "GOLD TOOTH": "Gold tooth",
    "GLASSES": "Glasses (prescription)",
    "CON LENSES": "Contact lenses",
    "BALD": "Bald/Balding",
    "MISS L FGR": "Finger(s), left hand",
    "MISS R LEG": "Leg, right",
    "ART L LEG": "Leg, left, artificial",
    "HEAR AID": "Hearing aid",
    "MC DIABTIC": "Diabetic",
}

# Of a statement that was sworn, no word and no author is changed; what may not be shown
# may be put away, whole.
STANDS = """
CREATE FUNCTION bookings_sworn_words_stand() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.id, NEW.booking_id, NEW.author_agency, NEW.author_name, NEW.received_at,
      NEW.text || NEW.withheld_text)
     IS DISTINCT FROM (OLD.id, OLD.booking_id, OLD.author_agency, OLD.author_name,
      OLD.received_at, OLD.text || OLD.withheld_text)
     OR (OLD.withheld_text <> '' AND NEW.withheld_text <> OLD.withheld_text) THEN
    RAISE EXCEPTION 'what is sworn is not edited' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER sworn_words_stand BEFORE UPDATE ON bookings_probablecausestatement
  FOR EACH ROW EXECUTE FUNCTION bookings_sworn_words_stand();
ALTER TABLE bookings_probablecausestatement ENABLE ALWAYS TRIGGER sworn_words_stand;
"""
GONE = """
DROP TRIGGER sworn_words_stand ON bookings_probablecausestatement;
DROP FUNCTION bookings_sworn_words_stand();
"""


def short_table() -> dict[str, str]:
    both = {
        code.format(side): f"{meaning}, {word}"
        for code, meaning in _PAIRS.items()
        for side, word in _SIDES.items()
    }
    return _SINGLE | both


def write(apps, schema_editor):
    code = apps.get_model("bookings", "MarkCode")
    code.objects.bulk_create(
        code(code=key, meaning=meaning) for key, meaning in short_table().items()
    )


class Migration(migrations.Migration):
    dependencies = [("bookings", "0020_what_an_intake_holds")]

    operations = [
        migrations.RunPython(write, migrations.RunPython.noop),
        migrations.RunSQL(STANDS, GONE),
    ]
