"""Reading requests, grants and instruments. A person's data is read by the gate alone."""

from warrants.selectors.instruments import (
    LISTED,
    SEALED_AS,
    Examined,
    examined,
    instrument,
    instruments,
    read_off,
    sheet,
)
from warrants.selectors.requests import (
    APPROVE,
    PAGE,
    REASON,
    TARGET,
    approvals_of,
    grantable,
    grants,
    has_typed_before,
    own_requests,
    queue,
    reason_of,
    request_by_id,
)

__all__ = [
    "APPROVE",
    "LISTED",
    "PAGE",
    "REASON",
    "SEALED_AS",
    "TARGET",
    "Examined",
    "approvals_of",
    "examined",
    "grantable",
    "grants",
    "has_typed_before",
    "instrument",
    "instruments",
    "own_requests",
    "queue",
    "read_off",
    "reason_of",
    "request_by_id",
    "sheet",
]
