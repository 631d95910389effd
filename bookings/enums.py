"""The words of the record. NCIC codes: ``domain`` tables of FBI code manual."""

from enum import StrEnum


class DischargeReason(StrEnum):
    """Why a person left. The public manner is coarser: see ``rules.PUBLIC_MANNER``."""

    BAIL_CASH = "bail_cash"
    BAIL_BOND = "bail_bond"
    PERSONAL_RECOGNIZANCE = "personal_recognizance"
    CONDITIONAL_RELEASE = "conditional_release"
    TIME_SERVED = "time_served"
    CHARGES_NOT_FILED = "charges_not_filed"
    CHARGES_DISMISSED = "charges_dismissed"
    COURT_ORDER_RELEASE = "court_order_release"
    TRANSFER_OTHER_JAIL = "transfer_other_jail"
    TRANSFER_HOSPITAL = "transfer_hospital"
    BOOKED_IN_ERROR = "booked_in_error"

    @property
    def label(self) -> str:
        return DISCHARGE_LABELS[self]


DISCHARGE_LABELS = {
    DischargeReason.BAIL_CASH: "Bail paid in cash",
    DischargeReason.BAIL_BOND: "Bail bond posted",
    DischargeReason.PERSONAL_RECOGNIZANCE: "Personal recognizance",
    DischargeReason.CONDITIONAL_RELEASE: "Conditional release",
    DischargeReason.TIME_SERVED: "Sentence served",
    DischargeReason.CHARGES_NOT_FILED: "No charges filed in 72 hours",
    DischargeReason.CHARGES_DISMISSED: "Charges dismissed",
    DischargeReason.COURT_ORDER_RELEASE: "Court ordered release",
    DischargeReason.TRANSFER_OTHER_JAIL: "To another jail",
    DischargeReason.TRANSFER_HOSPITAL: "To a hospital",
    DischargeReason.BOOKED_IN_ERROR: "Booked in error",
}


class ChargeStatus(StrEnum):
    INVESTIGATION = "investigation"
    FILED = "filed"
    DISMISSED = "dismissed"
    CONVICTED = "convicted"
    SENTENCED = "sentenced"


class OffenseClass(StrEnum):
    A = "felony_a"
    B = "felony_b"
    C = "felony_c"
    GROSS_MISDEMEANOR = "gross_misdemeanor"
    MISDEMEANOR = "misdemeanor"

    @property
    def label(self) -> str:
        return OFFENSE_CLASS_LABELS[self]


OFFENSE_CLASS_LABELS = {
    OffenseClass.A: "Class A felony",
    OffenseClass.B: "Class B felony",
    OffenseClass.C: "Class C felony",
    OffenseClass.GROSS_MISDEMEANOR: "Gross misdemeanor",
    OffenseClass.MISDEMEANOR: "Misdemeanor",
}

# NCIC code tables (FBI), as read in the NIEM ``fbi`` code lists.
SEXES = {"M": "Male", "F": "Female", "U": "Unknown"}
RACES = {
    "A": "Asian or Pacific Islander",
    "B": "Black",
    "I": "American Indian or Alaskan Native",
    "U": "Unknown",
    "W": "White",
}
EYE_COLOURS = {
    "BLK": "Black",
    "BLU": "Blue",
    "BRO": "Brown",
    "GRN": "Green",
    "GRY": "Gray",
    "HAZ": "Hazel",
    "MAR": "Maroon",
    "MUL": "Multicoloured",
    "PNK": "Pink",
    "XXX": "Unknown",
}
HAIR_COLOURS = {
    "BLK": "Black",
    "BLN": "Blond",
    "BLU": "Blue",
    "BRO": "Brown",
    "GRN": "Green",
    "GRY": "Gray",
    "ONG": "Orange",
    "PLE": "Purple",
    "PNK": "Pink",
    "RED": "Red",
    "SDY": "Sandy",
    "WHI": "White",
    "XXX": "Unknown or bald",
}
# Appearance only. Codes of health (MC, TD, DA, NM, ART …) are class P6 and are
# not taken on this form.
MARK_FAMILIES = {
    "TAT": "Tattoo",
    "RTAT": "Removed tattoo",
    "SC": "Scar",
    "MOLE": "Mole",
    "DISC": "Birthmark",
    "PRCD": "Piercing",
}


class DetainerForm(StrEnum):
    """Immigration papers: requests and administrative warrants. None binds."""

    I_247A = "I-247A"
    I_247D = "I-247D"
    I_247N = "I-247N"
    I_247X = "I-247X"
    I_200 = "I-200"
    I_203 = "I-203"
    I_205 = "I-205"


class AddressKind(StrEnum):
    HOME = "home"
    WORK = "work"
    MAIL = "mail"
