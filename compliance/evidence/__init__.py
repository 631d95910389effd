"""Evidence about labels, because labels lie: signs about one account, out of frozen
facts, and the verdict on them. Pure: no clock, no database.
"""

from compliance.evidence.facts import (
    AccountEvidence,
    Inviter,
    MailFacts,
    NetworkKind,
    OriFacts,
    Reasons,
    SignIn,
    Use,
)
from compliance.evidence.kinds import Sign, SignKind, Weight
from compliance.evidence.mail import Registry
from compliance.evidence.signs import signs_of
from compliance.evidence.verdict import Verdict, verdict_of, verdicts_of

__all__ = [
    "AccountEvidence",
    "Inviter",
    "MailFacts",
    "NetworkKind",
    "OriFacts",
    "Reasons",
    "Registry",
    "Sign",
    "SignIn",
    "SignKind",
    "Use",
    "Verdict",
    "Weight",
    "signs_of",
    "verdict_of",
    "verdicts_of",
]
