"""Acts on the record: lock, decide, check, change, record."""

from bookings.services.advising import Advised, advise
from bookings.services.belongings import NewItem, keep_property, return_property
from bookings.services.care import (
    NewAlert,
    Screening,
    correct_screening,
    end_alert,
    screen_health,
    set_alert,
)
from bookings.services.consular import (
    Answered,
    NoticeRequired,
    ask_consular,
    log_contact,
)
from bookings.services.consular_schedule import (
    Purged,
    propose_schedule,
    purge_consular_cases,
)
from bookings.services.correction import Change, NotThere, WrittenMeanwhile, correct
from bookings.services.court import (
    NewInterview,
    NewStatement,
    interview,
    receive_statement,
    record_finding,
)
from bookings.services.custody import (
    NewHold,
    clear_custody_hold,
    entitle,
    record_basis,
    record_custody_hold,
    withdraw_entitlement,
)
from bookings.services.deletion import DeletionRequest, request_deletion
from bookings.services.description import (
    Looks,
    add_mark,
    describe_person,
    remove_mark,
    take_photo,
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
    mail_author,
    note_author,
    placed,
    put_down_readings,
    readings_kept,
    tell_author,
)
from bookings.services.intake import Arrival, NewPerson, begin_intake
from bookings.services.legal_texts import load_legal_texts, sign_text
from bookings.services.links import decide_link, end_link, propose_link
from bookings.services.movements import WayOut, bring_back, house, take_out, transfer
from bookings.services.orders import CourtOrder, decide_order, propose_order
from bookings.services.section_parts import (
    save_alerts,
    save_interview,
    save_looks,
    save_marks,
    save_property,
)
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
    "Advised",
    "Answered",
    "Arrest",
    "Arrival",
    "Care",
    "Change",
    "Court",
    "CourtOrder",
    "DeletionRequest",
    "Intake",
    "Line",
    "Looks",
    "NewAlert",
    "NewCharge",
    "NewHold",
    "NewInterview",
    "NewItem",
    "NewPerson",
    "NewStatement",
    "NotThere",
    "NoticeRequired",
    "Placed",
    "Purged",
    "Receiver",
    "Screening",
    "WayOut",
    "WrittenMeanwhile",
    "add_mark",
    "advise",
    "ask_consular",
    "begin_intake",
    "book_person",
    "bring_back",
    "clear_custody_hold",
    "correct",
    "correct_screening",
    "decide_link",
    "decide_order",
    "describe_person",
    "discharge_by_number",
    "discharge_person",
    "end_alert",
    "end_link",
    "entitle",
    "finish_intake",
    "finish_task",
    "house",
    "interview",
    "keep_property",
    "load_legal_texts",
    "log_contact",
    "mail_author",
    "note_author",
    "placed",
    "propose_link",
    "propose_order",
    "propose_schedule",
    "purge_consular_cases",
    "put_down_readings",
    "question_release",
    "readings_kept",
    "receive_statement",
    "record_basis",
    "record_custody_hold",
    "record_finding",
    "refuse_intake",
    "remove_mark",
    "request_deletion",
    "return_property",
    "save_alerts",
    "save_aliases",
    "save_arrest",
    "save_care",
    "save_charges",
    "save_contact",
    "save_court",
    "save_interview",
    "save_looks",
    "save_marks",
    "save_person",
    "save_property",
    "saving",
    "screen_health",
    "set_alert",
    "sign_text",
    "take_out",
    "take_over_intake",
    "take_photo",
    "tell_author",
    "transfer",
    "undo_discharge",
    "withdraw_entitlement",
]
