"""What health staff read of one person; and what is read before an alert or a
description is changed.
"""

from bookings.models import (
    Booking,
    HealthMark,
    HealthScreening,
    Mark,
    Person,
    PhysicalDescription,
    SafetyAlert,
)
from bookings.pages.columns import (
    FACILITY,
    NAME,
    OF_BOOKING,
    OF_PERSON,
    collection,
    fields,
    page,
)
from bookings.pages.parts import (
    ALERT_FIELDS,
    DESCRIPTION_FIELDS,
    EVERY_ALERT,
    OF_BOOKING_NOW,
)

SCREENING_FIELDS = tuple(
    name
    for name, field_class in HealthScreening.field_classes.items()
    if field_class and name != "written_at"
)
_WHO = [
    *fields(Person, "p", "person", NAME),
    FACILITY,
    *fields(Booking, "b", "booking", ("booked_at", "discharged_at")),
]
HEALTH = page(
    "bookings.health",
    1,
    [
        *_WHO,
        *EVERY_ALERT,
        *collection(
            HealthScreening,
            "screenings",
            OF_BOOKING,
            "c.written_at DESC, c.id",
            ("written_at", *SCREENING_FIELDS),
        ),
        *collection(
            HealthMark,
            "health_marks",
            OF_PERSON,
            "c.code, c.id",
            ("code", "description"),
        ),
    ],
)
ALERTED = page(
    "bookings.alerted",
    1,
    [
        *_WHO,
        *fields(Booking, "b", "booking", ("safety_instructions", "language_needed")),
        *collection(
            SafetyAlert,
            "alerts",
            OF_BOOKING_NOW,
            "c.set_at, c.id",
            ALERT_FIELDS,
            keyed=True,
        ),
    ],
)
DESCRIBED = page(
    "bookings.described",
    1,
    [
        *_WHO,
        *fields(Person, "p", "person", ("sex",)),
        *collection(
            PhysicalDescription,
            "descriptions",
            OF_PERSON,
            "c.created_at DESC",
            DESCRIPTION_FIELDS,
        ),
        *collection(
            Mark,
            "marks",
            OF_PERSON,
            "c.code, c.id",
            ("family", "code", "description"),
            keyed=True,
        ),
    ],
)
