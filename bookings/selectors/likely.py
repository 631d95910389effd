"""Who was perhaps here before: asked while somebody is booked, before they are booked
twice. One query names candidates with a score; the gate decides who is shown.

Juvenile and sealed bookings are absent for everybody, whoever may know of them: who
stands at the counter reads this screen too. The records unit links them later.
"""

import re
from dataclasses import dataclass
from datetime import date

from access.enums import FieldClass
from access.gate import Candidates, ShownRows, show_many
from access.viewer import Viewer
from audit.enums import ViewKind
from audit.sealing import digest
from bookings import pages
from bookings.selectors import matching
from bookings.selectors.lists import COLUMNS

LIKELIEST = 5
# As many of each way are scored.
SCORED = 20
LEAST_SCORE = 40

# The desk alone asks this, and by all of these.
_NEEDS = (
    FieldClass.REGISTER
    | FieldClass.CUSTODY
    | FieldClass.IDENTITY
    | FieldClass.IDENTIFIERS
)
_ORDINARY = "NOT b.is_juvenile AND NOT b.is_sealed"

# How far a birth date agrees, in a word and of a hundred. Day and month exchanged, and
# one figure amiss, are slips; some days apart is what somebody remembers of another.
_BORN = """CROSS JOIN LATERAL (SELECT CASE
    WHEN %(birth_date)s::date IS NULL THEN NULL
    WHEN p.birth_date IS NULL THEN 'unknown'
    WHEN p.birth_date = %(birth_date)s::date THEN 'same'
    WHEN extract(year FROM p.birth_date) = extract(year FROM %(birth_date)s::date)
      AND extract(month FROM p.birth_date) = extract(day FROM %(birth_date)s::date)
      AND extract(day FROM p.birth_date) = extract(month FROM %(birth_date)s::date)
      THEN 'turned'
    WHEN (SELECT count(*) FROM generate_series(1, 8) place
      WHERE substr(to_char(p.birth_date, 'YYYYMMDD'), place, 1)
        <> substr(to_char(%(birth_date)s::date, 'YYYYMMDD'), place, 1)) = 1
      THEN 'figure'
    WHEN abs(p.birth_date - %(birth_date)s::date) <= 7 THEN 'near'
    WHEN abs(p.birth_date - %(birth_date)s::date) <= 731 THEN 'years'
    ELSE 'other' END AS born) born"""
_SCORE = """CASE
    WHEN hit.number <> '' THEN 100
    WHEN hit.grade IS NULL THEN 45
    ELSE round((100 - least(hit.grade, 10) * 6) * CASE born.born
      WHEN 'same' THEN 1.0 WHEN 'turned' THEN 0.95 WHEN 'figure' THEN 0.95
      WHEN 'near' THEN 0.9 WHEN 'unknown' THEN 0.8 WHEN 'years' THEN 0.7
      WHEN 'other' THEN 0.45 ELSE 0.9 END) END::int"""

# Of two records that were joined the likelier stands for both: nobody comes up in the
# place of the other.
_LIKELY = """
WITH scored AS MATERIALIZED (
  SELECT hit.booking_id, hit.person_id, hit.facility_id, hit.is_juvenile, hit.is_sealed,
    hit.how, hit.is_alias, coalesce(born.born, '') AS born, hit.number, {score} AS score,
    row_number() OVER (ORDER BY {score} DESC, hit.rank, hit.booking_id) AS rank
  FROM (
    SELECT DISTINCT ON (person_id) * FROM ({arms}) every
    ORDER BY person_id, number DESC, grade NULLS LAST, rank) hit
  JOIN bookings_person p ON p.id = hit.person_id
  {born}
  WHERE {score} >= {least}
  ORDER BY rank LIMIT {limit})
SELECT * FROM scored s WHERE NOT EXISTS (
  SELECT FROM scored better JOIN bookings_personlink l ON l.ended_at IS NULL
    AND l.person_id = least(better.person_id, s.person_id)
    AND l.other_id = greatest(better.person_id, s.person_id)
  WHERE better.rank < s.rank)
ORDER BY rank"""

# One person, by the newest booking that the viewer may know of.
_EXACTLY = """
SELECT DISTINCT ON (b.person_id) {columns}, '' AS how, false AS is_alias,
  NULL::int AS grade, {number} AS number, 0::bigint AS rank
FROM bookings_person p CROSS JOIN LATERAL (
  SELECT b.* FROM bookings_booking b JOIN reach r ON r.facility_id = b.facility_id
    AND r.is_juvenile = b.is_juvenile AND r.is_sealed = b.is_sealed
  WHERE b.person_id = p.id OFFSET 0) b
WHERE {where} AND {only}
ORDER BY b.person_id, b.booked_at DESC LIMIT {limit}"""
_BY_NUMBER = {
    "booking": """p.id IN (SELECT person_id FROM bookings_booking numbered
      WHERE numbered.booking_number = %(number)s
      AND NOT numbered.is_juvenile AND NOT numbered.is_sealed)""",
    "state_id": "p.state_id <> '' AND p.state_id = %(number)s",
    "fbi_number": "p.fbi_number <> '' AND p.fbi_number = %(number)s",
}


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of somebody at the counter. ``number``: of a booking, SID or FBI."""

    surname: str = ""
    given_name: str = ""
    birth_date: date | None = None
    number: str = ""

    def digests(self) -> dict:
        """Kinds of terms with keyed digests, for the view history."""
        given = {
            "surname": self.surname,
            "given_name": self.given_name,
            "number": self.number,
            "birth_date": self.birth_date.isoformat() if self.birth_date else "",
        }
        return {"terms": {kind: digest(term) for kind, term in given.items() if term}}


def likely(viewer: Viewer, traits: Traits) -> ShownRows:
    """The likeliest people of earlier bookings, best first; that it was asked is
    recorded, and whom it showed.
    """
    sql = _LIKELY.format(
        arms=" UNION ALL ".join(f"({arm})" for arm in _arms(traits)),
        born=_BORN,
        score=_SCORE,
        least=LEAST_SCORE,
        limit=LIKELIEST,
    )
    params = {
        "surname": traits.surname,
        "given_name": traits.given_name,
        "birth_date": traits.birth_date,
        "number": re.sub(r"\s", "", traits.number).upper(),
    }
    candidates = Candidates(sql, params, needs=_NEEDS, limit=LIKELIEST)
    return show_many(
        viewer, pages.LIKELY, candidates, ViewKind.SUGGESTED, search=traits.digests()
    )


def _arms(traits: Traits) -> list[str]:
    """Ways in which somebody is found: by the name, with any birth date; by the birth
    date with one of the names; by the birth date alone; by a number.
    """
    columns = (
        "booking_id, person_id, facility_id, is_juvenile, is_sealed, how, is_alias,"
        " grade, '' AS number, rank"
    )
    arms = []
    if traits.surname or traits.given_name:
        ways = [False] if traits.birth_date is None else [False, True]
        arms += [f"SELECT {columns} FROM ({_by_name(traits, w)}) named" for w in ways]
    elif traits.birth_date:
        arms.append(_exactly("p.birth_date = %(birth_date)s::date", "''"))
    if traits.number:
        arms += [_exactly(where, f"'{kind}'") for kind, where in _BY_NUMBER.items()]
    return arms or [_exactly("false", "''")]


def _by_name(traits: Traits, has_birth_date: bool) -> str:
    typed = [
        (which, column)
        for which, column, term in (
            ("surname", "surname", traits.surname),
            ("given", "given_name", traits.given_name),
        )
        if term
    ]
    by = ('upper(p.surname) COLLATE "C"', 'upper(p.given_name) COLLATE "C"')
    begins = [
        f"""upper(p.{column}) COLLATE "C" >= upper(%({column})s::text)
  AND upper(p.{column}) COLLATE "C" < upper(%({column})s::text) || U&'\\+10FFFF'"""
        for _, column in typed
    ]
    if has_birth_date:
        begins.append("p.birth_date = %(birth_date)s::date")
    return matching.statement(
        names=typed[0][0] if len(typed) == 1 else "both",
        matches=" AND ".join(begins),
        by=by if traits.surname else by[::-1],
        has_birth_date=has_birth_date,
        page=SCORED,
        is_each_once=True,
        only=_ORDINARY,
    )


def _exactly(where: str, number: str) -> str:
    return _EXACTLY.format(
        columns=COLUMNS.replace("b.id,", "b.id AS booking_id,").replace(
            ", b.booked_at", ""
        ),
        number=number,
        where=where,
        only=_ORDINARY,
        limit=SCORED,
    )
