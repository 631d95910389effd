"""Asking for access and deciding it, and emergencies; what is done with a court's paper
is apart.
"""

from warrants.services.emergencies import (
    SeveralCapacities,
    Wanted,
    end_emergency,
    open_emergency,
    record_look,
    review,
)
from warrants.services.naming import ask_by_name, say_whom
from warrants.services.requests import (
    Asked,
    Narrower,
    Paper,
    approve,
    ask,
    ask_counsel,
    end_grant,
    fault_of_reason,
    record_reading,
    refuse,
)

__all__ = [
    "Asked",
    "Narrower",
    "Paper",
    "SeveralCapacities",
    "Wanted",
    "approve",
    "ask",
    "ask_by_name",
    "ask_counsel",
    "end_emergency",
    "end_grant",
    "fault_of_reason",
    "open_emergency",
    "record_look",
    "record_reading",
    "refuse",
    "review",
    "say_whom",
]
