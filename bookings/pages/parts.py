"""What an intake adds to a record: alerts, property, and what goes to the court."""

from bookings.models import (
    HealthScreening,
    ProbableCauseStatement,
    PropertyItem,
    PropertyReceipt,
    RecognizanceInterview,
    SafetyAlert,
)
from bookings.pages.columns import OF_BOOKING, collection

ALERT_FIELDS = ("kind", "instruction", "due_at", "source", "set_at", "ends_at")
DESCRIPTION_FIELDS = (
    *("height_inches", "weight_pounds", "eye_colour", "hair_colour"),
    *("race", "ethnicity", "skin_tone", "build"),
)
# An alert that has ended is no instruction any more: it stands in the history.
OF_BOOKING_NOW = (
    f"{OF_BOOKING} AND (c.ends_at IS NULL OR c.ends_at > shown.occurred_at)"
)
ALERTS = collection(
    SafetyAlert, "alerts", OF_BOOKING_NOW, "c.set_at, c.id", ALERT_FIELDS
)
EVERY_ALERT = collection(
    SafetyAlert, "alerts", OF_BOOKING, "c.set_at DESC, c.id", ALERT_FIELDS
)
# That somebody was asked, and when, is for whoever keeps them; what they said is not.
SCREENED = collection(
    HealthScreening, "screenings", OF_BOOKING, "c.written_at, c.id", ("written_at",)
)
PROPERTY = [
    *collection(
        PropertyItem,
        "property_items",
        OF_BOOKING,
        "c.created_at, c.kind, c.description, c.id",
        (
            *("kind", "description", "quantity", "container"),
            *("cash_cents", "handed_to", "returned_at"),
        ),
    ),
    *collection(
        PropertyReceipt,
        "property_receipts",
        OF_BOOKING,
        "c.given_at, c.id",
        ("kind", "outcome", "given_at"),
    ),
]
# The words that say what is not kept are on no page: ``ProbableCauseStatement``.
STATEMENTS = collection(
    ProbableCauseStatement,
    "statements",
    OF_BOOKING,
    "c.received_at, c.id",
    (
        *("author_agency", "author_name", "text", "received_at"),
        *("finding", "finding_at", "judge"),
    ),
)
INTERVIEW_FIELDS = (
    *("interviewed_at", "answered", "missed_court", "recommendation"),
    *("conditions", "result"),
    *("residence", "residence_since", "work", "ties", "vouched_by"),
)
INTERVIEWS = collection(
    RecognizanceInterview,
    "interviews",
    OF_BOOKING,
    "c.interviewed_at, c.id",
    INTERVIEW_FIELDS,
)
