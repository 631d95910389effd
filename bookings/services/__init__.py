"""Acts on the record: lock, decide, check, change, record."""

from bookings.services.discharge import discharge_by_number, discharge_person
from bookings.services.intake import Intake, NewCharge, NewPerson, book_person

__all__ = [
    "Intake",
    "NewCharge",
    "NewPerson",
    "book_person",
    "discharge_by_number",
    "discharge_person",
]
