"""Custody over one record, and the lists of the desk that it makes."""

from bookings.models import (
    Booking,
    Charge,
    CustodyBasis,
    CustodyHold,
    CustodyTransfer,
    DeskTask,
    Handover,
    HousingAssignment,
    Movement,
    Person,
    ReleaseEntitlement,
)
from bookings.pages.columns import (
    FACILITY,
    NAME,
    OF_BOOKING,
    collection,
    fields,
    page,
)

HOLDS = collection(
    CustodyHold,
    "holds",
    OF_BOOKING,
    "c.received_at, c.id",
    (
        *("kind", "effect", "issuer", "number", "received_at"),
        *("recorded_by", "cleared_at", "cleared_why"),
    ),
)
ENTITLEMENTS = collection(
    ReleaseEntitlement,
    "entitlements",
    OF_BOOKING,
    "c.at, c.id",
    (
        *("kind", "at", "source", "recorded_by"),
        *("withdrawn_at", "withdrawn_why", "withdrawn_by"),
    ),
)
BASES = collection(
    CustodyBasis,
    "bases",
    OF_BOOKING,
    "c.at, c.id",
    ("kind", "at", "source", "recorded_by"),
)
MOVEMENTS = collection(
    Movement,
    "movements",
    OF_BOOKING,
    "c.left_at DESC, c.id",
    ("kind", "place", "left_at", "expected_at", "returned_at", "recorded_by"),
)
TRANSFERS = collection(
    CustodyTransfer,
    "transfers",
    OF_BOOKING,
    "c.moved_at",
    ("moved_at", "confined_since", "escorted_by", "recorded_by"),
)
TASKS = collection(
    DeskTask,
    "tasks",
    OF_BOOKING,
    "c.created_at, c.id",
    ("kind", "recorded_by", "done_at", "done_by", "outcome"),
)
# Whether a charge is filed stops a clock.
STATUSES = collection(Charge, "charges", OF_BOOKING, "c.position", ("status",))

CUSTODY = page(
    "bookings.custody_of",
    3,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking, "b", "booking", ("booked_at", "discharged_at", "discharge_manner")
        ),
        *fields(
            Booking,
            "b",
            "booking",
            (
                *("booking_number", "discharge_reason", "intake_entered_at"),
                *("discharge_entered_at", "housing", "expected_discharge_on"),
            ),
        ),
        *STATUSES,
        *HOLDS,
        *ENTITLEMENTS,
        *BASES,
        *MOVEMENTS,
        *TRANSFERS,
        *TASKS,
        *collection(
            Handover,
            "handovers",
            OF_BOOKING,
            "c.created_at, c.id",
            (
                *("agency", "officer", "instrument", "court", "case_number"),
                "recorded_by",
            ),
        ),
        *collection(
            HousingAssignment,
            "housings",
            OF_BOOKING,
            "c.since DESC, c.id",
            ("place", "since", "until"),
        ),
    ],
)

# What stands in the way of nothing, and is read before a release.
LEAVING = page(
    "bookings.leaving",
    1,
    [
        *fields(Person, "p", "person", NAME),
        FACILITY,
        *fields(
            Booking,
            "b",
            "booking",
            (
                *("booked_at", "discharged_at", "booking_number", "next_court_at"),
                *("court", "safety_instructions", "language_needed"),
            ),
        ),
        *HOLDS,
        *ENTITLEMENTS,
    ],
)

# --- The board -------------------------------------------------------------------------

_WHO = [
    *fields(Person, "p", "person", NAME),
    *fields(Booking, "b", "booking", ("booked_at", "booking_number", "housing")),
]
# What the clocks of somebody are read from, in a list.
KEPT = [
    *fields(Booking, "b", "booking", ("expected_discharge_on",)),
    *STATUSES,
    *collection(
        ReleaseEntitlement,
        "entitlements",
        f"{OF_BOOKING} AND c.withdrawn_at IS NULL",
        "c.at, c.id",
        ("kind", "at"),
    ),
    *collection(CustodyBasis, "bases", OF_BOOKING, "c.at, c.id", ("kind", "at")),
    *collection(
        CustodyTransfer,
        "transfers",
        OF_BOOKING,
        "c.moved_at",
        ("confined_since",),
    ),
]
# Whose clocks run out, and what one reads them from.
PRESSING = page(
    "bookings.pressing",
    1,
    [
        *_WHO,
        *KEPT,
    ],
)
# Who is out of the building, and until when.
OUT = page(
    "bookings.out",
    1,
    [
        *_WHO,
        *collection(
            Movement,
            "movements",
            f"{OF_BOOKING} AND c.returned_at IS NULL",
            "c.left_at DESC, c.id",
            ("kind", "place", "left_at", "expected_at"),
        ),
    ],
)
# Everybody of a facility by where they are housed, on screen and on paper.
MUSTER = page(
    "bookings.muster",
    2,
    [
        *_WHO,
        FACILITY,
        *fields(
            Booking,
            "b",
            "booking",
            ("next_court_at", "safety_instructions", "language_needed"),
        ),
    ],
)
TWICE = page("bookings.twice", 1, [*_WHO, FACILITY])
DESK_TASKS = page(
    "bookings.desk_tasks",
    1,
    [
        *_WHO,
        FACILITY,
        *fields(Booking, "b", "booking", ("discharged_at",)),
        *collection(
            DeskTask,
            "tasks",
            f"{OF_BOOKING} AND c.done_at IS NULL",
            "c.created_at, c.id",
            ("kind", "recorded_by"),
        ),
    ],
)
