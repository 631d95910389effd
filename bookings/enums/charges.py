"""What somebody is held for."""

from enum import StrEnum


class ChargeStatus(StrEnum):
    INVESTIGATION = "investigation"
    FILED = "filed"
    DISMISSED = "dismissed"
    CONVICTED = "convicted"
    SENTENCED = "sentenced"


# How a charge under a code of immigration matters is a criminal one. A civil warrant,
# detainer or notice is none of these, and is no charge.
CRIMINAL_BASES = {
    "complaint": "A criminal complaint or indictment in a federal court",
    "judge_warrant": "A criminal warrant signed by a judge",
}


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
