"""Booking numbers: by the pattern of the facility, each given once."""

import re
from datetime import datetime

from django.db import connection
from django.utils import timezone

from access.models import Facility
from bookings.rules import RuleViolation

_RUNNING = re.compile(r"\{seq:(\d)\}$")

# The first number under a beginning goes on from what stands there, so that numbers of
# an older system or of a file are not given again.
_NEXT = """
INSERT INTO bookings_numbercounter AS counter (facility_id, beginning, last)
VALUES (%(facility)s, %(beginning)s, 1 + coalesce((
  SELECT max(right(booking_number, %(width)s)::int) FROM bookings_booking
  WHERE facility_id = %(facility)s
    AND booking_number ~ ('^' || %(beginning)s || '[0-9]{' || %(width)s || '}$')), 0))
ON CONFLICT (facility_id, beginning) DO UPDATE SET last = counter.last + 1
RETURNING last"""
_IS_TAKEN = """
SELECT EXISTS (SELECT FROM bookings_booking
  WHERE facility_id = %s AND booking_number = %s)"""


def next_number(facility: Facility, booked_at: datetime) -> str:
    """The next booking number of a facility. Part of the act that books.

    The counter's row is locked until the transaction ends: of two clerks at once the
    second waits, and gets the next. A booking that is not written gives its number
    back. Raises RuleViolation when the figures of the pattern are used up.
    """
    pattern = facility.booking_numbers
    width = int(_RUNNING.search(pattern)[1])
    beginning = _RUNNING.sub("", pattern).replace(
        "{yy}", f"{timezone.localtime(booked_at):%y}"
    )
    asked = {"facility": facility.pk, "beginning": beginning, "width": width}
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_NEXT, asked)
            last = cursor.fetchone()[0]
            if last >= 10**width:
                raise RuleViolation(
                    "The booking numbers of this facility are used up. An administrator"
                    " must give it a longer pattern."
                )
            number = f"{beginning}{last:0{width}d}"
            cursor.execute(_IS_TAKEN, [facility.pk, number])
            if not cursor.fetchone()[0]:
                return number
