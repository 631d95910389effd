"""Washington offenses that are often booked, with their class (RCW, as found in the
code; those of titles 46 and 69 from memory of it). Where the class depends on the
facts or on earlier convictions, none is filled in: the clerk reads it off the paper.
"""

from dataclasses import dataclass

from bookings.enums.charges import OffenseClass

_A, _B, _C = OffenseClass.A, OffenseClass.B, OffenseClass.C
_GM, _M = OffenseClass.GROSS_MISDEMEANOR, OffenseClass.MISDEMEANOR


@dataclass(frozen=True, slots=True)
class Statute:
    section: str
    title: str
    offense_class: OffenseClass | None


_TABLE = (
    ("9A.32.030", "Murder 1", _A),
    ("9A.32.050", "Murder 2", _A),
    ("9A.36.011", "Assault 1", _A),
    ("9A.36.021", "Assault 2", _B),
    ("9A.36.031", "Assault 3", _C),
    ("9A.36.041", "Assault 4", _GM),
    ("9A.36.050", "Reckless endangerment", _GM),
    ("9A.36.080", "Hate crime offense", _C),
    ("9A.40.030", "Kidnapping 2", _B),
    ("9A.40.040", "Unlawful imprisonment", _C),
    ("9A.44.050", "Rape 2", _A),
    ("9A.44.060", "Rape 3", _C),
    ("9A.44.132", "Failure to register", None),
    ("9A.46.020", "Harassment", None),
    ("9A.46.110", "Stalking", None),
    ("9A.48.070", "Malicious mischief 1", _B),
    ("9A.48.080", "Malicious mischief 2", _C),
    ("9A.48.090", "Malicious mischief 3", _GM),
    ("9A.52.020", "Burglary 1", _A),
    ("9A.52.025", "Residential burglary", _B),
    ("9A.52.030", "Burglary 2", _B),
    ("9A.52.070", "Criminal trespass 1", _GM),
    ("9A.52.080", "Criminal trespass 2", _M),
    ("9A.52.100", "Vehicle prowling 2", _GM),
    ("9A.56.030", "Theft 1", _B),
    ("9A.56.040", "Theft 2", _C),
    ("9A.56.050", "Theft 3", _GM),
    ("9A.56.065", "Theft of motor vehicle", _B),
    ("9A.56.068", "Possession of stolen motor vehicle", _B),
    ("9A.56.070", "Taking motor vehicle without permission 1", _B),
    ("9A.56.075", "Taking motor vehicle without permission 2", _C),
    ("9A.56.160", "Possessing stolen property 2", _C),
    ("9A.56.170", "Possessing stolen property 3", _GM),
    ("9A.56.200", "Robbery 1", _A),
    ("9A.56.210", "Robbery 2", _B),
    ("9A.60.020", "Forgery", _C),
    ("9.35.020", "Identity theft", None),
    ("9.41.040", "Unlawful possession of firearm", None),
    ("9.41.270", "Unlawful carrying or handling of weapon", _GM),
    ("9A.76.020", "Obstructing", _GM),
    ("9A.76.040", "Resisting arrest", _M),
    ("9A.76.110", "Escape 1", _B),
    ("9A.76.120", "Escape 2", _C),
    ("9A.76.130", "Escape 3", None),
    ("9A.76.170", "Bail jumping", None),
    ("9A.76.175", "False statement to public servant", _GM),
    ("9A.84.030", "Disorderly conduct", _M),
    ("7.105.450", "Violation of protection order", None),
    ("46.61.502", "DUI", None),
    ("46.61.504", "Physical control", _GM),
    ("46.61.024", "Attempting to elude", _C),
    ("46.61.500", "Reckless driving", _GM),
    ("46.20.342", "Driving while license suspended", None),
    ("46.52.020", "Hit and run", None),
    ("69.50.401", "Manufacture or delivery of controlled substance", None),
    ("69.50.4013", "Possession of controlled substance", _GM),
    ("10.88.330", "Fugitive from another state", None),
)
STATUTES = tuple(Statute(*row) for row in _TABLE)
