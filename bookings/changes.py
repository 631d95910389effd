"""What was changed on a booking's record, as columns of a page: for each model one
column for each class that its fields have, out of the tables that triggers write.

A column gives the newest changes that touch a field of its class, and of those
fields alone: a change that touched only what is not shown is not there.

What is on record about a person is told in the stay during which it was written
down. A value that was written in a stay more protected than this one is not told
here either, not even as what stood before (law 4).
"""

from access.enums import FieldClass
from access.gate import Column

PAGE = 50
# The parts of a record. Their places here are numbers in a key: add at the end.
PARTS = (
    *("booking", "charges", "person", "aliases", "descriptions"),
    *("marks", "photos", "addresses", "detainers"),
    *("alerts", "screenings", "health_marks", "property_items"),
    *("property_receipts", "statements", "interviews"),
)
OF_BOOKING_ITSELF = "h.id = b.id"
OF_BOOKING = "h.booking_id = b.id"
OF_PERSON_ITSELF = "h.id = b.person_id"
OF_PERSON = "h.person_id = b.person_id"

# The stay to which a moment belongs: the one that was running, of several the last
# begun; between two stays the one before, and before all of them the first.
_STAY = """JOIN LATERAL (
      SELECT s.id = b.id AS is_own, (b.is_sealed OR NOT s.is_sealed)
        AND (b.is_juvenile OR NOT s.is_juvenile) AS is_told
      FROM bookings_booking s WHERE s.person_id = b.person_id
      ORDER BY s.booked_at <= h.history_date DESC,
        s.discharged_at IS NULL OR s.discharged_at > h.history_date DESC,
        CASE WHEN s.booked_at <= h.history_date THEN s.booked_at END DESC NULLS LAST,
        s.booked_at, s.id
      LIMIT 1) stay ON true"""
_NO_STAY = "CROSS JOIN (SELECT true AS is_own, true AS is_told) stay"
# As on the record: a photo is of one stay.
_TAKEN = """ AND CASE WHEN h.booking_id IS NOT NULL THEN h.booking_id = b.id
      ELSE h.taken_at >= b.booked_at
        AND (b.discharged_at IS NULL OR h.taken_at <= b.discharged_at) END"""

# ``real``: what stood before. ``told``: the last of it that may be told here; the
# two differ only where another stay lies between.
_CHANGES = """(SELECT coalesce(jsonb_agg(to_jsonb(line) ORDER BY line.at DESC,
    line.of DESC, line.nth DESC), '[]') FROM (
  SELECT page.at, page.of, page.nth, page.place, page.type, page.fields, page.why,
    account.display_name AS by, (
      SELECT string_agg(DISTINCT u.name, ' or ') FROM access_membership m
      JOIN access_unit u ON u.id = m.unit_id
      WHERE m.account_id = page.who AND m.starts_at <= page.at
        AND (m.ends_at IS NULL OR page.at < m.ends_at)) AS unit
  FROM (
    SELECT h.history_date AS at, h.id AS of, ranked.nth, h.history_type AS type,
      {place} AS place, h.history_user_id AS who, h.history_change_reason AS why,
      touched.fields
    FROM (
      SELECT h.history_id, stay.is_own,
        row_number() OVER (PARTITION BY h.id, h.history_date ORDER BY h.history_id)
          AS nth,
        lag(h.history_id) OVER w AS real_id,
        max(CASE WHEN stay.is_told THEN h.history_id END) OVER (w
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS told_id
      FROM {past} h {stay} WHERE {owner}{taken}
      WINDOW w AS (PARTITION BY h.id ORDER BY h.history_id)) ranked
    JOIN {past} h ON h.history_id = ranked.history_id
    LEFT JOIN {past} real ON real.history_id = ranked.real_id
    LEFT JOIN {past} told ON told.history_id = ranked.told_id
    CROSS JOIN LATERAL (
      SELECT jsonb_strip_nulls(jsonb_build_object({fields})) AS fields) touched
    WHERE ranked.is_own AND touched.fields <> '{{}}'
      AND (%(before_at)s::timestamptz IS NULL
        OR (h.history_date, {number}, h.id, ranked.nth)
          < (%(before_at)s::timestamptz, %(before_part)s::int,
             %(before_of)s::uuid, %(before_nth)s::bigint))
    ORDER BY h.history_date DESC, h.id DESC, ranked.nth DESC
    LIMIT {limit}) page
  LEFT JOIN access_account account ON account.id = page.who) line)"""

# A list of what stood before and what stands now; of what now stands alone, where
# what stood before is not told here. Empty text says that nothing is written.
_FIELD = """'{name}', CASE WHEN {after} <> {real} AND {after} <> {told}
  THEN CASE WHEN told.history_id IS NULL THEN jsonb_build_array({after})
  ELSE jsonb_build_array({told}, {after}) END END"""


def columns(
    model, path: str, owner: str, *, only=None, present: str | None = None
) -> list[Column]:
    """A column for each class of the model's fields. ``present``: the alias of the row
    as it stands, whose register fields the first column carries as well.
    """
    names = only or [
        field.name
        for field in model.history.model._meta.concrete_fields
        if model.field_classes.get(field.name, FieldClass.REFERENCE)
        is not FieldClass.REFERENCE
        and not field.is_relation
    ]
    found = []
    for field_class in dict.fromkeys(model.field_classes[name] for name in names):
        own = [name for name in names if model.field_classes[name] is field_class]
        sql = _sql(model, path, owner, own)
        if present and field_class is FieldClass.REGISTER:
            pairs = ", ".join(f"'{name}', {present}.{name}" for name in own)
            sql = f"jsonb_build_object('present', jsonb_build_object({pairs}), 'past', {sql})"
        found.append(Column(f"{path}.{'+'.join(own)}", sql, field_class, is_json=True))
    return found


def _sql(model, path: str, owner: str, names: list[str]) -> str:
    is_of_person = owner in (OF_PERSON, OF_PERSON_ITSELF)
    return _CHANGES.format(
        past=model.history.model._meta.db_table,
        stay=_STAY if is_of_person else _NO_STAY,
        owner=owner,
        taken=_TAKEN if path == "photos" else "",
        place="h.position" if path == "charges" else "NULL::int",
        fields=", ".join(map(_field, names)),
        number=PARTS.index(path),
        limit=PAGE + 1,
    )


def _field(name: str) -> str:
    return _FIELD.format(
        name=name,
        after=f"CASE WHEN h.history_type = '-' THEN '' ELSE {_text('h', name)} END",
        real=_text("real", name),
        told=_text("told", name),
    )


def _text(row: str, name: str) -> str:
    return f"coalesce({row}.{name}::text, '')"
