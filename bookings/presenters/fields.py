"""Every field of a record in plain words: its label, and its value as a person reads
it. What a field is called on a sheet, in a file and in the history is said here once.
"""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from bookings import enums
from bookings.presenters.words import day, height, moment, money, weight

PARTS = {
    "booking": "Booking",
    "charges": "Charge",
    "person": "Person",
    "facility": "Facility",
    "aliases": "Other name",
    "descriptions": "Description",
    "marks": "Mark",
    "photos": "Photo",
    "addresses": "Address",
    "detainers": "Immigration paper",
    "alerts": "Safety alert",
    "screenings": "Health screening",
    "health_marks": "Mark of health",
    "property_items": "Property",
    "property_receipts": "Property receipt",
    "statements": "Probable-cause statement",
    "interviews": "Recognizance interview",
}
LABELS = {
    "person.surname": "Surname",
    "person.given_name": "Given name",
    "person.middle_name": "Middle name",
    "person.suffix": "Suffix",
    "person.name_used": "Name used",
    "person.identified_by": "Known by",
    "person.birth_date": "Birth date",
    "person.sex": "Sex",
    "person.phone": "Telephone",
    "person.state_id": "State ID (SID)",
    "person.fbi_number": "FBI number",
    "person.driver_license": "Driver's license",
    "facility.name": "Facility",
    "booking.booked_at": "Booked",
    "booking.bail_amount": "Bail",
    "booking.discharged_at": "Released",
    "booking.discharge_manner": "Manner of release",
    "booking.booking_number": "Booking number",
    "booking.arresting_agency": "Arresting agency",
    "booking.arresting_ori": "ORI of the arresting agency",
    "booking.agency_case_number": "Agency's case number",
    "booking.next_court_at": "Next court date",
    "booking.court": "Court",
    "booking.bail_court": "Bail set by",
    "booking.discharge_reason": "Reason for release",
    "booking.intake_entered_at": "Intake entered late",
    "booking.discharge_entered_at": "Release entered late",
    "booking.housing": "Housing",
    "booking.expected_discharge_on": "Expected release",
    "booking.safety_instructions": "Safety instructions",
    "booking.language_needed": "Language needed",
    "charges.statute": "RCW",
    "charges.offense": "Offense",
    "charges.offense_class": "Class",
    "charges.status": "Status",
    "charges.court_case_number": "Court case",
    "charges.ncic_code": "NCIC code",
    "charges.criminal_basis": "Why it is a criminal charge",
    "aliases.surname": "Surname",
    "aliases.given_name": "Given name",
    "descriptions.height_inches": "Height",
    "descriptions.weight_pounds": "Weight",
    "descriptions.eye_colour": "Eyes",
    "descriptions.hair_colour": "Hair",
    "descriptions.race": "Race (NCIC)",
    "descriptions.ethnicity": "Ethnicity (NCIC)",
    "descriptions.skin_tone": "Skin tone",
    "descriptions.build": "Build",
    "marks.family": "Kind",
    "marks.code": "Code (NCIC)",
    "marks.description": "Description",
    "photos.taken_at": "Taken",
    "addresses.kind": "Kind",
    "addresses.street": "Street",
    "addresses.city": "City",
    "addresses.state": "State",
    "addresses.postal_code": "Postal code",
    "detainers.form": "Form",
    "detainers.office": "Office",
    "detainers.received_at": "Received",
    "detainers.received_by": "Received by means of",
    "detainers.edition": "Edition of the form",
    "detainers.attached": "Administrative warrant with it",
    "detainers.judicial": "Judge's warrant with it",
    "detainers.copy_served_at": "Copy given to the person",
    "detainers.copy_language": "Language of the copy",
    "detainers.copy_interpreter": "Interpreter",
    "detainers.copy_result": "How it was taken",
    "detainers.copy_served_by": "Given by",
    "detainers.copy_text": "Words of the answer, by their hash",
    "detainers.lifted_at": "Lifted",
    "detainers.outcome": "What became of it",
    "alerts.kind": "Alert",
    "alerts.instruction": "Instruction",
    "alerts.due_at": "Due",
    "alerts.source": "Source",
    "alerts.set_at": "Set",
    "alerts.ends_at": "Ends",
    "screenings.written_at": "Asked",
    **{
        f"screenings.{name}": question
        for name, question in enums.SCREENING_QUESTIONS.items()
    },
    "screenings.medicines": "Which medicine, and when",
    "screenings.notes": "Notes",
    "health_marks.code": "Code (NCIC)",
    "health_marks.description": "Description",
    "property_items.kind": "Kind",
    "property_items.description": "What",
    "property_items.quantity": "How many",
    "property_items.container": "Container",
    "property_items.cash_cents": "Cash",
    "property_items.handed_to": "Who has it",
    "property_items.returned_at": "Given back",
    "property_receipts.kind": "For",
    "property_receipts.outcome": "Signature",
    "property_receipts.given_at": "Given",
    "statements.author_agency": "Author agency",
    "statements.author_name": "Author",
    "statements.text": "Statement",
    "statements.received_at": "Received",
    "statements.finding": "Finding",
    "statements.finding_at": "Found",
    "statements.judge": "Judge",
    "interviews.interviewed_at": "Asked",
    "interviews.answered": "Answered",
    "interviews.missed_court": "Missed court",
    "interviews.recommendation": "Recommendation",
    "interviews.conditions": "Conditions",
    "interviews.result": "Result",
    "interviews.residence": "Lives",
    "interviews.residence_since": "Since",
    "interviews.work": "Work or school",
    "interviews.ties": "Family and ties",
    "interviews.vouched_by": "Who can confirm",
}
# A file holds bare numbers, so that its label says of what.
_UNITS = {
    "booking.bail_amount": "US dollars",
    "descriptions.height_inches": "inches",
    "descriptions.weight_pounds": "pounds",
    "property_items.cash_cents": "US cents",
}
# By the name of the table in ``bookings.enums``.
_CODES = {
    "person.sex": "SEXES",
    "person.identified_by": "IDENTIFIED_BY",
    "charges.criminal_basis": "CRIMINAL_BASES",
    "booking.discharge_reason": "DISCHARGE_LABELS",
    "charges.offense_class": "OFFENSE_CLASS_LABELS",
    "descriptions.eye_colour": "EYE_COLOURS",
    "descriptions.hair_colour": "HAIR_COLOURS",
    "descriptions.race": "RACES",
    "marks.family": "MARK_FAMILIES",
    "detainers.received_by": "PAPER_MEANS",
    "detainers.judicial": "JUDICIAL_LABELS",
    "detainers.copy_result": "COPY_RESULT_LABELS",
    "detainers.outcome": "PAPER_OUTCOME_LABELS",
    "descriptions.ethnicity": "ETHNICITIES",
    "descriptions.skin_tone": "SKIN_TONES",
    "descriptions.build": "BUILDS",
    "alerts.kind": "ALERT_LABELS",
    "alerts.source": "ALERT_SOURCES",
    **{f"screenings.{name}": "SCREENING_ANSWERS" for name in enums.SCREENING_QUESTIONS},
    "property_items.kind": "PROPERTY_LABELS",
    "property_receipts.kind": "RECEIPT_KINDS",
    "property_receipts.outcome": "RECEIPT_OUTCOMES",
    "statements.finding": "CAUSE_FINDINGS",
    "interviews.answered": "INTERVIEW_ANSWERED",
    "interviews.missed_court": "MISSED_COURT",
    "interviews.recommendation": "RECOMMENDATIONS",
    "interviews.result": "INTERVIEW_RESULTS",
}
_CAPITALISED = {"charges.status", "addresses.kind"}
_INSTANTS = {
    *("booking.booked_at", "booking.discharged_at", "booking.next_court_at"),
    *("booking.intake_entered_at", "booking.discharge_entered_at"),
    *("detainers.received_at", "detainers.copy_served_at", "photos.taken_at"),
    "detainers.lifted_at",
    *("alerts.due_at", "alerts.set_at", "alerts.ends_at", "screenings.written_at"),
    *("property_items.returned_at", "property_receipts.given_at"),
    *("statements.received_at", "statements.finding_at", "interviews.interviewed_at"),
}
_DAYS = {"person.birth_date", "booking.expected_discharge_on"}
_MEASURES = {
    "booking.bail_amount": lambda value: money(Decimal(value)),
    "descriptions.height_inches": lambda value: height(int(value)),
    "descriptions.weight_pounds": lambda value: weight(int(value)),
    "property_items.cash_cents": lambda value: money(Decimal(int(value)) / 100),
}


def in_words(path: str, value) -> str:
    """A value as a person reads it, from SQL or from the text of a change."""
    if value is None or value == "":
        return ""
    if path in _INSTANTS:
        return moment(value)
    if path in _DAYS:
        return day(date.fromisoformat(value) if isinstance(value, str) else value)
    if path in _MEASURES:
        return _MEASURES[path](value)
    return _named(path, value)


def label_in_a_file(path: str) -> str:
    unit = _UNITS.get(path)
    return f"{LABELS[path]} ({unit})" if unit else LABELS[path]


def in_a_file(path: str, value) -> str:
    """A value as another program reads it: ISO 8601 in jail time, with its offset."""
    if value is None or value == "":
        return ""
    if path in _INSTANTS:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        return timezone.localtime(at).isoformat(timespec="seconds")
    if path in _DAYS:
        return value if isinstance(value, str) else value.isoformat()
    return _named(path, value)


def _named(path: str, value) -> str:
    labels = getattr(enums, _CODES[path]) if path in _CODES else {}
    text = str(labels.get(value, value))
    return text.capitalize() if path in _CAPITALISED else text
