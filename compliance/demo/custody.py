"""How people are kept when the scenario begins: cells, what courts decided, whose clock
runs, holds, ways out of the building, and what waits for the shift supervisor.

The day is an ordinary one: most clocks are stopped, a few are close, two are over, and
four people are entitled to leave. What a paper of the immigration authorities says is
nowhere in it.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from access.models import Facility
from bookings.enums import (
    BasisKind,
    ChargeStatus,
    DischargeReason,
    EntitlementKind,
    HoldEffect,
    HoldKind,
    MovementKind,
    TaskKind,
)
from bookings.models import (
    Charge,
    CustodyBasis,
    CustodyHold,
    DeskTask,
    HousingUnit,
    Movement,
    ReleaseEntitlement,
)
from bookings.rules import PROBABLE_CAUSE_WITHIN
from compliance.demo.agencies import KCCF
from compliance.demo.stays import BEDS_IN_A_CELL, CELLS, WINGS, Stay, cell_name

BY = "Booking desk, shift of the time"
_HOUR = timedelta(hours=1)
# A judge looks at who was brought in once a day.
_FOUND_AFTER = (9, 40)
CLOCKS_OVER = 2
HELD_EVERY = 14

_HOLDS = (
    (HoldKind.WARRANT, HoldEffect.BINDS, "Kent Municipal Court", "W-{:05d}"),
    (HoldKind.WARRANT, HoldEffect.BINDS, "Pierce County Superior Court", "W-{:05d}"),
    (
        *(HoldKind.CORRECTIONS, HoldEffect.BINDS),
        *("Washington Department of Corrections", "DOC {:06d}"),
    ),
    (
        *(HoldKind.FUGITIVE, HoldEffect.WHEN_SERVED),
        *("Multnomah County Circuit Court", "CR-{:06d}"),
    ),
    (
        *(HoldKind.MARSHALS, HoldEffect.BINDS),
        *("US District Court, W.D. Wash.", "MJ26-{:03d}"),
    ),
)
_ENTITLED = (
    # hours ago, kind, from what one knows it
    (0.4, EntitlementKind.BAIL_POSTED, "Receipt 40817 of the cashier"),
    (1.7, EntitlementKind.COURT_ORDER, "Order by fax, courtroom E-1201"),
    (2.9, EntitlementKind.SENTENCE_ENDED, "Last day served"),
    (5.6, EntitlementKind.CHARGES_NOT_FILED, "No filing by the end of the day"),
)
_OUT = (
    # left hours ago, back in hours, kind, where
    (1.5, 2.0, MovementKind.COURT, "Courtroom E-1201"),
    (1.5, 2.0, MovementKind.COURT, "Courtroom E-1201"),
    (3.0, -0.5, MovementKind.COURT, "Courtroom GA, Kent"),
    (6.0, None, MovementKind.HOSPITAL, "Harborview Medical Center"),
    (0.5, 1.0, MovementKind.OTHER, "Identification unit"),
)
# For whatever other reason somebody left, a court had ordered it.
_WHY_LEFT = (
    (DischargeReason.BAIL_CASH, EntitlementKind.BAIL_POSTED, "Receipt of the cashier"),
    (DischargeReason.BAIL_BOND, EntitlementKind.BAIL_POSTED, "Bond of an agent"),
    (DischargeReason.TIME_SERVED, EntitlementKind.SENTENCE_ENDED, "Last day served"),
    (
        *(DischargeReason.CHARGES_NOT_FILED, EntitlementKind.CHARGES_NOT_FILED),
        "No filing by the end of the day",
    ),
)
_BY_THE_COURT = (EntitlementKind.COURT_ORDER, "Order of the court")


def load_cells(facilities: Iterable[Facility]) -> int:
    """The cells that ``stays`` houses people in, with their beds."""
    cells = [
        HousingUnit(
            facility=facility,
            block=wing,
            name=cell_name(wing, cell),
            beds=BEDS_IN_A_CELL,
        )
        for facility in facilities
        for wing in WINGS[facility.code == KCCF[0]]
        for cell in range(1, CELLS[facility.code == KCCF[0]] + 1)
    ]
    return len(HousingUnit.objects.bulk_create(cells))


class Custody:
    """What is on record about how people are kept, until ``load`` writes it."""

    def __init__(self, rng: random.Random, anchor: datetime):
        self._rng, self._anchor = rng, anchor
        self._bases: list[CustodyBasis] = []
        self._entitlements: list[ReleaseEntitlement] = []
        self._holds: list[CustodyHold] = []
        self._movements: list[Movement] = []
        self._tasks: list[DeskTask] = []

    def load(self, stays: list[Stay]) -> Iterator[tuple[str, int]]:
        here = [stay for stay in stays if stay.discharged_at is None]
        known = [stay for stay in here if not stay.is_hidden]
        filed = _with_filed_charges(here)
        self._decide(here, filed)
        self._hold(known)
        someone = self._rng.sample(known, min(len(known), len(_ENTITLED) + len(_OUT)))
        self._let_go(someone[: len(_ENTITLED)])
        self._take_out(someone[len(_ENTITLED) :])
        gone = [s for s in stays if s.discharged_at and not s.is_hidden]
        for stay in gone:
            self._left(stay)
        self._ask_the_supervisor(gone)
        for rows in (
            *(self._bases, self._entitlements, self._holds),
            *(self._movements, self._tasks),
        ):
            if rows:
                type(rows[0]).objects.bulk_create(rows, batch_size=2000)
                yield type(rows[0])._meta.verbose_name_plural, len(rows)

    def _decide(self, here: list[Stay], filed: set) -> None:
        """By now a judge has found cause for nearly everybody, and who is charged has a
        filing; the two that lack it are those whose clock is over.
        """
        rng, over = self._rng, CLOCKS_OVER
        for stay in reversed(here):
            age = self._anchor - stay.booked_at
            found_at = stay.booked_at + _HOUR * rng.uniform(*_FOUND_AFTER)
            if over and age > PROBABLE_CAUSE_WITHIN and not stay.is_hidden:
                over -= 1
            elif found_at < self._anchor:
                self._basis(stay, BasisKind.PROBABLE_CAUSE, found_at, "Judge on call")
            if stay.booking_id in filed:
                filed_at = min(
                    stay.booked_at + _HOUR * rng.uniform(30, 71), self._anchor
                )
                self._basis(
                    stay, BasisKind.CHARGES_FILED, filed_at, "Prosecuting Attorney"
                )

    def _basis(self, stay: Stay, kind: BasisKind, at: datetime, source: str) -> None:
        self._bases.append(
            CustodyBasis(
                booking_id=stay.booking_id,
                kind=kind,
                at=at,
                source=source,
                recorded_by=BY,
            )
        )

    def _hold(self, known: list[Stay]) -> None:
        for number, stay in enumerate(known[::HELD_EVERY]):
            kind, effect, issuer, pattern = _HOLDS[number % len(_HOLDS)]
            self._holds.append(
                CustodyHold(
                    booking_id=stay.booking_id,
                    kind=kind,
                    effect=effect,
                    issuer=issuer,
                    number=pattern.format(self._rng.randint(100, 999)),
                    received_at=self._within(stay, _HOUR * 6),
                    recorded_by=BY,
                )
            )

    def _within(self, stay: Stay, after: timedelta) -> datetime:
        return min(stay.booked_at + after, self._anchor)

    def _let_go(self, stays: list[Stay]) -> None:
        for stay, (hours, kind, source) in zip(stays, _ENTITLED, strict=False):
            at = max(self._anchor - _HOUR * hours, stay.booked_at)
            self._entitle(stay, kind, at, source)

    def _entitle(
        self, stay: Stay, kind: EntitlementKind, at: datetime, source: str
    ) -> None:
        self._entitlements.append(
            ReleaseEntitlement(
                booking_id=stay.booking_id,
                kind=kind,
                at=at,
                source=source,
                recorded_by=BY,
            )
        )

    def _take_out(self, stays: list[Stay]) -> None:
        for stay, (left, back, kind, place) in zip(stays, _OUT, strict=False):
            self._movements.append(
                Movement(
                    booking_id=stay.booking_id,
                    kind=kind,
                    place=place,
                    left_at=max(self._anchor - _HOUR * left, stay.booked_at),
                    expected_at=None if back is None else self._anchor + _HOUR * back,
                    recorded_by=BY,
                )
            )

    def _left(self, stay: Stay) -> None:
        """From when whoever has left was entitled to: with and without an immigration
        paper the same, which is what the council's number is about.
        """
        if self._rng.random() < 0.5 and not stay.has_paper:
            return
        known = {reason: why for reason, *why in _WHY_LEFT}
        kind, source = known.get(stay.reason, _BY_THE_COURT)
        waited = _HOUR * self._rng.lognormvariate(0.6, 0.6)
        at = max(stay.discharged_at - waited, stay.booked_at)
        self._entitle(stay, kind, at, source)

    def _ask_the_supervisor(self, gone: list[Stay]) -> None:
        lately = sorted(gone, key=lambda stay: stay.discharged_at)[-2:]
        kinds = (TaskKind.WRONG_RELEASE, TaskKind.PROPERTY_HELD)
        for stay, kind in zip(lately, kinds, strict=False):
            self._tasks.append(
                DeskTask(booking_id=stay.booking_id, kind=kind, recorded_by=BY)
            )


def _with_filed_charges(here: list[Stay]) -> set:
    filed = Charge.objects.filter(booking_id__in=[stay.booking_id for stay in here])
    return set(
        filed.exclude(status=ChargeStatus.INVESTIGATION).values_list(
            "booking_id", flat=True
        )
    )
