"""Asking for access and deciding it; what is done with a court's paper is apart."""

from warrants.services.requests import (
    Asked,
    Paper,
    approve,
    ask,
    end_grant,
    record_reading,
    refuse,
)

__all__ = [
    "Asked",
    "Paper",
    "approve",
    "ask",
    "end_grant",
    "record_reading",
    "refuse",
]
