"""The banner: what everybody acknowledges before they work. No Django, no clock.

CJIS Security Policy 5.9.5, AC-8, asks for four statements; the fifth is the ordinance.
Its words are known by their hash, so that an acknowledgement says what was read.
"""

import hashlib

from access.enums import Mission, Role
from access.law import Law
from access.policy import ViewerFacts, is_forbidden

STATEMENTS = (
    "This is a restricted system of the county jail.",
    (
        "Whatever you do here may be monitored, recorded and audited, and what you are "
        "shown of a person is."
    ),
    "Use that is not authorized is prohibited, and may be prosecuted and sued for.",
    "By going on you agree to this being monitored and recorded.",
)
LAW = "The law in force here is {law}. What that law does not open is not shown."
ORDINANCE = (
    "The law in force here is {law}. It forbids giving people's personal data to "
    "immigration officials, or using this system for civil immigration enforcement, "
    "without a warrant signed by a judge. What that law does not open is not shown."
)
_IMMIGRATION = ViewerFacts(
    Mission.CIVIL_IMMIGRATION, frozenset({Role.OFFICER}), in_immigration_department=True
)


def statements(law: Law) -> tuple[str, ...]:
    """The sentences of the banner under a law."""
    # Nobody is made to acknowledge what a law does not say: that of 2004 forbade nothing.
    said = ORDINANCE if is_forbidden(law, _IMMIGRATION) else LAW
    return (*STATEMENTS, said.format(law=law.title))


def sha256(law: Law) -> str:
    """The hash by which the banner's words are known: those sentences, and the law."""
    words = "\n".join((*statements(law), law.sha256))
    return hashlib.sha256(words.encode()).hexdigest()
