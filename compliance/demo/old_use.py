"""How the old look-up system was used from January 2018 to April 2019: the fifteen
accounts of the detention-and-removal unit among everybody else.

Times are local and without an offset, as the old system wrote them. Nobody acts on
the days on which the clock changes: such a time could not be told from another.
"""

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min

from access.models import Account
from bookings.models import Booking
from compliance.demo import agencies as at
from compliance.demo.agencies import PACIFIC
from compliance.demo.periods import STORY_BEGINS, STORY_ENDS

SIGN_IN, SIGN_OUT, REFUSED, SEARCH, OPEN = "LGN", "LGO", "LGF", "SRC", "DSP"
FIRST_DAY, LAST_DAY = date(2018, 1, 1), date(2019, 4, 30)
# From this release of the old system on it wrote down which record was opened.
OPENED_IS_LOGGED = datetime.fromisoformat("2018-11-05T00:00:00")

# --- The fifteen ------------------------------------------------------------------------------

ERO = "ICE ERO"
# The ordinance took effect at the second of these; the cut-off came after the third.
LAST_BEFORE_THE_LAW = datetime.fromisoformat("2018-03-17T23:59:52")
FIRST_AGAINST_IT = datetime.fromisoformat("2018-03-18T00:00:00")
LAST_AGAINST_IT = datetime.fromisoformat("2019-04-25T16:47:09")
# Sign-ins of each account, by sign-in name in alphabetical order.
AGAINST_THE_LAW = (98, 9, 231, 34, 152, 54, 6, 121, 67, 26, 184, 13, 83, 19, 43)
BEFORE_THE_LAW = (14, 1, 34, 5, 22, 8, 1, 17, 9, 4, 28, 2, 12, 3, 6)
_FIRST, _LAST = 10, 2  # whose sign-ins those three were
# Tried after they had been switched off.
TRIED_AFTERWARDS = (
    (2, datetime.fromisoformat("2019-04-26T08:14:31")),
    (2, datetime.fromisoformat("2019-04-26T08:15:02")),
    (4, datetime.fromisoformat("2019-04-29T13:40:55")),
)

# --- Everybody else ---------------------------------------------------------------------------

# What the old system called a unit, and its share of all ordinary use.
UNITS = {
    (at.SEATTLE_PD, at.PATROL): ("SEATTLE PD", 26),
    (at.SEATTLE_PD, at.RECORDS): ("SEATTLE PD RECORDS", 9),
    (at.SHERIFF, at.PATROL): ("KC SHERIFF", 14),
    (at.SHERIFF, at.RECORDS): ("KC SHERIFF RECORDS", 8),
    (at.BELLEVUE_PD, at.PATROL): ("BELLEVUE PD", 4),
    (at.KENT_PD, at.PATROL): ("KENT PD", 6),
    (at.STATE_PATROL, at.PATROL): ("WSP", 3),
    (at.CORRECTIONS, "Community Corrections"): ("DOC", 7),
    (at.PROSECUTOR, at.CRIMINAL_DIVISION): ("KC PROSECUTOR", 7),
    (at.SUPERIOR_COURT, at.CLERK_OF_COURT): ("KC SUPERIOR CT", 4),
    (at.DISTRICT_COURT, at.CLERK_OF_COURT): ("KC DISTRICT CT", 3),
    (at.MUNICIPAL_COURT, at.CLERK_OF_COURT): ("SEATTLE MUNI CT", 2),
    (at.DEFENCE, at.DEFENDERS): ("KC PUBLIC DEFENSE", 5),
    (at.MARSHALS, at.INVESTIGATIONS): ("US MARSHALS", 1),
    (at.FBI, at.INVESTIGATIONS): ("FBI", 0.5),
    (at.JAIL, at.RECORDS): ("DAJD RECORDS", 0.5),
    (at.ICE, at.ERO): (ERO, 0),
}
SESSIONS_FOR_A_BOOKING = 0.3
# People who had left before we came: user, agency, sign-ins, last day. One of them
# was of the detention-and-removal unit, and left before the law was.
LEFT = (
    ("KTHISTLEDOWN", "SEATTLE PD", 41, date(2018, 9, 14)),
    ("JPEBBLEWICK", "SEATTLE PD", 17, date(2018, 6, 1)),
    ("DMARROWBY", "KC SHERIFF", 29, date(2019, 1, 31)),
    ("STEMP2", "KC SHERIFF RECORDS", 12, date(2018, 8, 24)),
    ("AFENWILLOW", "KENT PD", 9, date(2018, 12, 7)),
    ("LOXENDALE", "KC PROSECUTOR", 22, date(2018, 7, 13)),
    ("BRUSHWORTH", "KC PUBLIC DEFENSE", 7, date(2018, 4, 27)),
    ("CQUILLFORD", "DOC", 15, date(2019, 2, 28)),
    ("HGRAVELSIDE", "KC DISTRICT CT", 4, date(2018, 5, 11)),
    ("NHARBOTTLE", "WSP", 3, date(2018, 3, 30)),
    ("PORT.DESK", "PORT PD", 18, date(2019, 4, 30)),
    ("RHOLLINWOOD", ERO, 6, date(2018, 2, 23)),
)
# Records that the old system still had and we never got: of the year before.
NEVER_GOT = 25

_CLOCK_CHANGES = {date(2018, 3, 11), date(2018, 11, 4), date(2019, 3, 10)}
_OFFICE = (1, 1, 1, 1, 1, 1, 4, 12, 22, 26, 26, 22, 18, 22, 24, 22, 16, 8) + (2,) * 6
_STREET = (9, 8, 7, 5, 4, 4, 6, 8, 9, 9, 9, 9, 9, 9, 10, 11, 11, 11, 10, 10, 11, 12, 12,
           11)  # fmt: skip
_AROUND_THE_CLOCK = {"SEATTLE PD", "KC SHERIFF", "BELLEVUE PD", "KENT PD", "WSP"}
_WORKING_DAY, _FREE_DAY = 1.0, {True: 0.8, False: 0.06}
ON_SCREEN = timedelta(days=45)  # how long the look-up went on showing a booking


@dataclass(frozen=True, slots=True)
class User:
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody did, before the old system wrote it down."""

    at: datetime
    user: User
    terminal: str
    code: str
    booking: str = ""


class OldUse:
    """All that was done, in the order in which it was; the same for the same records."""

    def __init__(self, rng: random.Random):
        self._rng = rng
        self._ordinary, self._fifteen = _users()
        self._shown = _Shown()

    def lines(self) -> list[Line]:
        sessions = [*self._of_the_fifteen(), *self._of_others(), *self._of_the_left()]
        lines = [line for begun in sessions for line in self._session(*begun)]
        lines += [
            Line(tried_at, self._fifteen[place], self._terminal(ERO), REFUSED)
            for place, tried_at in TRIED_AFTERWARDS
        ]
        lines.sort(key=lambda line: line.at)
        return self._with_records_we_never_got(lines)

    def _of_the_fifteen(self) -> Iterator[tuple[User, datetime]]:
        pinned = ((_FIRST, LAST_BEFORE_THE_LAW), (_FIRST, FIRST_AGAINST_IT),
                  (_LAST, LAST_AGAINST_IT))  # fmt: skip
        for place, begun in pinned:
            yield self._fifteen[place], begun
        stretches = (
            (BEFORE_THE_LAW, FIRST_DAY, LAST_BEFORE_THE_LAW.date(), pinned[:1]),
            (
                AGAINST_THE_LAW,
                FIRST_AGAINST_IT.date() + timedelta(days=1),
                LAST_AGAINST_IT.date(),
                pinned[1:],
            ),
        )
        for numbers, first, end, already in stretches:
            of_each = zip(self._fifteen, numbers, strict=True)
            for place, (user, number) in enumerate(of_each):
                fewer = sum(place == other for other, _ in already)
                for _ in range(number - fewer):
                    yield user, self._some_time(user, first, end - timedelta(days=1))

    def _of_others(self) -> Iterator[tuple[User, datetime]]:
        """Some people sign in every day and most now and then."""
        rng, by_unit = self._rng, {}
        for user in self._ordinary:
            by_unit.setdefault(user.agency, []).append(user)
        weights = []
        for agency, share in UNITS.values():
            of_unit = by_unit.get(agency, [])
            often = [rng.paretovariate(1.3) for _ in of_unit]
            weights += [share * each / sum(often) for each in often]
        users = [user for name, _ in UNITS.values() for user in by_unit.get(name, [])]
        bookings = Booking.objects.filter(**_OF_THE_STORY).count()
        for user in rng.choices(
            users, weights, k=round(bookings * SESSIONS_FOR_A_BOOKING)
        ):
            yield user, self._some_time(user, FIRST_DAY, LAST_DAY)

    def _of_the_left(self) -> Iterator[tuple[User, datetime]]:
        for name, agency, number, last_day in LEFT:
            user = User(name, agency)
            for _ in range(number):
                yield user, self._some_time(user, FIRST_DAY, last_day)

    def _some_time(self, user: User, first: date, last: date) -> datetime:
        """A time of day at which such a unit works, on a day from first to last."""
        rng, is_street = self._rng, user.agency in _AROUND_THE_CLOCK
        while True:
            day = first + timedelta(days=rng.randint(0, (last - first).days))
            likely = _FREE_DAY[is_street] if day.weekday() > 4 else _WORKING_DAY
            if rng.random() < likely and day not in _CLOCK_CHANGES:
                break
        (hour,) = rng.choices(range(24), _STREET if is_street else _OFFICE)
        # A session lasts minutes: begun by 23:29, it ends on the same day.
        minute = rng.randrange(30 if hour == 23 else 60)
        return datetime.combine(day, time(hour, minute, rng.randrange(60)))

    def _session(self, user: User, begun: datetime) -> Iterator[Line]:
        rng, terminal, now = self._rng, self._terminal(user.agency), begun
        if begun.second > 30 and rng.random() < 0.02:
            mistyped = begun - timedelta(seconds=rng.randint(5, 25))
            yield Line(mistyped, user, terminal, REFUSED)
        yield Line(begun, user, terminal, SIGN_IN)
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
            now += timedelta(seconds=rng.randint(8, 140))
            yield Line(now, user, terminal, SEARCH)
            if rng.random() < 0.6 and now >= OPENED_IS_LOGGED:
                now += timedelta(seconds=rng.randint(3, 60))
                yield Line(now, user, terminal, OPEN, self._shown.at(now, rng))
        if rng.random() < 0.6:
            now += timedelta(seconds=rng.randint(4, 240))
            yield Line(now, user, terminal, SIGN_OUT)

    def _terminal(self, agency: str) -> str:
        """The old system's own: a letter and four digits, a few for each agency."""
        letter = chr(ord("A") + sum(agency.encode()) % 26)
        return f"{letter}{sum(agency.encode()) % 89:02d}{self._rng.randint(1, 12):02d}"

    def _with_records_we_never_got(self, lines: list[Line]) -> list[Line]:
        opened = [number for number, line in enumerate(lines) if line.code == OPEN]
        for count, number in enumerate(self._rng.sample(opened, NEVER_GOT)):
            old = lines[number]
            lines[number] = Line(
                old.at, old.user, old.terminal, OPEN, f"217{900_000 + 37 * count:06d}"
            )
        return lines


_OF_THE_STORY = {"booked_at__gte": STORY_BEGINS, "booked_at__lt": STORY_ENDS}


class _Shown:
    """The bookings of the story as the old screen showed them: the newest first."""

    def __init__(self):
        rows = (
            Booking.objects.filter(**_OF_THE_STORY, is_juvenile=False)
            .order_by("booked_at", "id")
            .values_list("booked_at", "booking_number", "sealed_at")
        )
        self._rows = list(rows)
        self._booked_at = [booked_at for booked_at, *_ in self._rows]

    def at(self, local: datetime, rng: random.Random) -> str:
        """The number of one that was on the screen then."""
        instant = local.replace(tzinfo=PACIFIC)
        end = bisect_left(self._booked_at, instant)
        begin = bisect_left(self._booked_at, instant - ON_SCREEN)
        while True:
            _, number, sealed_at = self._rows[rng.randrange(begin, end)]
            if sealed_at is None or sealed_at > instant:
                return number


def _users() -> tuple[list[User], list[User]]:
    """Those who used the old system: of every unit but one, and the fifteen.

    Accounts of 2017 and before, with one capacity, that were ever used: a log that
    names another would contradict what we know of it.
    """
    rows = (
        Account.objects.annotate(
            capacities=Count("memberships"),
            agency=Min("memberships__unit__agency__name"),
            unit=Min("memberships__unit__name"),
        )
        .filter(capacities=1, opened_at__lt=STORY_BEGINS, last_sign_in_at__isnull=False)
        .values_list("sign_in_name", "agency", "unit")
    )
    then = {(at.JAIL, at.CONSULAR): (at.JAIL, at.RECORDS)}  # no desk of its own yet
    users = [
        User(name.upper(), UNITS[of][0])
        for name, agency, unit in sorted(rows)
        if (of := then.get((agency, unit), (agency, unit))) in UNITS
    ]
    return (
        [user for user in users if user.agency != ERO],
        [user for user in users if user.agency == ERO],
    )
