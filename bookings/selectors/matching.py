"""The SQL by which a search finds names: who begins so, who is close, who is loose.

Each arm takes only bookings that the viewer may know of, in a place of their own
before anything is cut, so that nobody hidden takes a row from somebody shown.

How good a match is, is one number, and the smaller the better: for surname and
given name each 0 the same, 1 a nickname, 2 one letter amiss, 4 half of a double
name, 5 the same sound, 6 two letters amiss, 9 not that name (then the birth date is
the same); 1 more if the two stand in each other's place, and 1 more for another
name of the person. A name that only begins as typed counts 1 for each.
"""

from access.enums import FieldClass
from access.gate import OWN_ROW, VISIBLE
from bookings.selectors.lists import COLUMNS

# As many rows of an arm are graded; of commoner names a search shows some fifty.
GRADED = 200
# With fewer found than this by what is close, and nobody of so good a grade, what is
# loose is looked for as well.
FEW = 10
SURE = 2

# An alias leads to a booking whoever may be shown its aliases, and nobody else.
ALIAS = int(FieldClass.IDENTITY)
_VISIBLE_BY_NAME = VISIBLE.replace(
    "%(needs)s", f"(%(needs)s | CASE WHEN n.is_alias THEN {ALIAS} ELSE 0 END)"
)

# A name first, then its bookings; of grants, one's own first, then their names. OFFSET 0
# keeps that order: names are read once, by their index, and no further than is needed.
_BEGINS = """
begins AS MATERIALIZED (
  (SELECT {distinct} {columns}, {fit} AS grade, '' AS how, false AS is_alias,
     {first} AS first_name, {second} AS second_name
   FROM bookings_person p CROSS JOIN LATERAL (
     SELECT b.* FROM bookings_booking b JOIN reach r ON r.facility_id = b.facility_id
       AND r.is_juvenile = b.is_juvenile AND r.is_sealed = b.is_sealed
     WHERE b.person_id = p.id OFFSET 0) b
   WHERE EXISTS (SELECT FROM reach) AND {matches} AND {only}
   ORDER BY {order}, b.booked_at DESC, b.id DESC LIMIT {page})
  UNION
  (SELECT {distinct} {columns}, {fit}, '', false, {first}, {second}
   FROM live CROSS JOIN unnest(%(principals)s::bigint[]) AS own(principal)
   CROSS JOIN LATERAL (
     SELECT b.* FROM access_accessrow r JOIN bookings_booking b ON b.id = r.booking_id
     WHERE {own_row} OFFSET 0) b
   JOIN bookings_person p ON p.id = b.person_id
   WHERE {matches} AND {only} AND {visible}
   ORDER BY {order}, b.booked_at DESC, b.id DESC LIMIT {page}))"""

# One stage: names by their keys, graded.
_STAGE = """
{stage} AS MATERIALIZED (
  SELECT {columns_of_hit}, g.grade + hit.is_alias::int AS grade, g.how, hit.is_alias,
    NULL::text COLLATE "C" AS first_name, NULL::text COLLATE "C" AS second_name
  FROM (
    (SELECT {columns}, n.is_alias, n.surname_keys, n.given_keys
     FROM bookings_namekey n CROSS JOIN LATERAL (
       SELECT b.* FROM bookings_booking b JOIN reach r ON r.facility_id = b.facility_id
         AND r.is_juvenile = b.is_juvenile AND r.is_sealed = b.is_sealed
         AND (NOT n.is_alias OR r.mask & {alias} = {alias})
       WHERE b.person_id = n.person_id OFFSET 0) b
     WHERE EXISTS (SELECT FROM reach) AND {wanted} AND {matches} AND {only}
     LIMIT {rows})
    UNION ALL
    (SELECT {columns}, n.is_alias, n.surname_keys, n.given_keys
     FROM live CROSS JOIN unnest(%(principals)s::bigint[]) AS own(principal)
     CROSS JOIN LATERAL (
       SELECT b.* FROM access_accessrow r JOIN bookings_booking b ON b.id = r.booking_id
       WHERE {own_row} OFFSET 0) b
     CROSS JOIN LATERAL (
       SELECT * FROM bookings_namekey n WHERE n.person_id = b.person_id OFFSET 0) n
     WHERE {wanted} AND {matches} AND {only} AND {visible} LIMIT {rows})) hit
  CROSS JOIN LATERAL ({graded}) g)"""

_CLOSE_WANTED = "(SELECT count(*) FROM begins) < {page}"
# Somebody found so closely stands for what was meant: nobody is shown beside them of
# whom the name only sounds so.
_LOOSE_WANTED = """NOT EXISTS (SELECT FROM begins WHERE grade = 0)
  AND NOT EXISTS (SELECT FROM close WHERE grade <= {sure})
  AND (SELECT count(*) FROM (
    SELECT id FROM begins UNION SELECT id FROM close) found) < {few}"""

# What begins as typed is cut in order of name. Of the others only those who are shown are
# put in that order: which of so many are shown is no promise.
_BEST = """
WITH s AS MATERIALIZED (SELECT * FROM bookings_asked_name(%(surname)s::text)),
g AS MATERIALIZED (SELECT * FROM bookings_asked_name(%(given_name)s::text)),
{begins},{close},{loose}
SELECT best.id AS booking_id, person_id, facility_id, is_juvenile, is_sealed, how,
  is_alias, grade, row_number() OVER (ORDER BY grade, upper(p.surname) COLLATE "C",
    upper(p.given_name) COLLATE "C", person_id, booked_at DESC, best.id DESC) AS rank
FROM (
  SELECT * FROM (
    SELECT DISTINCT ON ({once}) found.*
    FROM (SELECT * FROM begins UNION ALL SELECT * FROM close
      UNION ALL SELECT * FROM loose) found
    ORDER BY {once}, found.grade, found.is_alias, found.booked_at DESC,
      found.id DESC) each_once
  ORDER BY grade, first_name, second_name, person_id, booked_at DESC, id DESC
  LIMIT {page}) best
JOIN bookings_person p ON p.id = best.person_id
ORDER BY rank"""

_GRADE = """bookings_name_grade(hit.{keys}_keys, {term}.same, {nick}, {term}.near,
      {term}.part, {term}.sound, {term}.far)"""


def statement(
    *,
    names: str,
    matches: str,
    by: tuple[str, str],
    has_birth_date: bool,
    page: int,
    is_each_once: bool = False,
    only: str = "true",
) -> str:
    """The candidates of a search by name. ``names``: "surname", "given" or "both",
    what was typed; ``matches``: the condition that a name begins so; ``by``: what
    people stand in order by; ``page``: how many are shown. It stands in the
    text, not among the parameters: a plan made once must know it. ``is_each_once``: of
    each person only the newest booking that the viewer may know of. ``only``: a
    condition on the booking ``b``.
    """
    begins = _begins(names, matches, by, page, is_each_once, only)
    loose = _either if has_birth_date and names == "both" else _both
    not_full = _CLOSE_WANTED.format(page=page)
    close_stage = _stage("close", not_full, _both, names, has_birth_date, only)
    few = _LOOSE_WANTED.format(few=min(FEW, page), sure=SURE)
    loose_stage = _stage("loose", few, loose, names, has_birth_date, only)
    return _BEST.format(
        begins=begins,
        close=close_stage,
        loose=loose_stage,
        once="found.person_id" if is_each_once else "found.id",
        page=page,
    )


def _begins(names, matches: str, by, page: int, is_each_once: bool, only: str) -> str:
    order = f"{', '.join(by)}, p.id"
    return _BEGINS.format(
        first=by[0],
        second=by[1],
        distinct=f"DISTINCT ON ({order})" if is_each_once else "",
        columns=COLUMNS,
        fit=_fit(names),
        matches=matches,
        order=order,
        own_row=OWN_ROW,
        visible=VISIBLE,
        page=page,
        only=only,
    )


def _stage(stage: str, wanted: str, found, names: str, born: bool, only: str) -> str:
    same_date = "n.birth_date = %(birth_date)s::date AND " if born else ""
    return _STAGE.format(
        stage=stage,
        wanted=wanted,
        matches=f"{same_date}({found(stage, names)})",
        only=only,
        columns=COLUMNS,
        columns_of_hit=COLUMNS.replace("b.", "hit."),
        alias=ALIAS,
        own_row=OWN_ROW,
        visible=_VISIBLE_BY_NAME,
        graded=_graded(names),
        rows=GRADED,
    )


def _keys(column: str, term: str, stage: str) -> str:
    """That a name has one of the keys of what was typed as surname or given name."""
    wanted = f"{stage}_as_given" if column == "given" else stage
    return f"n.{column}_keys && (SELECT {wanted} FROM {term})"


def _both(stage: str, names: str) -> str:
    """Each name that was typed fits, or each in the other's place."""
    if names == "surname":
        return _keys("surname", "s", stage)
    if names == "given":
        return _keys("given", "g", stage)
    straight = f"{_keys('surname', 's', stage)} AND {_keys('given', 'g', stage)}"
    swapped = f"{_keys('surname', 'g', stage)} AND {_keys('given', 's', stage)}"
    return f"({straight}) OR ({swapped})"


def _either(stage: str, _names: str) -> str:
    """With the birth date, one name that fits is enough."""
    return " OR ".join(
        _keys(column, term, stage) for column in ("surname", "given") for term in "sg"
    )


def _fit(names: str) -> str:
    """0 for the very name, 1 for each that only begins so."""
    typed = {"surname": "surname", "given": "given_name"}
    return " + ".join(
        f"(upper(p.{column}) <> upper(%({column})s::text))::int"
        for which, column in typed.items()
        if names in {which, "both"}
    )


def _graded(names: str) -> str:
    """The number of a hit, and in a word how it was found."""

    def grade(keys: str, term: str) -> str:
        nick = f"{term}.nick" if keys == "given" else "'{}'::int[]"
        return _GRADE.format(keys=keys, term=term, nick=nick)

    s, g = grade("surname", "s"), grade("given", "g")
    if names != "both":
        one = s if names == "surname" else g
        how = f"coalesce({_word('worst')}, '')"
        graded = f"(SELECT {one} AS worst FROM s, g) w"
        return f"SELECT worst AS grade, {how} AS how FROM {graded}"
    turned_s, turned_g = grade("given", "s"), grade("surname", "g")
    return f"""SELECT CASE WHEN is_turned THEN 1 + ts + tg ELSE ss + sg END AS grade,
      concat_ws(' ', CASE WHEN is_turned THEN 'swapped' END, {_word("worst")}) AS how
    FROM (SELECT straight.*, turned.*, ts + tg + 1 < ss + sg AS is_turned,
        CASE WHEN ts + tg + 1 < ss + sg THEN greatest(ts, tg)
          ELSE greatest(ss, sg) END AS worst
      FROM s, g,
        LATERAL (SELECT {s} AS ss, {g} AS sg OFFSET 0) straight,
        LATERAL (SELECT CASE WHEN ss + sg < 3 THEN 9 ELSE {turned_s} END AS ts,
          CASE WHEN ss + sg < 3 THEN 9 ELSE {turned_g} END AS tg OFFSET 0) turned) w"""


def _word(grade: str) -> str:
    return f"""CASE {grade} WHEN 1 THEN 'nickname' WHEN 2 THEN 'near'
      WHEN 4 THEN 'part' WHEN 5 THEN 'sound' WHEN 6 THEN 'far' WHEN 9 THEN 'birth_date'
      END"""
