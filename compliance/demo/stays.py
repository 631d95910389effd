"""Bookings at both facilities, of the story and of late, with charges and detainers."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from access.models import Facility
from bookings.enums import (
    ChargeStatus,
    CopyResult,
    DetainerForm,
    DischargeReason,
    PaperOutcome,
)
from bookings.models import Booking, Charge, Detainer
from bookings.rules import is_juvenile, public_manner
from compliance.demo import offenses, periods
from compliance.demo.agencies import KCCF, PACIFIC
from compliance.demo.population import PHOTO_AFTER_BOOKING, Population, Resident
from compliance.demo.sheets import Sheet, key

KEEP_PHOTO = timedelta(days=60)
FIRST_TIME = 0.74
JUVENILE_EVERY, SEALED_EVERY, SAFETY_EVERY = 100, 200, 20
# Bookings of the story are sealed while the old system's log still runs, or later.
STORY_SEALED_BY = datetime(2021, 1, 1, tzinfo=UTC)
# Each facility has its own part of a year's numbers: no number stands for two people,
# and intake goes on from the last one of its facility.
NUMBERS_OF_A_FACILITY = 500_000

# 44 papers; of 48 in a hundred the person was told nothing (County Auditor, July 2019).
DETAINERS = (
    (34, DetainerForm.I_247A),
    (4, DetainerForm.I_247D),
    (2, DetainerForm.I_247N),
    (1, DetainerForm.I_247X),
    (2, DetainerForm.I_200),
    (1, DetainerForm.I_205),
)
COPIES_SERVED = 23
DETAINERS_IN_CUSTODY = 6
_EDITIONS = {DetainerForm.I_247A: "02/17"}
_ERO_OFFICES = ("ERO Seattle", "ERO Tacoma", "ERO Law Enforcement Support Center")

_SAFETY = (
    "Keep apart from the other person in this case.",
    "House alone.",
    "Two officers for every movement.",
    "Check every 15 minutes.",
    "Lower bunk, ground floor.",
    "No shared transport.",
    "Search by two officers, never by one.",
)
_LANGUAGES = (
    *("Spanish", "Spanish", "Spanish", "Vietnamese", "Somali", "Mandarin", "Russian"),
    *("Tagalog", "Amharic", "Korean", "American Sign Language"),
)
_COPY_LANGUAGES = ("English", "English", "Spanish")
# Wings and cells of each facility, by whether it is the one in Seattle.
WINGS = {
    True: [f"{floor} {side}" for floor in range(5, 12) for side in "NSEW"],
    False: [f"Unit {letter}" for letter in "BCDEGHJKLMN"],
}
CELLS = {True: 8, False: 16}
BEDS_IN_A_CELL = 4
_COURT_HOURS = ((8, 30), (9, 0), (10, 30), (13, 0), (13, 30), (15, 0))


@dataclass(slots=True)
class Stay:
    """One booking, as detainers and requests need to know it."""

    booking_id: UUID
    resident: Resident
    booked_at: datetime
    discharged_at: datetime | None
    is_hidden: bool
    reason: DischargeReason | None = None
    has_paper: bool = False


class Stays:
    """All bookings, oldest first, until ``load`` writes them."""

    def __init__(
        self,
        rng: random.Random,
        population: Population,
        facilities: list[Facility],
        anchor: datetime,
    ):
        self._rng, self._population, self._anchor = rng, population, anchor
        self._facilities = facilities
        self._last_number: dict[tuple[int, int], int] = {}
        self._returning: list[tuple[Resident, datetime]] = []
        self.all: list[Stay] = []
        self._bookings = Sheet(
            Booking,
            *("id", "created_at", "booking_number", "person", "facility", "booked_at"),
            *("arresting_agency", "housing", "expected_discharge_on"),
            *("safety_instructions", "language_needed", "next_court_at", "court"),
            *("bail_amount", "discharged_at", "discharge_reason", "discharge_manner"),
            *("is_juvenile", "is_sealed", "sealed_at"),
        )
        self._charges = Sheet(
            Charge,
            *("id", "created_at", "booking", "position", "statute", "offense"),
            *("offense_class", "status", "court_case_number"),
        )
        self._detainers = Sheet(
            Detainer,
            *("id", "created_at", "booking", "form", "office", "received_at"),
            *("received_by", "edition", "attached", "judicial", "outcome"),
            *("copy_served_at", "copy_language", "copy_result", "copy_interpreter"),
            *("copy_served_by", "copy_text"),
        )

    def book(self, bookings: int, days: int) -> None:
        """Make up so many bookings: of the story, and of so many days before the
        anchor.
        """
        rng, shares = self._rng, periods.Shares(bookings)
        all_periods = periods.of_the_story(rng, shares.of_the_story)
        all_periods += periods.of_late(rng, shares, days, self._anchor)
        for number, (booked_at, discharged_at) in enumerate(all_periods):
            resident = self._resident(number, booked_at)
            self._stay(number, resident, booked_at, discharged_at)
            if discharged_at is not None:
                self._returning.append((resident, discharged_at))
            if booked_at > self._anchor - KEEP_PHOTO:
                resident.photo_due_at = min(
                    booked_at + PHOTO_AFTER_BOOKING, self._anchor
                )

    def _resident(self, number: int, booked_at: datetime) -> Resident:
        """Somebody new, or one who has left and comes back."""
        juvenile = number % JUVENILE_EVERY == JUVENILE_EVERY // 2
        if juvenile or not self._returning or self._rng.random() < FIRST_TIME:
            return self._population.newcomer(booked_at, is_juvenile=juvenile)
        place = self._rng.randrange(len(self._returning))
        resident, left_at = self._returning[place]
        if left_at >= booked_at:
            return self._population.newcomer(booked_at, is_juvenile=False)
        self._returning[place] = self._returning[-1]
        self._returning.pop()
        return resident

    def _stay(
        self,
        number: int,
        resident: Resident,
        booked_at: datetime,
        discharged_at: datetime | None,
    ) -> None:
        rng, local = self._rng, booked_at.astimezone(PACIFIC)
        facility = rng.choices(self._facilities, (62, 38))[0]
        charges = offenses.charged_with(rng)
        arresting = offenses.arresting_agency(rng)
        court = offenses.court(charges[0], arresting)
        reason = discharged_at and offenses.discharge_reason(
            rng, (discharged_at - booked_at) / timedelta(days=1)
        )
        juvenile = is_juvenile(resident.birth_date, local.date())
        sealed_at = self._sealed_at(number, booked_at, discharged_at)
        stay = Stay(
            key(rng),
            resident,
            booked_at,
            discharged_at,
            is_hidden=juvenile or bool(sealed_at),
            reason=reason,
        )
        self.all.append(stay)
        court_at = None if discharged_at else self._court_day()
        self._bookings.add(
            *(stay.booking_id, booked_at, self._number(facility, local.year)),
            *(resident.person_id, facility.pk, booked_at, arresting),
            _housing(rng, facility),
            self._expected_discharge(court_at),
            rng.choice(_SAFETY) if number % SAFETY_EVERY == 3 else "",
            rng.choice(_LANGUAGES) if rng.random() < 0.07 else "",
            *(court_at, court, offenses.bail(rng, charges[0]), discharged_at),
            *(reason.value, public_manner(reason)) if reason else ("", ""),
            *(juvenile, sealed_at is not None, sealed_at),
        )
        self._charge(stay, charges, court, reason)

    def _sealed_at(
        self, number: int, booked_at: datetime, left_at: datetime | None
    ) -> datetime | None:
        if left_at is None or number % SEALED_EVERY != 11:
            return None
        is_old = booked_at < periods.STORY_ENDS
        until = STORY_SEALED_BY if is_old else self._anchor
        return left_at + (until - left_at) * self._rng.uniform(0.05, 0.9)

    def _number(self, facility: Facility, year: int) -> str:
        """The shape that intake goes on with: "2", year, six digits."""
        number = self._last_number.get((facility.pk, year), 0) + 1
        self._last_number[facility.pk, year] = number
        number += NUMBERS_OF_A_FACILITY * self._facilities.index(facility)
        return f"2{year % 100:02d}{number:06d}"

    def _court_day(self) -> datetime | None:
        """A weekday within three weeks, at an hour when court sits."""
        if self._rng.random() < 0.12:
            return None
        day = self._anchor.astimezone(PACIFIC) + timedelta(
            days=self._rng.randint(1, 21)
        )
        day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        hour, minute = self._rng.choice(_COURT_HOURS)
        return day.replace(hour=hour, minute=minute)

    def _expected_discharge(self, court_at: datetime | None):
        if court_at is None or self._rng.random() < 0.7:
            return None
        return court_at.date() + timedelta(days=self._rng.randint(1, 60))

    def _charge(
        self,
        stay: Stay,
        charges: list[offenses.Offense],
        court: str,
        reason: DischargeReason | None,
    ) -> None:
        rng = self._rng
        status = self._charge_status(stay, reason)
        case = ""
        if status is not ChargeStatus.INVESTIGATION:
            case = _case_number(rng, court, stay.booked_at.year)
        for position, offense in enumerate(charges, start=1):
            self._charges.add(
                *(key(rng), stay.booked_at, stay.booking_id, position),
                *(offense.statute, offense.title, offense.offense_class.value),
                *(status.value, case),
            )

    def _charge_status(
        self, stay: Stay, reason: DischargeReason | None
    ) -> ChargeStatus:
        """Nobody is charged yet within three days, or who left uncharged."""
        if reason is DischargeReason.CHARGES_DISMISSED:
            return ChargeStatus.DISMISSED
        if reason is DischargeReason.TIME_SERVED:
            return ChargeStatus.SENTENCED
        stayed = (stay.discharged_at or self._anchor) - stay.booked_at
        if reason is DischargeReason.CHARGES_NOT_FILED or stayed < timedelta(hours=72):
            return ChargeStatus.INVESTIGATION
        return ChargeStatus.FILED

    def lodge_detainers(self) -> None:
        """Lay the papers beside 44 bookings; they change nothing about them."""
        rng = self._rng
        known = [stay for stay in self.all if not stay.is_hidden]
        here = [stay for stay in known if stay.discharged_at is None]
        left = [stay for stay in known if stay.discharged_at is not None]
        forms = [form for number, form in DETAINERS for _ in range(number)]
        # The newest in custody has one, not served yet: a visitor meets it at once.
        stays = [here[-1], *rng.sample(here[:-1], DETAINERS_IN_CUSTODY - 1)]
        stays += rng.sample(left, len(forms) - len(stays))
        served = rng.sample(range(1, len(forms)), COPIES_SERVED)
        rng.shuffle(forms)
        for number, (stay, form) in enumerate(zip(stays, forms, strict=True)):
            stay.has_paper = True
            received_at = _during(rng, stay.booked_at, stay, self._anchor)
            copy_at = _during(rng, received_at, stay, self._anchor)
            self._detainers.add(
                *(key(rng), received_at, stay.booking_id, form.value),
                *(rng.choice(_ERO_OFFICES), received_at),
                *(rng.choice(("fax", "e-mail")), _EDITIONS.get(form, ""), "", ""),
                # Whoever has left went as anybody does: no paper was ever followed.
                PaperOutcome.NOT_FOLLOWED.value if stay.discharged_at else "",
                *_copy(copy_at, rng.choice(_COPY_LANGUAGES))
                if number in served
                else (None, "", "", "", "", ""),
            )

    def load(self) -> Iterator[tuple[str, int]]:
        """Write everything; yield what was written and how many rows."""
        yield "bookings", self._bookings.load()
        yield "charges", self._charges.load()
        yield "detainers", self._detainers.load()


def _copy(copy_at: datetime, language: str) -> tuple:
    """When a copy was given, in which language, and how: of the time before this system
    nothing more is known.
    """
    return copy_at, language, CopyResult.SIGNED.value, "", "", ""


def _during(
    rng: random.Random, since: datetime, stay: Stay, anchor: datetime
) -> datetime:
    """A moment between ``since`` and the end of the stay, nearer to ``since``."""
    return since + ((stay.discharged_at or anchor) - since) * rng.uniform(0.05, 0.4)


def _housing(rng: random.Random, facility: Facility) -> str:
    if facility.code == KCCF[0]:
        wing = f"{rng.randint(5, 11)} {rng.choice('NSEW')}"
        return cell_name(wing, _cell_of(rng.randint(1, 32)))
    wing = f"Unit {rng.choice('BCDEGHJKLMN')}"
    return cell_name(wing, _cell_of(rng.randint(1, 64)))


def _cell_of(bed: int) -> int:
    return (bed + BEDS_IN_A_CELL - 1) // BEDS_IN_A_CELL


def cell_name(wing: str, cell: int) -> str:
    return f"{wing}, cell {cell:02d}"


def _case_number(rng: random.Random, court: str, year: int) -> str:
    if court == offenses.at.SUPERIOR_COURT:
        return (
            f"{year % 100:02d}-1-{rng.randint(0, 99_999):05d}-{rng.randint(0, 9)} INV"
        )
    return f"{year % 100:02d}X{rng.randint(0, 999_999):06d}"
