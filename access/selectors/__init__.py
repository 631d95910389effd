"""Reading who somebody is, which law is in force, and what is held."""

from access.selectors.factors import Factors, factors_of, own_account
from access.selectors.facts import (
    FACTS,
    account_facts,
    agreed,
    capacities,
    effective_mission,
    held_now,
    is_current,
    law_by_hash,
    law_in_force,
    law_versions,
    viewer_facts,
    viewer_for,
)
from access.selectors.locks import open_locks
from access.selectors.past import held_as_of, standing_permission_as_of, viewer_as_of
from access.selectors.places import network_of, own_sessions, shared_between, shared_now

__all__ = [
    "FACTS",
    "Factors",
    "account_facts",
    "agreed",
    "capacities",
    "effective_mission",
    "factors_of",
    "held_as_of",
    "held_now",
    "is_current",
    "law_by_hash",
    "law_in_force",
    "law_versions",
    "network_of",
    "open_locks",
    "own_account",
    "own_sessions",
    "shared_between",
    "shared_now",
    "standing_permission_as_of",
    "viewer_as_of",
    "viewer_facts",
    "viewer_for",
]
