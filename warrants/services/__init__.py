"""Asking for access and deciding it; what is done with a court's paper is apart."""

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
    "approve",
    "ask",
    "ask_by_name",
    "ask_counsel",
    "end_grant",
    "fault_of_reason",
    "record_reading",
    "refuse",
    "say_whom",
]
