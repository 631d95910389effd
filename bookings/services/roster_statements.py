"""What makes bookings of a roster's rows: one list at a time, set by set.

Each statement is about the rows of one list (``%(source)s``, ``%(at)s``) that lie in
``bookings_rosterline``. A value that the roster does not say leaves what stands there.
"""

from django.db import models

from bookings.models import Booking, Person

# Column, and how its text becomes its type.
PERSON = {
    "surname": "",
    "given_name": "",
    "middle_name": "",
    "suffix": "",
    "birth_date": "::date",
    "sex": "",
    "phone": "",
    "state_id": "",
    "fbi_number": "",
    "driver_license": "",
}
BOOKING = {
    "arresting_agency": "",
    "housing": "",
    "court": "",
    "language_needed": "",
    "expected_discharge_on": "::date",
    "next_court_at": "::timestamptz",
    "bail_amount": "::numeric",
    "safety_instructions": "",
}
_LOOKS = {
    "height_inches": ("height", "::int"),
    "weight_pounds": ("weight", "::int"),
    "eye_colour": ("eye_colour", ""),
    "hair_colour": ("hair_colour", ""),
    "race": ("race", ""),
}
_HERE = "l.source_id = %(source)s AND l.at = %(at)s AND NOT l.is_bad"
_STAY = """bookings_rosterstay s ON s.source_id = l.source_id AND s.key = l.stay_key
  AND s.facility_id = l.facility_id"""
_SEEN = f"bookings_rosterline l JOIN {_STAY} WHERE {_HERE} AND s.last_seen_at <= l.at"
# Whom a list once seen has not shown again.
_INFERRED = "('not_on_later_roster', 'transfer_other_jail')"


def _cell(row: str, name: str, cast: str) -> str:
    value = f"{row} ->> '{name}'"
    return f"({value}){cast}" if cast else f"coalesce({value}, '')"


def _rest(model: type[models.Model], given: set[str]) -> tuple[str, str]:
    """Columns that this product has and a roster has not, with their first values."""
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if field.name in given or field.null or field.has_db_default():
            continue
        value = field.get_default()
        if isinstance(value, str):
            columns.append(f", {field.column}")
            values.append(", '" + value.replace("'", "''") + "'")
        elif isinstance(value, bool | int):
            columns.append(f", {field.column}")
            values.append(f", {str(value).lower()}")
    return "".join(columns), "".join(values)


def new_people() -> str:
    columns, values = _rest(Person, {"id", *PERSON})
    names = ", ".join(PERSON)
    own = ", ".join(
        "coalesce(c ->> 'surname', 'Unnamed ' || left(person_key::text, 8))"
        if name == "surname"
        else _cell("c", name, cast)
        for name, cast in PERSON.items()
    )
    looks = ", ".join(_LOOKS)
    seen = ", ".join(_cell("c", name, cast) for name, cast in _LOOKS.values())
    said = ", ".join(f"'{name}'" for name, _ in _LOOKS.values())
    return f"""
WITH fresh AS MATERIALIZED (
  SELECT DISTINCT ON (l.person_key) l.person_key, l.content AS c, gen_random_uuid() AS id
  FROM bookings_rosterline l WHERE {_HERE}
  AND NOT EXISTS (SELECT FROM bookings_rosterperson k JOIN bookings_person p
    ON p.id = k.person_id WHERE k.source_id = %(source)s AND k.key = l.person_key)
  AND NOT EXISTS (SELECT FROM bookings_rosterstay s WHERE s.source_id = l.source_id
    AND s.key = l.stay_key AND s.facility_id = l.facility_id)
  ORDER BY l.person_key, l.line),
made AS (INSERT INTO bookings_person (id, {names}{columns})
  SELECT id, {own}{values} FROM fresh),
looks AS (INSERT INTO bookings_physicaldescription (id, person_id, {looks})
  SELECT gen_random_uuid(), id, {seen} FROM fresh
  WHERE jsonb_exists_any(c, ARRAY[{said}])),
homes AS (INSERT INTO bookings_address
    (id, person_id, kind, street, city, state, postal_code)
  SELECT gen_random_uuid(), id, 'home', c ->> 'street', coalesce(c ->> 'city', ''),
    coalesce(c ->> 'state', ''), coalesce(c ->> 'postal_code', '')
  FROM fresh WHERE jsonb_exists(c, 'street'))
INSERT INTO bookings_rosterperson (source_id, key, person_id)
SELECT %(source)s, person_key, id FROM fresh
ON CONFLICT (source_id, key) DO UPDATE SET person_id = excluded.person_id"""


TAKEN_NUMBERS = f"""
SELECT line FROM (
  SELECT l.line, row_number() OVER (
    PARTITION BY l.facility_id, l.content ->> 'booking_number' ORDER BY l.line) AS place,
    EXISTS (SELECT FROM bookings_booking b WHERE b.facility_id = l.facility_id
      AND b.booking_number = l.content ->> 'booking_number') AS is_taken
  FROM bookings_rosterline l WHERE {_HERE} AND jsonb_exists(l.content, 'booking_number')
  AND NOT EXISTS (SELECT FROM bookings_rosterstay s WHERE s.source_id = l.source_id
    AND s.key = l.stay_key AND s.facility_id = l.facility_id)) numbered
WHERE place > 1 OR is_taken ORDER BY line"""


def new_bookings() -> str:
    given = {"id", "booking_number", "person", "facility", "booked_at", "is_juvenile"}
    given |= {"discharge_reason", "discharge_manner", *BOOKING}
    columns, values = _rest(Booking, given)
    names = ", ".join(BOOKING)
    own = ", ".join(_cell("content", name, cast) for name, cast in BOOKING.items())
    return f"""
WITH fresh AS MATERIALIZED (
  SELECT l.*, k.person_id, gen_random_uuid() AS booking_id,
    o.key IS NOT NULL AS is_moved
  FROM bookings_rosterline l
  JOIN bookings_rosterperson k ON k.source_id = l.source_id AND k.key = l.person_key
  LEFT JOIN (SELECT DISTINCT key FROM bookings_rosterstay
    WHERE source_id = %(source)s) o ON o.key = l.stay_key
  WHERE {_HERE} AND NOT EXISTS (SELECT FROM bookings_rosterstay s
    WHERE s.source_id = l.source_id AND s.key = l.stay_key
    AND s.facility_id = l.facility_id)),
made AS (INSERT INTO bookings_booking (id, booking_number, person_id, facility_id,
    booked_at, is_juvenile, discharge_reason, discharge_manner, {names}{columns})
  SELECT booking_id, coalesce(content ->> 'booking_number',
      'R' || upper(substr(md5(stay_key::text || facility_id::text), 1, 12))),
    person_id, facility_id, CASE WHEN is_moved THEN least(at, jail_now())
      ELSE (content ->> 'booked_at')::timestamptz END,
    (content ->> 'is_juvenile')::boolean, '', '', {own}{values} FROM fresh)
INSERT INTO bookings_rosterstay (source_id, key, facility_id, person_key, booking_id,
  is_moved, first_seen_at, last_seen_at)
SELECT source_id, stay_key, facility_id, person_key, booking_id, is_moved, at, at
FROM fresh"""


def changed_bookings(mapped: set[str]) -> str | None:
    """Only what the roster itself says, and only if it says other than last time."""
    names = [name for name in BOOKING if name in mapped]
    own = [_cell("l.content", name, BOOKING[name]) for name in names]
    if "booked_at" in mapped:
        names.append("booked_at")
        own.append(
            "CASE WHEN s.is_moved THEN b.booked_at"
            " ELSE (l.content ->> 'booked_at')::timestamptz END"
        )
    names.append("is_juvenile")
    own.append("(b.is_juvenile OR (l.content ->> 'is_juvenile')::boolean)")
    return _update("bookings_booking b", names, own, "b.id = s.booking_id")


def changed_people(mapped: set[str]) -> str | None:
    names = [name for name in PERSON if name in mapped]
    own = [_cell("l.content", name, PERSON[name]) for name in names]
    if not names:
        return None
    sql = _update("bookings_person b", names, own, "b.id = k.person_id")
    return sql.replace(
        f"JOIN {_STAY}",
        f"JOIN {_STAY} JOIN bookings_rosterperson k ON k.source_id = l.source_id"
        " AND k.key = l.person_key",
        1,
    )


def _update(table: str, names: list[str], own: list[str], where: str) -> str:
    sets = ", ".join(f"{n} = {v}" for n, v in zip(names, own, strict=True))
    present = ", ".join(f"b.{name}" for name in names)
    # A time of booking after a release that stands would break the record.
    return f"""UPDATE {table} SET {sets} FROM {_SEEN} AND {where}
  AND s.content IS DISTINCT FROM l.digest AND s.content IS NOT NULL
  AND ROW({present}) IS DISTINCT FROM ROW({", ".join(own)})"""


_CHARGES = "md5((l.content -> 'charges')::text)::uuid"
OLD_CHARGES = f"""
DELETE FROM bookings_charge h USING {_SEEN} AND h.booking_id = s.booking_id
  AND s.charges IS NOT NULL AND s.charges <> {_CHARGES}"""
NEW_CHARGES = f"""
INSERT INTO bookings_charge (id, booking_id, position, statute, offense, offense_class,
  status, court_case_number)
SELECT gen_random_uuid(), s.booking_id, c.place, coalesce(c.said ->> 'statute', ''),
  coalesce(c.said ->> 'offense', ''), coalesce(c.said ->> 'offense_class', ''),
  coalesce(c.said ->> 'status', 'investigation'),
  coalesce(c.said ->> 'court_case_number', '')
FROM bookings_rosterline l JOIN {_STAY}
CROSS JOIN LATERAL jsonb_array_elements(l.content -> 'charges')
  WITH ORDINALITY AS c(said, place)
WHERE {_HERE} AND s.last_seen_at <= l.at AND s.charges IS DISTINCT FROM {_CHARGES}"""
# What was cleared by hand is not put back by a list that still has it.
_NO_LONGER = "'not on a later list of the roster'"
NEW_HOLDS = f"""
INSERT INTO bookings_custodyhold (id, booking_id, kind, effect, issuer, number,
  received_at, cleared_why, recorded_by)
SELECT gen_random_uuid(), s.booking_id, c.said ->> 'kind', 'binds',
  c.said ->> 'issuer', coalesce(nullif(c.said ->> 'number', ''), 'not stated'),
  least(l.at, jail_now()), '', 'a roster'
FROM bookings_rosterline l JOIN {_STAY}
CROSS JOIN LATERAL jsonb_array_elements(l.content -> 'holds') AS c(said)
WHERE {_HERE} AND s.last_seen_at <= l.at AND s.content IS DISTINCT FROM l.digest
  AND NOT EXISTS (SELECT FROM bookings_custodyhold o WHERE o.booking_id = s.booking_id
    AND o.kind = c.said ->> 'kind' AND o.cleared_why NOT IN ('', {_NO_LONGER})
    AND o.number = coalesce(nullif(c.said ->> 'number', ''), 'not stated'))
ON CONFLICT DO NOTHING"""
# Only what a roster itself has said: a hold that was put on record by hand stands.
CLEARED_HOLDS = f"""
UPDATE bookings_custodyhold h SET cleared_at = least(l.at, jail_now()),
  cleared_why = {_NO_LONGER}
FROM {_SEEN} AND h.booking_id = s.booking_id AND h.cleared_at IS NULL
  AND h.recorded_by = 'a roster' AND s.content IS DISTINCT FROM l.digest
  AND NOT (l.content -> 'holds') @> jsonb_build_array(jsonb_build_object('kind', h.kind,
    'number', CASE h.number WHEN 'not stated' THEN '' ELSE h.number END))"""
TAKEN_IN = f"""
UPDATE bookings_rosterstay t SET content = l.digest, charges = {_CHARGES}
FROM {_SEEN} AND t.id = s.id AND s.content IS DISTINCT FROM l.digest"""

# Whoever stands on a list again has not left: the list between was wrong.
CAME_BACK = f"""
WITH back AS (UPDATE bookings_rosterstay t SET gone_after = NULL, gone_by = NULL
  FROM bookings_rosterline l JOIN {_STAY}
  WHERE l.source_id = %(source)s AND l.at = %(at)s AND t.id = s.id AND s.gone_by <= l.at
  AND s.last_seen_at < l.at RETURNING t.booking_id)
UPDATE bookings_booking b SET discharged_at = NULL, discharge_reason = '',
  discharge_manner = '' FROM back
WHERE b.id = back.booking_id AND b.discharge_reason IN {_INFERRED}"""
RELEASED_BY_ROW = f"""
UPDATE bookings_booking b SET
  discharged_at = (l.content ->> 'discharged_at')::timestamptz,
  discharge_reason = l.content ->> 'discharge_reason',
  discharge_manner = %(manners)s::jsonb ->> (l.content ->> 'discharge_reason')
FROM {_SEEN} AND b.id = s.booking_id AND jsonb_exists(l.content, 'discharged_at')
  AND s.content IS DISTINCT FROM l.digest
  AND (b.discharged_at IS NULL OR b.discharge_reason IN {_INFERRED}
    OR b.discharge_reason = 'not_stated')
  AND (b.discharged_at, b.discharge_reason) IS DISTINCT FROM
    ((l.content ->> 'discharged_at')::timestamptz, l.content ->> 'discharge_reason')"""
SEEN = f"""
UPDATE bookings_rosterstay t SET last_seen_at = greatest(t.last_seen_at, l.at),
  first_seen_at = least(t.first_seen_at, l.at),
  gone_after = CASE WHEN t.gone_by > l.at THEN greatest(t.gone_after, l.at) END
FROM bookings_rosterline l JOIN {_STAY}
WHERE l.source_id = %(source)s AND l.at = %(at)s AND t.id = s.id
  AND (t.last_seen_at < l.at OR t.first_seen_at > l.at)"""

_ELSEWHERE = """LEFT JOIN (SELECT DISTINCT stay_key FROM bookings_rosterline
  WHERE source_id = %(source)s AND at = %(at)s) e ON e.stay_key = s.key
WHERE"""
_MISSING = """FROM bookings_rosterstay s JOIN bookings_booking b ON b.id = s.booking_id
WHERE s.source_id = %(source)s AND s.last_seen_at < %(at)s
  AND (s.gone_by IS NULL AND b.discharged_at IS NULL
    OR s.gone_by > %(at)s AND b.discharge_reason IN ('not_on_later_roster',
      'transfer_other_jail'))"""
_MISSING_HERE = _MISSING.replace("WHERE", _ELSEWHERE, 1)
WOULD_LEAVE = f"""
SELECT count(*), (SELECT count(*) FROM bookings_rosterstay s JOIN bookings_booking b
  ON b.id = s.booking_id WHERE s.source_id = %(source)s AND b.discharged_at IS NULL)
{_MISSING} AND s.gone_by IS NULL"""
LEFT = f"""
WITH missing AS MATERIALIZED (SELECT s.id, s.booking_id,
    e.stay_key IS NOT NULL AS is_elsewhere {_MISSING_HERE}),
marked AS (UPDATE bookings_rosterstay t SET gone_after = t.last_seen_at,
  gone_by = %(at)s FROM missing WHERE t.id = missing.id)
UPDATE bookings_booking b SET
  discharged_at = greatest(least(%(at)s, jail_now()), b.booked_at),
  discharge_reason = CASE WHEN is_elsewhere THEN 'transfer_other_jail'
    ELSE 'not_on_later_roster' END,
  discharge_manner = CASE WHEN is_elsewhere THEN 'Transferred' ELSE 'Released' END
FROM missing WHERE b.id = missing.booking_id"""
# Where absence says nothing, a later booking of the same person says that they had left.
BOOKED_AGAIN = """
WITH later AS MATERIALIZED (
  SELECT id, booking_id, began, booked_at FROM (
    SELECT s.id, s.booking_id, b.booked_at AS began, b.discharged_at,
      lead(b.booked_at) OVER (PARTITION BY s.person_key ORDER BY b.booked_at, s.id)
        AS booked_at
    FROM bookings_rosterstay s JOIN bookings_booking b ON b.id = s.booking_id
    WHERE s.source_id = %(source)s) followed
  WHERE discharged_at IS NULL AND booked_at > began),
marked AS (UPDATE bookings_rosterstay t SET gone_after = later.began,
  gone_by = later.booked_at FROM later WHERE t.id = later.id)
UPDATE bookings_booking b SET discharged_at = later.booked_at,
  discharge_reason = 'not_on_later_roster', discharge_manner = 'Released'
FROM later WHERE b.id = later.booking_id"""

REPEATED = """
SELECT line, is_same FROM (
  SELECT line, digest = first_value(digest) OVER one AS is_same,
    row_number() OVER one AS place
  FROM bookings_rosterline WHERE source_id = %(source)s AND NOT is_bad
  WINDOW one AS (PARTITION BY at, stay_key, facility_id ORDER BY line)) repeated
WHERE place > 1 ORDER BY line"""
# The rows of one booking on one list become its first, with the charges of all.
_TOGETHER = """
  {name} AS (SELECT at, stay_key, facility_id, jsonb_agg(c ORDER BY place) AS all_{name}
    FROM (SELECT l.at, l.stay_key, l.facility_id, p.c, min(l.line * 1000 + p.n) AS place
      FROM bookings_rosterline l CROSS JOIN LATERAL
        jsonb_array_elements(l.content -> '{name}') WITH ORDINALITY AS p(c, n)
      WHERE l.source_id = %(source)s AND NOT l.is_bad GROUP BY 1, 2, 3, 4) parts
    GROUP BY 1, 2, 3)"""
JOINED = f"""
WITH whole AS (SELECT at, stay_key, facility_id, min(line) AS line
    FROM bookings_rosterline WHERE source_id = %(source)s AND NOT is_bad
    GROUP BY 1, 2, 3 HAVING count(*) > 1),
{_TOGETHER.format(name="charges")},{_TOGETHER.format(name="holds")},
made AS (SELECT w.line, l.content || jsonb_build_object(
      'charges', coalesce(all_charges, '[]'), 'holds', coalesce(all_holds, '[]')) AS content
    FROM whole w JOIN bookings_rosterline l
      ON l.source_id = %(source)s AND l.at = w.at AND l.line = w.line
    LEFT JOIN charges c ON (c.at, c.stay_key, c.facility_id)
      = (w.at, w.stay_key, w.facility_id)
    LEFT JOIN holds h ON (h.at, h.stay_key, h.facility_id)
      = (w.at, w.stay_key, w.facility_id))
UPDATE bookings_rosterline l SET content = made.content,
  digest = md5(made.content::text)::uuid
FROM made WHERE l.source_id = %(source)s AND l.line = made.line"""
NOT_FIRST = """
DELETE FROM bookings_rosterline WHERE source_id = %(source)s AND id IN (
  SELECT id FROM (SELECT id, row_number() OVER (
      PARTITION BY at, stay_key, facility_id ORDER BY line) AS place
    FROM bookings_rosterline WHERE source_id = %(source)s AND NOT is_bad) placed
  WHERE place > 1)"""
LISTS = """
SELECT at, count(*) FROM bookings_rosterline WHERE source_id = %(source)s
GROUP BY at ORDER BY at"""
LOOK = "SELECT bookings_roster_analyze()"
LATEST = """
SELECT max(last_seen_at) FROM bookings_rosterstay WHERE source_id = %(source)s"""
