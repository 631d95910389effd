"""How somebody leaves."""

from enum import StrEnum


class DischargeReason(StrEnum):
    """Why a person left. The public manner is coarser: see ``rules.PUBLIC_MANNER``.

    There is no code for a transfer to an immigration authority: with a judge's paper
    in a criminal case it is the US Marshals', without one it is no transfer.
    """

    BAIL_CASH = "bail_cash"
    BAIL_BOND = "bail_bond"
    PERSONAL_RECOGNIZANCE = "personal_recognizance"
    CONDITIONAL_RELEASE = "conditional_release"
    HOME_DETENTION = "electronic_home_detention"
    WORK_RELEASE = "work_release"
    TIME_SERVED = "time_served"
    SENTENCE_EXPIRED = "sentence_expired"
    CHARGES_NOT_FILED = "charges_not_filed"
    NO_PROBABLE_CAUSE = "no_probable_cause"
    CHARGES_DISMISSED = "charges_dismissed"
    ACQUITTED = "acquitted"
    COURT_ORDER_RELEASE = "court_order_release"
    DIVERSION = "diversion"
    ADMINISTRATIVE_RELEASE = "administrative_release"
    MEDICAL_RELEASE = "medical_release"
    ORDINARY_RELEASE = "ordinary_release"
    BOOKED_IN_ERROR = "booked_in_error"
    NOT_ADMITTED = "not_admitted"
    NOT_ON_LATER_ROSTER = "not_on_later_roster"
    NOT_STATED = "not_stated"
    TRANSFER_OTHER_FACILITY = "transfer_other_facility"
    TRANSFER_OTHER_JAIL = "transfer_other_jail"
    TRANSFER_CORRECTIONS = "transfer_corrections"
    TRANSFER_MARSHALS = "transfer_us_marshal"
    TRANSFER_OTHER_STATE = "transfer_other_state"
    TRANSFER_HOSPITAL = "transfer_hospital"
    TRANSFER_STATE_HOSPITAL = "state_hospital_competency"
    TRANSFER_JUVENILE = "transfer_juvenile_detention"
    ESCAPE = "escape"
    DEATH = "death"

    @property
    def label(self) -> str:
        return DISCHARGE_LABELS[self]


DISCHARGE_LABELS = {
    DischargeReason.BAIL_CASH: "Bail paid in cash",
    DischargeReason.BAIL_BOND: "Bail bond posted",
    DischargeReason.PERSONAL_RECOGNIZANCE: "Personal recognizance",
    DischargeReason.CONDITIONAL_RELEASE: "Conditional release",
    DischargeReason.HOME_DETENTION: "Electronic home detention",
    DischargeReason.WORK_RELEASE: "Work release",
    DischargeReason.TIME_SERVED: "Sentence served",
    DischargeReason.SENTENCE_EXPIRED: "Sentence expired",
    DischargeReason.CHARGES_NOT_FILED: "No charges filed in 72 hours",
    DischargeReason.NO_PROBABLE_CAUSE: "No probable cause found",
    DischargeReason.CHARGES_DISMISSED: "Charges dismissed",
    DischargeReason.ACQUITTED: "Acquitted",
    DischargeReason.COURT_ORDER_RELEASE: "Court ordered release",
    DischargeReason.DIVERSION: "Diversion",
    DischargeReason.ADMINISTRATIVE_RELEASE: "Administrative release (capacity)",
    DischargeReason.MEDICAL_RELEASE: "Medical release",
    DischargeReason.ORDINARY_RELEASE: "Ordinary release, nothing holds the person",
    DischargeReason.BOOKED_IN_ERROR: "Booked in error",
    DischargeReason.NOT_ADMITTED: "Not admitted: hospital first",
    DischargeReason.NOT_ON_LATER_ROSTER: "Left between two lists of another system",
    DischargeReason.NOT_STATED: "Not stated by the other system",
    DischargeReason.TRANSFER_OTHER_FACILITY: "To our other facility",
    DischargeReason.TRANSFER_OTHER_JAIL: "To another jail",
    DischargeReason.TRANSFER_CORRECTIONS: "To the Department of Corrections",
    DischargeReason.TRANSFER_MARSHALS: "To the US Marshals, on a judge's paper",
    DischargeReason.TRANSFER_OTHER_STATE: "To another state",
    DischargeReason.TRANSFER_HOSPITAL: "To a hospital",
    DischargeReason.TRANSFER_STATE_HOSPITAL: "To a state hospital (competency)",
    DischargeReason.TRANSFER_JUVENILE: "To juvenile detention",
    DischargeReason.ESCAPE: "Escaped",
    DischargeReason.DEATH: "Died",
}
# Part of another act, and not chosen at the door.
MADE_BY_A_TRANSFER = {DischargeReason.TRANSFER_OTHER_FACILITY}
# How an intake ends that never became a stay, and what a roster does not say. Nobody is
# released for it.
NO_RELEASE = {
    DischargeReason.NOT_ADMITTED,
    DischargeReason.NOT_ON_LATER_ROSTER,
    DischargeReason.NOT_STATED,
}
