"""Why a record is not deleted although its person asks: RCW 10.97.060, read 2026-11-29.

What the section says of fugitives and of active prosecution is not in our copy of the
facts, and is for counsel to confirm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DeletionGround(StrEnum):
    """Values are stored in the act history."""

    IN_CUSTODY = "in_custody"
    CONVICTED = "convicted"
    PENDING = "pending"
    FUGITIVE = "fugitive"
    TOO_SOON = "too_soon"
    DIVERTED = "diverted"
    PRIOR_CONVICTION = "prior_conviction"
    ARRESTED_AGAIN = "arrested_again"


@dataclass(frozen=True, slots=True)
class GroundWords:
    """``is_sure``: quoted to the person as settled; else for counsel."""

    label: str
    section: str
    is_sure: bool = True


GROUND_WORDS: Mapping[DeletionGround, GroundWords] = {
    DeletionGround.IN_CUSTODY: GroundWords(
        "The person is in custody for it: the proceedings are pending.",
        "RCW 10.97.030, .060",
    ),
    DeletionGround.CONVICTED: GroundWords(
        "There was a conviction, or another outcome against the person.",
        "RCW 10.97.030, .060",
    ),
    DeletionGround.PENDING: GroundWords(
        "The case is being prosecuted, as the prosecutor certifies now.",
        "RCW 10.97.060",
        is_sure=False,
    ),
    DeletionGround.FUGITIVE: GroundWords(
        "The person is a fugitive.", "RCW 10.97.060", is_sure=False
    ),
    DeletionGround.TOO_SOON: GroundWords(
        "Two years have not passed since it ended in the person's favor, nor three"
        " since the arrest.",
        "RCW 10.97.060",
    ),
    DeletionGround.DIVERTED: GroundWords(
        "It ended in a deferred prosecution or a diversion.", "RCW 10.97.060(1)"
    ),
    DeletionGround.PRIOR_CONVICTION: GroundWords(
        "The person was convicted of a felony or gross misdemeanor before.",
        "RCW 10.97.060(2)",
    ),
    DeletionGround.ARRESTED_AGAIN: GroundWords(
        "The person was arrested for or charged with another crime meanwhile.",
        "RCW 10.97.060(3)",
    ),
}
