"""The gate's SQL, in the parts of which its statements are made.

It holds no rule of its own: what the law says comes as a parameter table
(``terms_params``), and what is held is read from the live tables.
"""

from collections.abc import Sequence
from itertools import product

from access import policy
from access.enums import PAST_CEILING
from access.rules import USUAL_DAILY_CEILING
from access.selectors import FACTS, agreed
from access.viewer import Viewer

# Live facts, or no row; terms of the law; what is held.
HEAD = f"""
WITH live AS MATERIALIZED (
  SELECT f.at FROM ({FACTS}) f
  WHERE f.fingerprint = %(fingerprint)s
    AND (%(until)s::timestamptz IS NULL OR f.at < %(until)s)),
base AS MATERIALIZED (
  SELECT * FROM unnest(%(base_juvenile)s::boolean[], %(base_sealed)s::boolean[],
    %(base_register)s::int[], %(base_door)s::int[], %(base_rules)s::text[])
    AS t(is_juvenile, is_sealed, register, door, rules)),
opens AS MATERIALIZED (
  SELECT * FROM unnest(%(open_juvenile)s::boolean[], %(open_sealed)s::boolean[],
    %(open_source)s::text[], %(open_classes)s::int[], %(open_rules)s::text[])
    AS t(is_juvenile, is_sealed, source, classes, rules)),
permitted AS MATERIALIZED (
  SELECT p.content_object_id AS facility_id, bit_or(p.classes) AS classes,
    max(a.daily_ceiling) AS ceiling
  FROM live JOIN access_facilitypermission p ON p.group_id = ANY(%(groups)s::int[])
    AND p.starts_at <= live.at
  JOIN access_agreement a ON a.id = p.agreement_id AND a.starts_at <= live.at
  WHERE (live.at < least(p.ends_at, a.ends_at) OR NOT %(lapses_close)s::boolean)
    AND (cardinality(a.purposes) = 0 OR %(purpose)s::text = ANY(a.purposes))
  GROUP BY p.content_object_id),
reach AS MATERIALIZED (
  SELECT p.facility_id, b.is_juvenile, b.is_sealed, reached.mask
  FROM permitted p CROSS JOIN base b
  LEFT JOIN opens o ON o.source = 'standing'
    AND o.is_juvenile = b.is_juvenile AND o.is_sealed = b.is_sealed
  CROSS JOIN LATERAL (
    SELECT b.register | (coalesce(o.classes, 0) & p.classes) AS mask) reached
  WHERE reached.mask <> 0 AND reached.mask & b.door = b.door
    AND reached.mask & %(needs)s = %(needs)s)"""

# Two conditions for candidates that come by grants. OWN_ROW: ``r`` is the first live
# row of ``own.principal`` on its booking. VISIBLE: booking ``b`` may be known of, and
# belongs on the page; what is not shown must take no place on a page (law 4).
OWN_ROW = """r.principal = own.principal
  AND r.starts_at <= live.at AND live.at < r.ends_at
  AND NOT EXISTS (SELECT FROM access_accessrow other
    WHERE other.principal = r.principal AND other.booking_id = r.booking_id
      AND other.grant_id < r.grant_id
      AND other.starts_at <= live.at AND live.at < other.ends_at)"""

VISIBLE = f"""EXISTS (SELECT FROM base k CROSS JOIN LATERAL (
    SELECT k.register | coalesce(bit_or(o.classes & h.classes), 0) AS mask
    FROM (SELECT 'standing' AS source, p.classes FROM permitted p
          WHERE p.facility_id = b.facility_id
          UNION ALL SELECT g.basis, g.classes FROM access_accessrow g
          WHERE g.booking_id = b.id AND g.principal = ANY(%(principals)s::bigint[])
            AND g.starts_at <= live.at AND live.at < g.ends_at
            AND {agreed("g", "live.at")}) h
    JOIN opens o ON o.source = h.source
      AND o.is_juvenile = k.is_juvenile AND o.is_sealed = k.is_sealed) known
  WHERE k.is_juvenile = b.is_juvenile AND k.is_sealed = b.is_sealed
    AND known.mask <> 0 AND known.mask & k.door = k.door
    AND known.mask & %(needs)s = %(needs)s)"""

DECIDED = f""",
held AS (
  SELECT c.booking_id, 'standing' AS source, p.classes
  FROM candidate c JOIN permitted p USING (facility_id)
  UNION ALL
  SELECT c.booking_id, r.basis, r.classes
  FROM live CROSS JOIN candidate c JOIN access_accessrow r
    ON r.booking_id = c.booking_id AND r.principal = ANY(%(principals)s::bigint[])
    AND r.starts_at <= live.at AND live.at < r.ends_at
    AND {agreed("r", "live.at")}),
opened AS (
  SELECT c.booking_id, bit_or(o.classes & h.classes) AS classes,
    string_agg(DISTINCT o.source, ' ') AS basis,
    string_agg(DISTINCT o.rules, ' ') AS rules
  FROM candidate c JOIN held h USING (booking_id)
  JOIN opens o ON o.source = h.source
    AND o.is_juvenile = c.is_juvenile AND o.is_sealed = c.is_sealed
  WHERE o.classes & h.classes <> 0
  GROUP BY c.booking_id),
resolved AS (
  SELECT c.booking_id, c.person_id, c.facility_id, c.rank, b.door,
    b.register, b.rules AS register_rules,
    b.register | coalesce(o.classes, 0) AS mask,
    concat_ws(' ', CASE WHEN b.register <> 0 THEN 'register' END, o.basis) AS basis,
    concat_ws(' ', nullif(b.rules, ''), o.rules) AS rules
  FROM live CROSS JOIN candidate c
  JOIN base b ON b.is_juvenile = c.is_juvenile AND b.is_sealed = c.is_sealed
  LEFT JOIN opened o ON o.booking_id = c.booking_id),
decided AS MATERIALIZED (
  SELECT * FROM resolved WHERE mask <> 0 AND mask & door = door)"""

# --- The ceiling of an outside account ---------------------------------------------

# How many different people this account may be shown past the register in a day, and
# who they were so far. The function locks the account until the transaction ends, and
# counts after that with a snapshot of its own: of two requests at once, the second
# counts what the first has shown. Of several agreements in force the widest counts;
# with none, the narrowest there ever was, so that a lapse widens nothing.
ALLOWANCE = f""",
allowance AS MATERIALIZED (
  SELECT today.people, widest.ceiling,
    greatest(widest.ceiling - cardinality(today.people), 0) AS remaining
  FROM (SELECT access_people_shown_today(%(account)s::bigint, %(zone)s) AS people
        OFFSET 0) today
  CROSS JOIN (SELECT coalesce(
    (SELECT max(ceiling) FROM permitted),
    (SELECT least(min(daily_ceiling), {USUAL_DAILY_CEILING}) FROM access_agreement
     WHERE agency_id = %(agency)s::bigint)) AS ceiling) widest)"""

_PAST_CEILING = ", ".join(f"'{basis}'" for basis in sorted(PAST_CEILING))

# ``chosen``: what the law opens of the bookings of this page. Of whom the account has
# not been shown today past the register, the first of the page come within what is
# left; of the others there remains what is public, and what a judge has opened, or the
# jail's commander in an emergency.
WEIGHED = f""",
judged AS (
  SELECT c.booking_id, bit_or(o.classes & h.classes) AS classes,
    string_agg(DISTINCT o.source, ' ') AS basis,
    string_agg(DISTINCT o.rules, ' ') AS rules
  FROM candidate c JOIN held h USING (booking_id)
  JOIN opens o ON o.source = h.source
    AND o.is_juvenile = c.is_juvenile AND o.is_sealed = c.is_sealed
  WHERE o.source IN ({_PAST_CEILING}) AND o.classes & h.classes <> 0
  GROUP BY c.booking_id),
newcomer AS (
  SELECT c.person_id, row_number() OVER (ORDER BY min(c.rank)) AS place
  FROM chosen c CROSS JOIN allowance
  WHERE c.mask & %(shape_classes)s & ~c.register <> 0
    AND c.person_id <> ALL (allowance.people)
  GROUP BY c.person_id),
weighed AS MATERIALIZED (
  SELECT c.booking_id, c.person_id, c.facility_id, c.rank, c.register,
    known.mask, c.mask & %(shape_classes)s & ~known.mask AS withheld,
    CASE WHEN over.yes THEN concat_ws(' ',
      CASE WHEN c.register <> 0 THEN 'register' END, j.basis) ELSE c.basis END AS basis,
    CASE WHEN over.yes THEN concat_ws(' ', nullif(c.register_rules, ''), j.rules)
      ELSE c.rules END AS rules
  FROM chosen c CROSS JOIN allowance
  LEFT JOIN newcomer n USING (person_id)
  LEFT JOIN judged j USING (booking_id)
  CROSS JOIN LATERAL (
    SELECT coalesce(n.place > allowance.remaining, false) AS yes) over
  CROSS JOIN LATERAL (
    SELECT c.register | coalesce(j.classes, 0) AS classes) remains
  CROSS JOIN LATERAL (
    SELECT CASE WHEN NOT over.yes THEN c.mask
      WHEN remains.classes & c.door = c.door THEN remains.classes
      ELSE 0 END AS mask) known)"""


# --- The event ------------------------------------------------------------------------

EVENT_COLUMNS = """occurred_at, kind, request_id, account_id, membership_id, unit_id,
    agency_id, mission, in_immigration_department, purpose, law_id,
    booking_id, person_id, facility_id, shape_id, classes, basis, rules, detail"""

EVENT_VALUES = """%(request)s::uuid, %(account)s::bigint, %(membership)s::bigint,
    %(unit)s::bigint, %(agency)s::bigint, %(mission)s, %(in_department)s::boolean,
    %(purpose)s, %(law)s::bigint"""

# The shape must be registered, or there is no event and so no row.
# Read once for a statement, and not once for each of its rows.
SHAPE = """JOIN (
  SELECT (SELECT id FROM audit_registeredshape WHERE id = %(shape)s) AS id) s
  ON s.id IS NOT NULL"""


def terms_params(viewer: Viewer) -> dict:
    """The law with this viewer and purpose filled in, as a parameter table: for each
    kind of booking what is public, what must be open before anything is, and what
    each source may open.
    """
    base: list[tuple] = []
    opens: list[tuple] = []
    for is_juvenile, is_sealed in product((False, True), repeat=2):
        facts = policy.BookingFacts(is_juvenile=is_juvenile, is_sealed=is_sealed)
        terms = policy.terms(viewer.law, viewer.facts, viewer.purpose, facts)
        base.append(
            (
                is_juvenile,
                is_sealed,
                int(terms.register.classes),
                int(terms.door),
                " ".join(terms.register.rules),
            )
        )
        opens.extend(
            (is_juvenile, is_sealed, source, int(o.classes), " ".join(o.rules))
            for source, o in terms.opens.items()
            if o.classes
        )
    return {
        **_columns(base, "base", ("juvenile", "sealed", "register", "door", "rules")),
        **_columns(opens, "open", ("juvenile", "sealed", "source", "classes", "rules")),
    }


def _columns(rows: list[tuple], prefix: str, names: Sequence[str]) -> dict:
    return {
        f"{prefix}_{name}": [row[place] for row in rows]
        for place, name in enumerate(names)
    }
