"""What the database is told when a log is imported. ``{…}`` is this log's own table or a
piece of the statement; all else is a parameter.
"""

from compliance.access_log.mapping import EpochUnit

COPY = """COPY public.{staging} (line, at_text, who, booking_text, kind, row_id)
  FROM STDIN (FORMAT csv, FORCE_NOT_NULL (at_text, booking_text, kind, row_id))"""

# Read in the session's time zone, the mapping's; a text may carry its own offset.
# PostgreSQL takes "UTC-8" for a zone east of Greenwich, as POSIX does; a log does not.
READ_TEXT = """CASE WHEN s.at_text ~* '(utc|gmt) ?[-+]' THEN NULL
  WHEN pg_input_is_valid(s.at_text, 'timestamptz') {sure} THEN s.at_text::timestamptz END"""
# 03/04/05 is three days; without an order only a year in four digits tells which.
SURE = r"AND s.at_text ~ '(^|[^0-9.:])[12][0-9]{3}([^0-9]|[0-9]{4}(\D|$)|$)'"
READ_EPOCH = """CASE WHEN s.at_text ~ %(digits)s
  THEN to_timestamp(s.at_text::float8 / %(epoch)s) END"""
DIGITS = "^[0-9]{{1,{}}}([.][0-9]*)?$"
EPOCHS = {
    EpochUnit.SECONDS: 1,
    EpochUnit.MILLISECONDS: 1_000,
    EpochUnit.MICROSECONDS: 1_000_000,
}
# In the hour after the clocks changed: did the local time that is written exist?
GAP = """WHEN timezone(%(zone)s, r.at) - timezone(%(zone)s, r.at - interval '1 hour')
      <> interval '1 hour' AND pg_input_is_valid(r.at_text, 'timestamp')
      AND r.at_text !~* '([0-9] ?z|[a-z]{3,}|:[0-9.]+ ?[-+][0-9]{1,2}(:?[0-9]{2})?)$'
      AND timezone(%(zone)s, r.at) <> r.at_text::timestamp
    THEN 'local time did not exist'"""
# Rows whose first number, or second, can be no month.
ORDERS = r"""SELECT count(*) FILTER (WHERE at_text ~ '^(1[3-9]|2\d|3[01])[/.-]'),
  count(*) FILTER (WHERE at_text ~ '^\d\d?[/.-](1[3-9]|2\d|3[01])[/.-]')
FROM public.{staging}"""

WRITE = """
WITH who AS MATERIALIZED (
  SELECT * FROM unnest(%(number)s::int[], %(since)s::timestamptz[],
    %(until)s::timestamptz[], %(account)s::bigint[], %(membership)s::bigint[],
    %(unit)s::bigint[], %(agency)s::bigint[], %(mission)s::text[],
    %(department)s::boolean[], %(system)s::bigint[], %(ordinary)s::int[],
    %(juvenile)s::int[], %(sealed)s::int[], %(rules)s::text[], %(name)s::bigint[])
  AS t(number, since, until, account_id, membership_id, unit_id, agency_id, mission,
    in_department, system_id, ordinary, juvenile, sealed, rules, name_id)),
booked AS MATERIALIZED (
  SELECT b.booking_number AS ref, min(b.id::text)::uuid AS id,
    min(b.person_id::text)::uuid AS person_id, min(b.facility_id) AS facility_id,
    bool_or(b.is_juvenile) AS is_juvenile, min(b.sealed_at) AS sealed_at
  FROM bookings_booking b
  WHERE b.booking_number IN (SELECT booking_text FROM public.{staging})
  GROUP BY b.booking_number HAVING count(*) = 1),
unknown AS MATERIALIZED (
  SELECT id, text FROM compliance_logname
  WHERE log_id = %(import)s AND kind = 'booking'),
checked AS MATERIALIZED (
  SELECT r.line, r.at, r.who, r.booking_text, r.kind,
    CASE WHEN r.at IS NULL THEN 'time not readable'
      WHEN r.at > %(now)s THEN 'in the future'
      WHEN r.at < '1970-01-02' THEN 'before 1970'
      {gap} {twice} END AS reason
  FROM (SELECT s.*, {reading} AS at FROM public.{staging} s OFFSET 0) r),
written AS (
  INSERT INTO public.{partition} (origin, occurred_at, id, kind, request_id,
    account_id, membership_id, unit_id, agency_id, mission, in_immigration_department,
    booking_id, person_id, facility_id, classes, rules, law_id, detail)
  SELECT %(origin)s, c.at, c.line, c.kind, %(import)s, w.account_id, w.membership_id,
    w.unit_id, w.agency_id, w.mission, w.in_department, b.id, b.person_id,
    b.facility_id,
    CASE WHEN b.id IS NULL OR c.kind IN ('signed_in', 'searched', 'refused') THEN 0
      WHEN b.sealed_at <= c.at THEN w.sealed WHEN b.is_juvenile THEN w.juvenile
      ELSE w.ordinary END,
    CASE WHEN b.id IS NULL OR c.kind IN ('signed_in', 'searched', 'refused') THEN ''
      ELSE w.rules END,
    w.system_id,
    CASE WHEN w.name_id IS NULL AND u.id IS NULL THEN '{{}}'
      ELSE jsonb_strip_nulls(jsonb_build_object('user', w.name_id, 'booking', u.id)) END
  FROM checked c
  JOIN who w ON w.number = c.who AND c.at >= w.since AND c.at < w.until
  LEFT JOIN booked b ON b.ref = c.booking_text
  LEFT JOIN unknown u ON u.text = c.booking_text
  WHERE c.reason IS NULL
  RETURNING 1)
SELECT line, reason FROM checked WHERE reason IS NOT NULL ORDER BY line"""

# The first row of an identity stands; a log that names none is taken as it is.
TWICE = """WHEN r.row_id <> ''
      AND row_number() OVER (PARTITION BY r.row_id ORDER BY r.line) > 1
    THEN 'same row as an earlier one'"""

UNKNOWN_BOOKINGS = """
INSERT INTO compliance_logname (log_id, kind, text, unit, rows)
SELECT %(import)s, 'booking', s.ref, '', s.rows
FROM (SELECT booking_text AS ref, count(*) AS rows FROM public.{staging}
  WHERE booking_text <> '' GROUP BY booking_text) s
LEFT JOIN (SELECT booking_number FROM bookings_booking
  GROUP BY booking_number HAVING count(*) = 1) b ON b.booking_number = s.ref
WHERE b.booking_number IS NULL"""


SETTINGS = """
SELECT name, current_setting(name) FROM pg_settings
WHERE name IN ('DateStyle', 'TimeZone', 'work_mem', 'enable_mergejoin', 'enable_nestloop')"""
