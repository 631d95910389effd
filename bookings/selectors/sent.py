"""What left the building of a record, as the view history says: files and papers, and
pages of the public register that named its person. For whoever corrects it elsewhere
after an entry was withdrawn.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from access.acts import Act
from access.gate import Shown
from access.viewer import Viewer
from audit.models import ActEvent
from audit.sealing import digest
from bookings.models import Booking, Person
from bookings.selectors.lists import PAGE, REGISTER_AFTER_DISCHARGE
from bookings.selectors.records import names

# As bookings.services.age records it.
_WITHDRAWN = "withdrawn_from_register"
LISTED = 200
# Pages of the register that are read back: a page must not read ten years of them.
READ_BACK = 20_000

_FILES = """
SELECT e.occurred_at, s.page, e.kind, a.display_name, u.name, g.name
FROM audit_viewevent e
LEFT JOIN audit_registeredshape s ON s.id = e.shape_id
LEFT JOIN access_account a ON a.id = e.account_id
LEFT JOIN access_unit u ON u.id = e.unit_id
LEFT JOIN access_agency g ON g.id = e.agency_id
WHERE e.booking_id = %(booking)s AND e.person_id = %(person)s AND e.classes <> 0
  AND e.kind IN ('printed', 'exported')
ORDER BY e.occurred_at DESC, e.id DESC LIMIT %(limit)s"""

# A page that was not full named everybody from where it began; of a full one, those
# newer than this entry are counted. A name that was typed is known by its digest.
_PAGES = """
WITH e AS MATERIALIZED (
  SELECT e.occurred_at, e.account_id, e.detail FROM audit_viewevent e
  WHERE e.kind = 'register' AND e.occurred_at >= %(since)s AND e.occurred_at < %(until)s
  ORDER BY e.occurred_at DESC LIMIT %(limit)s),
newer AS MATERIALIZED (
  SELECT n.booked_at, n.id, n.facility_id, n.intake_completed_at, n.discharged_at
  FROM bookings_booking n
  WHERE NOT n.is_juvenile AND NOT n.is_sealed AND n.intake_completed_at IS NOT NULL
    AND (n.booked_at, n.id) > (%(booked_at)s::timestamptz, %(booking)s::uuid)
    AND n.booked_at < %(until)s),
named AS (
  SELECT e.* FROM e CROSS JOIN LATERAL (SELECT
    nullif(split_part(e.detail ->> 'before', '_', 1), '')::numeric AS at,
    nullif(split_part(e.detail ->> 'before', '_', 2), '') AS key) place
  CROSS JOIN LATERAL (SELECT timestamptz 'epoch' + place.at * interval '1 microsecond'
    AS at, place.key::uuid AS key) before
  WHERE coalesce((e.detail ->> 'facility')::bigint, %(facility)s) = %(facility)s
    AND (e.detail ->> 'term' = '' OR e.detail ->> 'term' = ANY(%(terms)s::text[]))
    AND (before.at IS NULL
      OR (%(booked_at)s::timestamptz, %(booking)s::uuid) < (before.at, before.key))
    AND ((e.detail ->> 'shown')::int < %(page)s OR e.detail ->> 'term' <> '' OR %(page)s > (
      SELECT count(*) FROM newer n
      WHERE coalesce((e.detail ->> 'facility')::bigint, n.facility_id) = n.facility_id
        AND n.intake_completed_at <= e.occurred_at
        AND (n.discharged_at IS NULL OR n.discharged_at > e.occurred_at - %(after)s)
        AND (before.at IS NULL OR (n.booked_at, n.id) < (before.at, before.key)))))
SELECT (occurred_at AT TIME ZONE %(zone)s)::date AS on_day,
  coalesce(detail ->> 'as', 'page') AS form, count(*), max(occurred_at)
FROM named GROUP BY on_day, form ORDER BY on_day DESC, form LIMIT 400"""


@dataclass(frozen=True, slots=True)
class SentFile:
    at: datetime
    page: str
    kind: str
    account: str | None
    unit: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class SentPages:
    """Pages of the register of one day that named the person. ``form``: how."""

    on: date
    form: str
    number: int
    last_at: datetime


def withdrawn(viewer: Viewer) -> list[tuple[datetime, Shown]]:
    """Entries that a correction withdrew, the newest first: of the bookings that this
    viewer may know of.
    """
    at = {
        UUID(event.target_id): event.occurred_at
        for event in reversed(_withdrawals()[:LISTED])
    }
    shown = names(viewer, list(at))
    found = [(at[key], row) for key, row in shown.items()]
    return sorted(found, key=lambda one: one[0], reverse=True)


def withdrawn_at(booking_id: UUID) -> datetime | None:
    """When the entry of a booking that was shown was withdrawn last."""
    last = _withdrawals().filter(target_id=str(booking_id)).first()
    return last and last.occurred_at


def _withdrawals():
    found = ActEvent.objects.filter(
        act=Act.CORRECT, reason=_WITHDRAWN, target_kind="booking"
    )
    return found.order_by("-occurred_at", "-id")


def sent_files(booking_id: UUID) -> list[SentFile]:
    """Files and papers of a booking that was shown, the newest first."""
    person = Booking.objects.values_list("person_id", flat=True).get(pk=booking_id)
    params = {"booking": booking_id, "person": person, "limit": LISTED}
    return [SentFile(*row) for row in _rows(_FILES, params)]


def sent_pages(booking_id: UUID, *, until: datetime) -> list[SentPages]:
    """Pages of the public register that named its person, day by day."""
    booking = Booking.objects.get(pk=booking_id)
    if booking.intake_completed_at is None:
        return []
    if booking.discharged_at is not None:
        until = min(until, booking.discharged_at + REGISTER_AFTER_DISCHARGE)
    params = {
        "booking": booking_id,
        "booked_at": booking.booked_at,
        "facility": booking.facility_id,
        "since": booking.intake_completed_at,
        "until": until,
        "terms": _terms(booking.person_id),
        "page": PAGE,
        "after": REGISTER_AFTER_DISCHARGE,
        "zone": settings.TIME_ZONE,
        "limit": READ_BACK,
    }
    return [SentPages(*row) for row in _rows(_PAGES, params)]


def _terms(person_id: UUID) -> list[str]:
    """Digests of what somebody may have typed to find this name: its beginnings, of
    what it is and of what it was, in the usual spellings.
    """
    was = Person.history.filter(id=person_id).values_list("surname", flat=True)
    spelt = {
        spelling
        for name in {*was, Person.objects.get(pk=person_id).surname}
        for spelling in (name, name.lower(), name.upper(), name.title())
    }
    typed = {name[:end] for name in spelt for end in range(1, len(name) + 1)}
    return [digest(word) for word in typed]


def _rows(sql: str, params: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
