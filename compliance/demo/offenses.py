"""What people are booked for, under which section of the Revised Code of Washington,
with what bail, by whom, and before which court.
"""

import random
from dataclasses import dataclass

from bookings.enums import DischargeReason, OffenseClass
from compliance.demo import agencies as at

A, B, C, GROSS, MISD = (
    OffenseClass.A,
    OffenseClass.B,
    OffenseClass.C,
    OffenseClass.GROSS_MISDEMEANOR,
    OffenseClass.MISDEMEANOR,
)


@dataclass(frozen=True, slots=True)
class Offense:
    statute: str
    title: str
    offense_class: OffenseClass


# Sections, titles and classes as in RCW on 1 August 2025, with how often they
# are met in the scenario; how often they are met in life is not claimed.
_TABLE = (
    (1, "9A.32.030", "Murder in the first degree", A),
    (1, "9A.32.050", "Murder in the second degree", A),
    (3, "9A.36.011", "Assault in the first degree", A),
    (12, "9A.36.021", "Assault in the second degree", B),
    (10, "9A.36.031", "Assault in the third degree", C),
    (70, "9A.36.041", "Assault in the fourth degree", GROSS),
    (6, "9A.36.050", "Reckless endangerment", GROSS),
    (2, "9A.36.080", "Hate crime offense", C),
    (1, "9A.40.030", "Kidnapping in the second degree", B),
    (4, "9A.40.040", "Unlawful imprisonment", C),
    (2, "9A.44.050", "Rape in the second degree", A),
    (2, "9A.44.060", "Rape in the third degree", C),
    (5, "9A.44.132", "Failure to register", C),
    (14, "9A.46.020", "Harassment", GROSS),
    (4, "9A.46.110", "Stalking", GROSS),
    (3, "9A.48.070", "Malicious mischief in the first degree", B),
    (6, "9A.48.080", "Malicious mischief in the second degree", C),
    (20, "9A.48.090", "Malicious mischief in the third degree", GROSS),
    (2, "9A.52.020", "Burglary in the first degree", A),
    (12, "9A.52.025", "Residential burglary", B),
    (16, "9A.52.030", "Burglary in the second degree", B),
    (18, "9A.52.070", "Criminal trespass in the first degree", GROSS),
    (16, "9A.52.080", "Criminal trespass in the second degree", MISD),
    (9, "9A.52.100", "Vehicle prowling in the second degree", GROSS),
    (4, "9A.56.030", "Theft in the first degree", B),
    (14, "9A.56.040", "Theft in the second degree", C),
    (40, "9A.56.050", "Theft in the third degree", GROSS),
    (10, "9A.56.065", "Theft of a motor vehicle", B),
    (13, "9A.56.068", "Possession of a stolen vehicle", B),
    (5, "9A.56.070", "Taking a motor vehicle in the first degree", B),
    (7, "9A.56.075", "Taking a motor vehicle in the second degree", C),
    (8, "9A.56.160", "Possessing stolen property in the second degree", C),
    (10, "9A.56.170", "Possessing stolen property in the third degree", GROSS),
    (5, "9A.56.200", "Robbery in the first degree", A),
    (10, "9A.56.210", "Robbery in the second degree", B),
    (4, "9A.60.020", "Forgery", C),
    (7, "9.35.020", "Identity theft", C),
    (14, "9.41.040", "Unlawful possession of a firearm", B),
    (6, "9.41.270", "Unlawful carrying or handling of a weapon", GROSS),
    (18, "9A.76.020", "Obstructing a law enforcement officer", GROSS),
    (10, "9A.76.040", "Resisting arrest", MISD),
    (4, "9A.76.120", "Escape in the second degree", C),
    (9, "9A.76.170", "Bail jumping", C),
    (4, "9A.76.175", "False statement to a public servant", GROSS),
    (7, "9A.84.030", "Disorderly conduct", MISD),
    (26, "7.105.450", "Violation of a protection order", GROSS),
    (62, "46.61.502", "Driving under the influence", GROSS),
    (8, "46.61.504", "Physical control of a vehicle under the influence", GROSS),
    (7, "46.61.024", "Attempting to elude a police vehicle", C),
    (9, "46.61.500", "Reckless driving", GROSS),
    (22, "46.20.342", "Driving while license suspended", MISD),
    (8, "46.52.020", "Hit and run", GROSS),
    (12, "69.50.401", "Delivery of a controlled substance", B),
    (24, "69.50.4013", "Possession of a controlled substance", GROSS),
)
_OFFENSES = tuple(Offense(*row) for _, *row in _TABLE)
_WEIGHTS = tuple(weight for weight, *_ in _TABLE)
_HOW_MANY, _HOW_OFTEN = (1, 2, 3, 4), (46, 31, 15, 8)

# Dollars; none is set for most of the lesser ones.
_BAIL = {
    A: (100_000, 250_000, 500_000, 1_000_000),
    B: (10_000, 25_000, 50_000, 100_000),
    C: (2_500, 5_000, 10_000, 25_000, None),
    GROSS: (500, 950, 2_500, 5_000, None, None),
    MISD: (250, 500, 1_000, None, None, None),
}
_GRAVITY = (A, B, C, GROSS, MISD)

_ARRESTING = (
    (34, at.SEATTLE_PD),
    (17, at.SHERIFF),
    (11, at.KENT_PD),
    (6, at.BELLEVUE_PD),
    (9, at.STATE_PATROL),
    (8, at.CORRECTIONS),
    (5, "Renton Police Department"),
    (4, "Federal Way Police Department"),
    (3, "Auburn Police Department"),
    (2, "Port of Seattle Police Department"),
    (1, at.MARSHALS),
)
_ARRESTING_NAMES = tuple(name for _, name in _ARRESTING)
_ARRESTING_WEIGHTS = tuple(weight for weight, _ in _ARRESTING)

_R = DischargeReason
_SHORT_STAY = (
    (26, _R.PERSONAL_RECOGNIZANCE),
    (18, _R.BAIL_BOND),
    (10, _R.BAIL_CASH),
    (14, _R.CONDITIONAL_RELEASE),
    (14, _R.CHARGES_NOT_FILED),
    (5, _R.CHARGES_DISMISSED),
    (6, _R.COURT_ORDER_RELEASE),
    (4, _R.TRANSFER_OTHER_JAIL),
    (2, _R.TRANSFER_HOSPITAL),
    (1, _R.BOOKED_IN_ERROR),
)
_LONG_STAY = (
    (38, _R.TIME_SERVED),
    (18, _R.COURT_ORDER_RELEASE),
    (14, _R.TRANSFER_OTHER_JAIL),
    (12, _R.CONDITIONAL_RELEASE),
    (10, _R.CHARGES_DISMISSED),
    (6, _R.BAIL_BOND),
    (2, _R.TRANSFER_HOSPITAL),
)
LONG_STAY_DAYS = 10


def charged_with(rng: random.Random) -> list[Offense]:
    """One to four offenses, the gravest first, none of them twice."""
    (number,) = rng.choices(_HOW_MANY, _HOW_OFTEN)
    drawn = dict.fromkeys(rng.choices(_OFFENSES, _WEIGHTS, k=number))
    return sorted(drawn, key=lambda offense: _GRAVITY.index(offense.offense_class))


def bail(rng: random.Random, gravest: Offense) -> int | None:
    return rng.choice(_BAIL[gravest.offense_class])


def arresting_agency(rng: random.Random) -> str:
    return rng.choices(_ARRESTING_NAMES, _ARRESTING_WEIGHTS)[0]


def court(gravest: Offense, arresting: str) -> str:
    if gravest.offense_class in (A, B, C):
        return at.SUPERIOR_COURT
    return at.MUNICIPAL_COURT if arresting == at.SEATTLE_PD else at.DISTRICT_COURT


def discharge_reason(rng: random.Random, stay_days: float) -> DischargeReason:
    table = _LONG_STAY if stay_days >= LONG_STAY_DAYS else _SHORT_STAY
    often, reasons = zip(*table, strict=True)
    return rng.choices(reasons, often)[0]
