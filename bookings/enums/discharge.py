"""How somebody leaves."""

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
    NOT_ADMITTED = "not_admitted"
    NOT_ON_LATER_ROSTER = "not_on_later_roster"
    NOT_STATED = "not_stated"

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
    DischargeReason.NOT_ADMITTED: "Not admitted: hospital first",
    DischargeReason.NOT_ON_LATER_ROSTER: "Left between two lists of another system",
    DischargeReason.NOT_STATED: "Not stated by the other system",
}
# How an intake ends that never became a stay, and what a roster does not say. Nobody is
# released for it.
NO_RELEASE = {
    DischargeReason.NOT_ADMITTED,
    DischargeReason.NOT_ON_LATER_ROSTER,
    DischargeReason.NOT_STATED,
}
