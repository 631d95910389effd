"""NIEM JSON has the model's own names, and what this product gives out it takes in."""

import csv
import json
import os
import re
from pathlib import Path

import pytest
from django.urls import reverse

from access.enums import Role
from bookings.models import Address, Alias, Booking, PhysicalDescription
from bookings.presenters import niem
from tests import factories
from tests.architecture.sources import ROOT
from tests.clients import body_of, signed_in
from tests.integration.rosters import brought_in, facility

pytestmark = pytest.mark.django_db

DATA = Path(os.environ.get("JAILRECORDS_DATA", ROOT.parent / "shared" / "data"))
PROPERTIES = DATA / "niem6_corrections_properties.csv"

# What NIEM 6.0 has in the types that are used here, checked against its own list on
# 2026-11-29 (``niem6_corrections_properties.csv``). A subject is a person since 6.0.
OF_TYPE = {
    "j:BookingType": {
        "j:Arrest",
        "j:BookingAgencyRecordIdentification",
        "j:BookingArraignmentDate",
        "j:BookingDetentionFacility",
        "j:BookingRelease",
        "j:BookingSubject",
    },
    "j:ArrestType": {
        "j:ArrestAgency",
        "j:ArrestBailRecommendationText",
        "j:ArrestCharge",
    },
    "j:ChargeType": {
        "j:ChargeDescriptionText",
        "j:ChargeIdentification",
        "j:ChargeSeverityText",
        "j:ChargeStatus",
        "j:ChargeStatute",
    },
    "nc:PersonType": {
        "nc:PersonBirthDate",
        "nc:PersonContactInformation",
        "nc:PersonHeightMeasure",
        "nc:PersonLicenseIdentification",
        "nc:PersonName",
        "nc:PersonResidenceAddress",
        "nc:PersonWeightMeasure",
    },
    "nc:PersonNameType": {
        "nc:PersonGivenName",
        "nc:PersonMiddleName",
        "nc:PersonNameSuffixText",
        "nc:PersonSurName",
    },
    "nc:IdentificationType": {"nc:IdentificationID"},
}
# What NIEM 6.0 puts in the place of an abstract property of those types, or at their
# points of augmentation, and what is in types that the list leaves out.
BESIDE = {
    "nc:PersonType": {
        "j:PersonEyeColorCode",
        "j:PersonFBIIdentification",
        "j:PersonHairColorCode",
        "j:PersonRaceCode",
        "j:PersonSexCode",
        "j:PersonStateFingerprintIdentification",
    },
    "nc:PersonNameType": {"nc:PersonNameCategoryText"},
    "nc:ActivityType": {"nc:ActivityDate", "nc:ActivityDescriptionText"},
    "nc:AddressType": {
        "nc:AddressCategoryText",
        "nc:AddressCityName",
        "nc:AddressDeliveryPointText",
        "nc:AddressPostalCode",
        "nc:AddressState",
    },
    "nc:StateType": {"nc:StateCode"},
    "nc:DateType": {"nc:Date", "nc:DateTime"},
    "nc:ContactInformationType": {"nc:ContactTelephoneNumber"},
    "nc:TelephoneNumberType": {"nc:FullTelephoneNumber"},
    "nc:FullTelephoneNumberType": {"nc:TelephoneNumberFullID"},
    "nc:FacilityType": {"nc:FacilityName"},
    "nc:OrganizationType": {"nc:OrganizationName"},
    "nc:MeasureType": {"nc:MeasureUnitText", "nc:MeasureValueText"},
    "nc:StatusType": {"nc:StatusDescriptionText"},
    "j:StatuteType": {"j:StatuteCodeIdentification"},
}
MAPPING = re.findall(
    r"```toml\n(.*?)```",
    (ROOT / "docs" / "reference" / "rosters.md").read_text(),
    re.DOTALL,
)[-1]


@pytest.fixture
def told(db):
    """One booking with everything, as the records unit gives it out."""
    factories.laws()
    jail = facility()
    who = factories.person(
        surname="Heron",
        given_name="Ann",
        middle_name="Lee",
        suffix="JR",
        birth_date="1986-04-28",
        sex="F",
        phone="206-555-0100",
        state_id="WA10000001",
        fbi_number="123456AB7",
        driver_license="HERON**123",
    )
    booking = factories.booking(
        facility=jail,
        person=who,
        booking_number="226000065",
        booked_at="2026-04-30T14:00:00-07:00",
        discharged_at="2026-05-02T09:30:00-07:00",
        discharge_reason="bail_bond",
        discharge_manner="Bail",
        bail_amount=1500,
        arresting_agency="Kent Police",
        court="King County District Court",
    )
    Alias.objects.create(person=who, surname="Crane", given_name="Anna")
    Address.objects.create(
        person=who,
        kind="home",
        street="1 Main St",
        city="Kent",
        state="WA",
        postal_code="98030",
    )
    for race, height in (("W", 66), ("U", 67)):
        PhysicalDescription.objects.create(
            person=who, race=race, height_inches=height, eye_colour="BRO"
        )
    reader = factories.viewer(Role.RECORDS_OFFICER, sees=[jail])
    answer = signed_in(reader).post(reverse("bookings:niem", args=[booking.pk]))
    return json.loads(body_of(answer))


def _names(told) -> set[str]:
    if isinstance(told, list):
        return {name for one in told for name in _names(one)}
    if not isinstance(told, dict):
        return set()
    return {*told, *(name for one in told.values() for name in _names(one))}


def test_every_name_given_out_is_one_of_niems(told):
    known = {
        name for table in (OF_TYPE, BESIDE) for own in table.values() for name in own
    }
    paths = [*niem.PATHS.values(), *(base for base, _ in niem.LISTS.values())]
    paths += [path for _, own in niem.LISTS.values() for path in own.values()]
    written = {
        step for path in paths for step in path.split("/") if not step.startswith("{")
    }
    assert written <= known | {"j:Booking"}
    assert _names(told["j:Booking"]) <= known
    assert {"nc:PersonNameCategoryText", "nc:MeasureUnitText"} <= _names(told)


@pytest.mark.skipif(not PROPERTIES.exists(), reason=f"no {PROPERTIES}")
def test_the_table_of_names_is_niems_own():
    with PROPERTIES.open(newline="") as file:
        theirs = {(row["type"], row["property"]) for row in csv.DictReader(file)}
    ours = {(kind, name) for kind, names in OF_TYPE.items() for name in names}
    assert ours - theirs == set()


def test_a_subject_is_a_person_with_other_names_beside_their_own(told):
    subject = told["j:Booking"]["j:BookingSubject"]

    own, other = subject["nc:PersonName"]
    assert (own["nc:PersonSurName"], other["nc:PersonSurName"]) == ("Heron", "Crane")
    assert other["nc:PersonNameCategoryText"] == "alias"
    assert subject["j:PersonRaceCode"] == ["U", "W"]
    assert subject["j:PersonEyeColorCode"] == ["BRO", "BRO"]
    assert subject["nc:PersonResidenceAddress"][0]["nc:AddressState"] == {
        "nc:StateCode": "WA"
    }


def test_what_is_given_out_comes_in_again_the_same(told, tmp_path):
    mapping = MAPPING.replace('const = "WEST"', 'const = "EAST"')
    facility("EAST")
    result = brought_in(tmp_path, json.dumps(told), mapping=mapping)

    assert result.bad == []
    first = Booking.objects.get(facility__code="WEST")
    second = Booking.objects.get(facility__code="EAST")
    for name in (
        *("booking_number", "booked_at", "discharged_at", "bail_amount"),
        "arresting_agency",
    ):
        assert getattr(second, name) == getattr(first, name), name
    for name in (
        *("surname", "given_name", "middle_name", "suffix", "birth_date", "sex"),
        *("phone", "state_id", "fbi_number", "driver_license"),
    ):
        assert getattr(second.person, name) == getattr(first.person, name), name
    charge = ("statute", "offense", "offense_class", "status", "court_case_number")
    assert list(second.charges.values_list(*charge)) == list(
        first.charges.values_list(*charge)
    )
    description = second.person.descriptions.get()
    assert (description.race, description.height_inches) == ("U", 67)
    home = second.person.addresses.get()
    assert (home.street, home.city, home.state, home.postal_code) == (
        *("1 Main St", "Kent", "WA"),
        "98030",
    )
