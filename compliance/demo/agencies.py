"""The agencies of King County as the scenario has them, their units and what stands
between them: agreements, and standing permissions at both facilities.

The permissions of immigration officers still stand as they were given in 2004.
That is the flaw the scenario is about: the law alone makes them worth nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, Permission

from access.enums import CLASSES, FieldClass, Mission, permission_codename
from access.models import Agency, Agreement, Facility, FacilityPermission, Unit

PACIFIC = ZoneInfo("America/Los_Angeles")
TIERS_BEGAN = datetime(2004, 6, 1, tzinfo=PACIFIC)
OUTSIDE_AGREEMENT = timedelta(days=540)
# No lapse of a paper may close the jail's own desk (law 14).
OWN_STANDING_ORDER = timedelta(days=36_500)

KCCF = ("KCCF", "King County Correctional Facility")
MRJC = ("MRJC", "Maleng Regional Justice Center")

JAIL = "King County Adult and Juvenile Detention"
HEALTH = "Jail Health Services"
SHERIFF = "King County Sheriff's Office"
SEATTLE_PD = "Seattle Police Department"
BELLEVUE_PD = "Bellevue Police Department"
KENT_PD = "Kent Police Department"
STATE_PATROL = "Washington State Patrol"
CORRECTIONS = "Washington Department of Corrections"
PROSECUTOR = "King County Prosecuting Attorney"
SUPERIOR_COURT = "King County Superior Court"
DISTRICT_COURT = "King County District Court"
MUNICIPAL_COURT = "Seattle Municipal Court"
DEFENCE = "King County Department of Public Defense"
MARSHALS = "US Marshals Service, Seattle"
FBI = "FBI Seattle"
DEA = "DEA Seattle"
ATF = "ATF Seattle"
ICE = "DHS Immigration and Customs Enforcement, Seattle"
CBP = "DHS Customs and Border Protection, Blaine"
USCIS = "DHS Citizenship and Immigration Services, Seattle"
COUNCIL = "King County Council"
AUDITOR = "King County Auditor's Office"
OMBUDS = "King County Ombuds"

INTAKE = "Intake and Booking"
CUSTODY = "Custody Operations"
RECORDS = "Records Unit"
CONSULAR = "Consular Desk"
ADMINISTRATION = "Administration"
NURSING = "Nursing"
PATROL = "Patrol"
CRIMINAL_DIVISION = "Criminal Division"
CIVIL_DIVISION = "Civil Division"
CLERK_OF_COURT = "Clerk of the Court"
DEFENDERS = "Felony and Misdemeanor Defense"
INVESTIGATIONS = "Criminal Investigations"
ERO = "Enforcement and Removal Operations (ERO)"
HSI = "Homeland Security Investigations (HSI)"
BORDER = "Blaine Sector"
BENEFITS = "Field Office"
DETAIL = "Task Force Detail"
OFFICE = "Office"

_C = FieldClass
DESK = (
    _C.REGISTER | _C.CUSTODY | _C.MOVEMENTS | _C.SAFETY | _C.IDENTITY | _C.CONTACT
    | _C.IDENTIFIERS | _C.PROTECTED
)  # fmt: skip
OF_RECORDS = (DESK | _C.PAPERS) & ~_C.SAFETY
OF_CONSULAR_DESK = _C.REGISTER | _C.ORIGIN | _C.PROTECTED
OF_HEALTH = (
    _C.REGISTER | _C.CUSTODY | _C.MOVEMENTS | _C.SAFETY | _C.IDENTITY | _C.HEALTH
    | _C.PROTECTED
)  # fmt: skip
CRIMINAL_JUSTICE = _C.CUSTODY | _C.IDENTITY
OF_COURTS = _C.CUSTODY
TIER_OF_2004 = _C.CUSTODY | _C.IDENTITY | _C.CONTACT
NONE = _C(0)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    name: str
    mission: Mission
    sees: FieldClass = NONE


@dataclass(frozen=True, slots=True)
class AgencyPlan:
    name: str
    units: tuple[UnitPlan, ...]
    mail: str
    ori: str = ""
    is_the_jail: bool = False
    enforces_immigration_law: bool = False


_M = Mission
_PATROL = UnitPlan(PATROL, _M.CRIMINAL, CRIMINAL_JUSTICE)
_POLICE_RECORDS = UnitPlan(RECORDS, _M.CRIMINAL, CRIMINAL_JUSTICE)
_INVESTIGATORS = UnitPlan(INVESTIGATIONS, _M.CRIMINAL, CRIMINAL_JUSTICE)
_COURT = UnitPlan(CLERK_OF_COURT, _M.COURT, OF_COURTS)
_OVERSIGHT = UnitPlan(OFFICE, _M.OVERSIGHT)

# Mail domains end in .example, which belongs to nobody (RFC 2606).
AGENCIES = (
    AgencyPlan(
        JAIL,
        (
            UnitPlan(INTAKE, _M.JAIL, DESK),
            UnitPlan(CUSTODY, _M.JAIL, DESK),
            UnitPlan(RECORDS, _M.JAIL, OF_RECORDS),
            UnitPlan(CONSULAR, _M.JAIL, OF_CONSULAR_DESK),
            UnitPlan(ADMINISTRATION, _M.JAIL, _C.REGISTER),
        ),
        "jail.kingcounty.example",
        is_the_jail=True,
    ),
    AgencyPlan(
        HEALTH,
        (UnitPlan(NURSING, _M.HEALTH, OF_HEALTH),),
        "jailhealth.kingcounty.example",
    ),
    AgencyPlan(
        SHERIFF, (_PATROL, _POLICE_RECORDS), "sheriff.kingcounty.example", "WA0170000"
    ),
    AgencyPlan(
        SEATTLE_PD, (_PATROL, _POLICE_RECORDS), "police.seattle.example", "WASPD0000"
    ),
    AgencyPlan(
        BELLEVUE_PD,
        (_PATROL, UnitPlan(DETAIL, _M.CRIMINAL, CRIMINAL_JUSTICE)),
        "police.bellevue.example",
        "WA0170200",
    ),
    AgencyPlan(KENT_PD, (_PATROL,), "police.kent.example", "WA0170700"),
    AgencyPlan(STATE_PATROL, (_PATROL,), "wsp.washington.example", "WAWSP0000"),
    AgencyPlan(
        CORRECTIONS,
        (UnitPlan("Community Corrections", _M.CRIMINAL, CRIMINAL_JUSTICE),),
        "doc.washington.example",
    ),
    AgencyPlan(
        PROSECUTOR,
        (
            UnitPlan(CRIMINAL_DIVISION, _M.PROSECUTION, OF_COURTS),
            UnitPlan(CIVIL_DIVISION, _M.PROSECUTION),
        ),
        "prosecutor.kingcounty.example",
    ),
    AgencyPlan(SUPERIOR_COURT, (_COURT,), "superior.kingcounty.example"),
    AgencyPlan(DISTRICT_COURT, (_COURT,), "district.kingcounty.example"),
    AgencyPlan(MUNICIPAL_COURT, (_COURT,), "court.seattle.example"),
    AgencyPlan(
        DEFENCE,
        (UnitPlan(DEFENDERS, _M.DEFENCE, OF_COURTS),),
        "defense.kingcounty.example",
    ),
    AgencyPlan(MARSHALS, (_INVESTIGATORS,), "marshals.federal.example"),
    AgencyPlan(FBI, (_INVESTIGATORS,), "fbi.federal.example"),
    AgencyPlan(DEA, (_INVESTIGATORS,), "dea.federal.example"),
    AgencyPlan(ATF, (_INVESTIGATORS,), "atf.federal.example"),
    AgencyPlan(
        ICE,
        (
            UnitPlan(ERO, _M.CIVIL_IMMIGRATION, TIER_OF_2004),
            UnitPlan(HSI, _M.MIXED, TIER_OF_2004),
        ),
        "ice.dhs.example",
        enforces_immigration_law=True,
    ),
    AgencyPlan(
        CBP,
        (UnitPlan(BORDER, _M.MIXED, TIER_OF_2004),),
        "cbp.dhs.example",
        enforces_immigration_law=True,
    ),
    AgencyPlan(
        USCIS,
        (UnitPlan(BENEFITS, _M.CIVIL_IMMIGRATION, TIER_OF_2004),),
        "uscis.dhs.example",
        enforces_immigration_law=True,
    ),
    AgencyPlan(COUNCIL, (_OVERSIGHT,), "council.kingcounty.example"),
    AgencyPlan(AUDITOR, (_OVERSIGHT,), "auditor.kingcounty.example"),
    AgencyPlan(OMBUDS, (_OVERSIGHT,), "ombuds.kingcounty.example"),
)

Units = dict[tuple[str, str], Unit]


def mail_domain(agency: str) -> str:
    return next(plan.mail for plan in AGENCIES if plan.name == agency)


def load_facilities() -> list[Facility]:
    return [
        Facility.objects.create(code=code, name=name) for code, name in (KCCF, MRJC)
    ]


def load_agencies(facilities: list[Facility], anchor: datetime) -> Units:
    """Write agencies, units, agreements and standing permissions; return the units
    by agency and name.
    """
    units: Units = {}
    of_class = _class_permissions()
    for plan in AGENCIES:
        agency = Agency.objects.create(
            name=plan.name,
            ori=plan.ori,
            is_the_jail=plan.is_the_jail,
            enforces_immigration_law=plan.enforces_immigration_law,
            group=Group.objects.create(name=f"agency:{plan.name}"),
        )
        for part in plan.units:
            units[plan.name, part.name] = Unit.objects.create(
                agency=agency,
                name=part.name,
                mission=part.mission,
                group=Group.objects.create(name=f"unit:{plan.name}/{part.name}"),
            )
        if any(part.sees for part in plan.units):
            agreement = _agreement(agency, anchor)
            FacilityPermission.objects.bulk_create(
                _standing(agreement, units[plan.name, part.name], permission, facility)
                for part in plan.units
                for field_class, permission in of_class.items()
                if field_class & part.sees
                for facility in facilities
            )
    return units


def _standing(agreement, unit, permission, facility) -> FacilityPermission:
    return FacilityPermission(
        group=unit.group,
        permission=permission,
        content_object=facility,
        agreement=agreement,
        starts_at=agreement.starts_at,
        ends_at=agreement.ends_at,
    )


def _agreement(agency: Agency, anchor: datetime) -> Agreement:
    is_own = agency.is_the_jail or agency.name == HEALTH
    return Agreement.objects.create(
        agency=agency,
        title="Standing order on jail records"
        if is_own
        else f"Agreement on jail records with {agency.name}, renewed",
        starts_at=TIERS_BEGAN,
        ends_at=anchor + (OWN_STANDING_ORDER if is_own else OUTSIDE_AGREEMENT),
    )


def _class_permissions() -> dict[FieldClass, Permission]:
    found = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="access", content_type__model="facility"
        )
    }
    return {
        field_class: found[permission_codename(field_class)] for field_class in CLASSES
    }
