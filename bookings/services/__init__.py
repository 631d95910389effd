"""Acts on the record: lock, decide, check, change, record."""

from bookings.services.correction import Change, NotThere, WrittenMeanwhile, correct
from bookings.services.custody import (
    NewHold,
    clear_custody_hold,
    entitle,
    record_basis,
    record_custody_hold,
    withdraw_entitlement,
)
from bookings.services.discharge import (
    Receiver,
    discharge_by_number,
    discharge_person,
    undo_discharge,
)
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
from bookings.services.movements import WayOut, bring_back, house, take_out, transfer
from bookings.services.orders import CourtOrder, decide_order, propose_order
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
from bookings.services.tasks import finish_task, question_release

__all__ = [
    "Arrest",
    "Arrival",
    "Care",
    "Change",
    "Court",
    "CourtOrder",
    "Intake",
    "Line",
    "NewCharge",
    "NewHold",
    "NewPerson",
    "NotThere",
    "Placed",
    "Receiver",
    "WayOut",
    "WrittenMeanwhile",
    "begin_intake",
    "book_person",
    "bring_back",
    "clear_custody_hold",
    "correct",
    "decide_order",
    "discharge_by_number",
    "discharge_person",
    "entitle",
    "finish_intake",
    "finish_task",
    "house",
    "note_author",
    "placed",
    "propose_order",
    "put_down_readings",
    "question_release",
    "record_basis",
    "record_custody_hold",
    "refuse_intake",
    "save_aliases",
    "save_arrest",
    "save_care",
    "save_charges",
    "save_contact",
    "save_court",
    "save_person",
    "saving",
    "take_out",
    "take_over_intake",
    "tell_author",
    "transfer",
    "undo_discharge",
    "withdraw_entitlement",
]
