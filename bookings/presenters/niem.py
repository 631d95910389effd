"""One booking as NIEM 6.0 JSON (JSON-LD): what this reader may be shown, under the
model's own names. There is no element for citizenship, nationality, birthplace or
immigration status, and none for a detainer: the page has no such field.
"""

import json
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format

from access.gate import Page, Shown
from access.viewer import Viewer
from bookings.presenters.export import every_field
from bookings.presenters.fields import in_a_file
from bookings.presenters.words import mark

CONTEXT = {
    "nc": "https://docs.oasis-open.org/niemopen/ns/model/niem-core/6.0/#",
    "j": "https://docs.oasis-open.org/niemopen/ns/model/domains/justice/6.0/#",
}
# Of each field, its path below j:Booking. "+": it stands with those of the same place.
PATHS = {
    "facility.name": "j:BookingDetentionFacility/nc:FacilityName",
    "booking.booking_number": "j:BookingAgencyRecordIdentification/nc:IdentificationID",
    "booking.booked_at": "nc:ActivityDate/nc:DateTime",
    "booking.discharged_at": "j:BookingRelease/nc:ActivityDate/nc:DateTime",
    "booking.discharge_manner": "j:BookingRelease/nc:ActivityDescriptionText",
    "booking.next_court_at": "j:BookingArraignmentDate/nc:DateTime",
    "booking.bail_amount": "j:Arrest/j:ArrestBailRecommendationText",
    "booking.arresting_agency": "j:Arrest/j:ArrestAgency/nc:OrganizationName",
    "person.surname": "{who}/nc:PersonName/nc:PersonSurName",
    "person.given_name": "{who}/nc:PersonName/nc:PersonGivenName",
    "person.middle_name": "{who}/nc:PersonName/nc:PersonMiddleName",
    "person.suffix": "{who}/nc:PersonName/nc:PersonNameSuffixText",
    "person.birth_date": "{who}/nc:PersonBirthDate/nc:Date",
    "person.sex": "{who}/j:PersonSexCode",
    "person.phone": "{who}/nc:PersonContactInformation/nc:ContactTelephoneNumber"
    "/nc:FullTelephoneNumber/nc:TelephoneNumberFullID",
    "person.state_id": "{who}/j:PersonStateFingerprintIdentification"
    "/nc:IdentificationID",
    "person.fbi_number": "{who}/j:PersonFBIIdentification/nc:IdentificationID",
    "person.driver_license": "{who}/nc:PersonLicenseIdentification/nc:IdentificationID",
}
# Since NIEM 6.0 a subject is a person, and plays no role of one (no nc:RoleOfPerson).
_WHO = "j:BookingSubject"
_NAMES = f"{_WHO}/nc:PersonName"
_ALIAS = {"nc:PersonNameCategoryText": "alias"}
LISTS = {
    "charges": (
        "j:Arrest/j:ArrestCharge",
        {
            "statute": "j:ChargeStatute/j:StatuteCodeIdentification/nc:IdentificationID",
            "offense": "j:ChargeDescriptionText",
            "offense_class": "j:ChargeSeverityText",
            "status": "j:ChargeStatus/nc:StatusDescriptionText",
            "court_case_number": "j:ChargeIdentification/nc:IdentificationID",
        },
    ),
    "aliases": (
        _NAMES,
        {
            "surname": "nc:PersonSurName",
            "given_name": "nc:PersonGivenName",
        },
    ),
    "descriptions": (
        _WHO,
        {
            "height_inches": "nc:PersonHeightMeasure/nc:MeasureValueText",
            "weight_pounds": "nc:PersonWeightMeasure/nc:MeasureValueText",
            "eye_colour": "j:PersonEyeColorCode",
            "hair_colour": "j:PersonHairColorCode",
            "race": "j:PersonRaceCode",
        },
    ),
    "addresses": (
        f"{_WHO}/nc:PersonResidenceAddress",
        {
            "kind": "nc:AddressCategoryText",
            "street": "nc:AddressDeliveryPointText",
            "city": "nc:AddressCityName",
            "state": "nc:AddressState/nc:StateCode",
            "postal_code": "nc:AddressPostalCode",
        },
    ),
}
_UNITS = {"height_inches": "INH", "weight_pounds": "LBR"}
# NIEM has codes of its own for these; elsewhere words stand.
_CODED = {"sex", "eye_colour", "hair_colour", "race", "kind"}


def niem_file(shown: Shown, page: Page, viewer: Viewer) -> str:
    """The booking as JSON text. Whose copy it is stands first."""
    booking: dict = {}
    lists: dict[str, dict[str, dict]] = {}
    for place, path, value in every_field(shown, page):
        part, _, field = path.partition(".")
        if value in (None, ""):
            continue
        if part in LISTS:
            row = lists.setdefault(part, {}).setdefault(place, {})
            _put(row, LISTS[part][1][field], _value(path, field, value))
            if field in _UNITS:
                _put(
                    row,
                    f"{LISTS[part][1][field].partition('/')[0]}/nc:MeasureUnitText",
                    _UNITS[field],
                )
        else:
            _put(booking, PATHS[path].format(who=_WHO), _value(path, field, value))
    for part, rows in lists.items():
        _put_list(booking, part, _all(rows.values()))
    told = {
        "@context": CONTEXT,
        "nc:DocumentDescriptionText": _whose(shown, viewer),
        "j:Booking": booking,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _all(rows: Iterable[dict]) -> list[dict]:
    return [row for row in rows if row]


def _put_list(booking: dict, part: str, rows: list[dict]) -> None:
    path = LISTS[part][0]
    if part == "descriptions":
        # NIEM describes the person and has no thing that is a description: the newest
        # stands first of what there are several of.
        subject = _at(booking, path)
        for name in dict.fromkeys(name for row in rows for name in row):
            told = [row[name] for row in rows if name in row]
            subject[name] = told[0] if len(told) == 1 else told
    elif part == "aliases":
        subject = _at(booking, _WHO)
        own = subject.get("nc:PersonName")
        others = [{**row, **_ALIAS} for row in rows]
        subject["nc:PersonName"] = [own, *others] if own else others
    else:
        _put(booking, path, rows)


def _at(into: dict, path: str) -> dict:
    for step in path.split("/"):
        into = into.setdefault(step, {})
    return into


def _put(into: dict, path: str, value) -> None:
    above, _, last = path.rpartition("/")
    (_at(into, above) if above else into)[last] = value


def _value(path: str, field: str, value) -> str:
    return str(value) if field in _CODED else in_a_file(path, value)


def _whose(shown: Shown, viewer: Viewer) -> str:
    copy = mark(viewer, shown.event_id, shown.shown_at)
    at = date_format(timezone.localtime(copy["at"]), "M j, Y, H:i:s")
    return f"Shown to {copy['account']} · {at} · Event {copy['event']}"
