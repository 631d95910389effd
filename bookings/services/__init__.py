"""Acts on the record: lock, decide, check, change, record."""

from bookings.services.correction import Change, NotThere, WrittenMeanwhile, correct
from bookings.services.discharge import discharge_by_number, discharge_person
from bookings.services.drafts import (
    finish_intake,
    refuse_intake,
    saving,
    take_over_intake,
)
from bookings.services.free_text import (
    Placed,
    note_author,
    placed,
    put_down_readings,
    tell_author,
)
from bookings.services.intake import Arrival, NewPerson, begin_intake
from bookings.services.sections import (
    Arrest,
    Care,
    Court,
    Line,
    save_aliases,
    save_arrest,
    save_care,
    save_charges,
    save_contact,
    save_court,
    save_person,
)

__all__ = [
    "Arrest",
    "Arrival",
    "Care",
    "Change",
    "Court",
    "Intake",
    "Line",
    "NewCharge",
    "NewPerson",
    "NotThere",
    "Placed",
    "WrittenMeanwhile",
    "begin_intake",
    "book_person",
    "correct",
    "discharge_by_number",
    "discharge_person",
    "finish_intake",
    "note_author",
    "placed",
    "put_down_readings",
    "refuse_intake",
    "save_aliases",
    "save_arrest",
    "save_care",
    "save_charges",
    "save_contact",
    "save_court",
    "save_person",
    "saving",
    "take_over_intake",
    "tell_author",
]
