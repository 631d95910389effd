"""How somebody is kept, and what ends it. Values are stored."""

from enum import StrEnum


class EntitlementKind(StrEnum):
    """What entitles somebody to leave. From its instant on a clock runs until they are
    out.
    """

    BAIL_POSTED = "bail_posted"
    COURT_ORDER = "court_order"
    SENTENCE_ENDED = "sentence_ended"
    CHARGES_NOT_FILED = "charges_not_filed"
    NO_PROBABLE_CAUSE = "no_probable_cause"

    @property
    def label(self) -> str:
        return ENTITLEMENT_LABELS[self]


ENTITLEMENT_LABELS = {
    EntitlementKind.BAIL_POSTED: "Bail posted",
    EntitlementKind.COURT_ORDER: "Court's release order received",
    EntitlementKind.SENTENCE_ENDED: "Sentence ended",
    EntitlementKind.CHARGES_NOT_FILED: "No charges filed in time",
    EntitlementKind.NO_PROBABLE_CAUSE: "No probable cause found",
}


class BasisKind(StrEnum):
    """On what somebody may be kept past the first clocks."""

    PROBABLE_CAUSE = "probable_cause"
    CHARGES_FILED = "charges_filed"
    WARRANT = "warrant"
    SENTENCE = "sentence"

    @property
    def label(self) -> str:
        return BASIS_KIND_LABELS[self]


BASIS_KIND_LABELS = {
    BasisKind.PROBABLE_CAUSE: "A judge found probable cause",
    BasisKind.CHARGES_FILED: "Charges were filed",
    BasisKind.WARRANT: "Held on a court's warrant or order",
    BasisKind.SENTENCE: "Serving a sentence",
}


class ClockKind(StrEnum):
    PROBABLE_CAUSE = "probable_cause"
    CHARGES = "charges"
    SENTENCE = "sentence"

    @property
    def label(self) -> str:
        return CLOCK_LABELS[self]


CLOCK_LABELS = {
    ClockKind.PROBABLE_CAUSE: "Probable cause, 48 hours",
    ClockKind.CHARGES: "Charges filed, 72 hours",
    ClockKind.SENTENCE: "Expected release",
}


class HoldKind(StrEnum):
    """Why somebody is kept for another court or body. Immigration papers are none of
    them: they bind nobody (domain 6.4), and are class P9.
    """

    WARRANT = "warrant"
    CORRECTIONS = "corrections"
    FUGITIVE = "fugitive"
    MARSHALS = "marshals"
    WRIT = "writ"
    MILITARY = "military"
    CIVIL_COMMITMENT = "civil_commitment"

    @property
    def label(self) -> str:
        return HOLD_LABELS[self]


HOLD_LABELS = {
    HoldKind.WARRANT: "Warrant of a court, here or in another county",
    HoldKind.CORRECTIONS: "Department of Corrections, community custody",
    HoldKind.FUGITIVE: "Fugitive, wanted by another state",
    HoldKind.MARSHALS: "US Marshals, federal criminal case",
    HoldKind.WRIT: "Writ to appear in another court",
    HoldKind.MILITARY: "Military",
    HoldKind.CIVIL_COMMITMENT: "Civil commitment",
}


class HoldEffect(StrEnum):
    BINDS = "binds"
    WHEN_SERVED = "when_served"
    DOES_NOT_BIND = "does_not_bind"

    @property
    def label(self) -> str:
        return HOLD_EFFECT_LABELS[self]


HOLD_EFFECT_LABELS = {
    HoldEffect.BINDS: "Binds",
    HoldEffect.WHEN_SERVED: "Binds once its process is served",
    HoldEffect.DOES_NOT_BIND: "Does not bind",
}


class InstrumentKind(StrEnum):
    """A judge's paper in a criminal case on which somebody is handed over."""

    ARREST_WARRANT = "arrest_warrant"
    INDICTMENT = "indictment"
    WRIT = "writ"
    REMOVAL_ORDER = "rule_5_order"

    @property
    def label(self) -> str:
        return INSTRUMENT_LABELS[self]


INSTRUMENT_LABELS = {
    InstrumentKind.ARREST_WARRANT: "Criminal arrest warrant signed by a judge",
    InstrumentKind.INDICTMENT: "Indictment with a warrant",
    InstrumentKind.WRIT: "Writ of a federal court",
    InstrumentKind.REMOVAL_ORDER: "Order to appear in another district (Rule 5)",
}


class MovementKind(StrEnum):
    COURT = "court"
    HOSPITAL = "hospital"
    OTHER = "other"

    @property
    def label(self) -> str:
        return MOVEMENT_LABELS[self]


MOVEMENT_LABELS = {
    MovementKind.COURT: "At court",
    MovementKind.HOSPITAL: "At a hospital",
    MovementKind.OTHER: "Out with staff",
}


class TaskKind(StrEnum):
    """What waits for the shift supervisor. None of it stops anything at the door."""

    WRONG_RELEASE = "wrong_release"
    RELEASED_DESPITE = "released_despite"
    NO_INSTRUMENT = "no_instrument"
    PROPERTY_HELD = "property_held"

    @property
    def label(self) -> str:
        return TASK_LABELS[self]


TASK_LABELS = {
    TaskKind.WRONG_RELEASE: "A release that may be wrong",
    TaskKind.RELEASED_DESPITE: "Released while something that binds stood open",
    TaskKind.NO_INSTRUMENT: "Federal handover asked for, no judge's paper",
    TaskKind.PROPERTY_HELD: "Left, and their property is still here",
}
