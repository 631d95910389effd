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
}
# A file holds bare numbers, so that its label says of what.
_UNITS = {
    "booking.bail_amount": "US dollars",
    "descriptions.height_inches": "inches",
    "descriptions.weight_pounds": "pounds",
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
}
_CAPITALISED = {"charges.status", "addresses.kind"}
_INSTANTS = {
    *("booking.booked_at", "booking.discharged_at", "booking.next_court_at"),
    *("detainers.received_at", "detainers.copy_served_at", "photos.taken_at"),
    "detainers.lifted_at",
}
_DAYS = {"person.birth_date", "booking.expected_discharge_on"}
_MEASURES = {
    "booking.bail_amount": lambda value: money(Decimal(value)),
    "descriptions.height_inches": lambda value: height(int(value)),
    "descriptions.weight_pounds": lambda value: weight(int(value)),
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
