"""What is on record about a person and a booking.

Every field of every model is declared in exactly one class, in
``field_classes``; the gate, the record page and the shapes of the view history
all read that. There is no field for citizenship, nationality, birthplace or
immigration status, and a test sees to it (law 9).
"""

from bookings.models.belongings import PropertyItem, PropertyReceipt
from bookings.models.booking import Booking, Charge
from bookings.models.care import HealthScreening, SafetyAlert
from bookings.models.consular import Advisement, ConsularCase, ConsularSchedule
from bookings.models.continuity import ContinuitySheet, SheetOpening
from bookings.models.court import ProbableCauseStatement, RecognizanceInterview
from bookings.models.custody import (
    CustodyBasis,
    CustodyHold,
    DeskTask,
    Handover,
    ReleaseEntitlement,
)
from bookings.models.description import (
    HealthMark,
    Mark,
    MarkCode,
    Photo,
    PhysicalDescription,
)
from bookings.models.draft import IntakeDraft
from bookings.models.housing import (
    CustodyTransfer,
    HousingAssignment,
    HousingUnit,
    Movement,
)
from bookings.models.keys import DataKey
from bookings.models.legal_texts import LegalText, MandatoryCountry, TextReview
from bookings.models.link import PersonLink
from bookings.models.names import NameKey, Nickname
from bookings.models.numbers import NumberCounter
from bookings.models.papers import Detainer, FederalOffice, PaperPage
from bookings.models.permission import BookingGroupPermission, BookingUserPermission
from bookings.models.person import Address, Alias, Person
from bookings.models.retention import (
    DispositionItem,
    DispositionRun,
    LegalHold,
    RetentionSchedule,
)
from bookings.models.roster import RosterLine, RosterPerson, RosterSource, RosterStay
from bookings.models.text import AuthorNotice, TextReading

__all__ = [
    "Address",
    "Advisement",
    "Alias",
    "AuthorNotice",
    "Booking",
    "BookingGroupPermission",
    "BookingUserPermission",
    "Charge",
    "ConsularCase",
    "ConsularSchedule",
    "ContinuitySheet",
    "CustodyBasis",
    "CustodyHold",
    "CustodyTransfer",
    "DataKey",
    "DeskTask",
    "Detainer",
    "DispositionItem",
    "DispositionRun",
    "FederalOffice",
    "Handover",
    "HealthMark",
    "HealthScreening",
    "HousingAssignment",
    "HousingUnit",
    "IntakeDraft",
    "LegalHold",
    "LegalText",
    "MandatoryCountry",
    "Mark",
    "MarkCode",
    "Movement",
    "NameKey",
    "Nickname",
    "NumberCounter",
    "PaperPage",
    "Person",
    "PersonLink",
    "Photo",
    "PhysicalDescription",
    "ProbableCauseStatement",
    "PropertyItem",
    "PropertyReceipt",
    "RecognizanceInterview",
    "ReleaseEntitlement",
    "RetentionSchedule",
    "RosterLine",
    "RosterPerson",
    "RosterSource",
    "RosterStay",
    "SafetyAlert",
    "SheetOpening",
    "TextReading",
    "TextReview",
]
