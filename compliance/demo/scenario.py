"""The scenario "king-county": invented people, real numbers.

One transaction from the first agency to the last grant: whoever interrupts it
leaves nothing. The same instant and sizes make the same scenario again.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

from django.conf import settings
from django.db import connection

from access.models import Account, Agency, Facility
from access.services import load_law_files
from audit.acting import acting
from audit.clock import now
from bookings.models import Booking
from compliance.demo.accounts import load_accounts
from compliance.demo.agencies import load_agencies, load_facilities
from compliance.demo.grants import Desk
from compliance.demo.people import PEOPLE
from compliance.demo.population import Population
from compliance.demo.stays import Stays

NAME = "king-county"
ACT = "scenario.seed"
FULL_SIZE, FULL_DAYS = 41_000, 730
SMALLEST_SIZE, SHORTEST_DAYS = 200, 90
# Accounts opened after the law changed need some years to have been opened in.
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
_SEED = 18665  # the ordinance
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('compliance.demo.scenario'))"

Say = Callable[[str], None]


class ScenarioRefused(Exception):
    """The scenario cannot be loaded here; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many bookings, over how many days before the scenario's instant."""

    bookings: int = FULL_SIZE
    days: int = FULL_DAYS


def load(size: Size, *, as_of: datetime | None = None, say: Say) -> bool:
    """Load the scenario as of an aware instant, or now; False if it stands already.

    Raises ScenarioRefused outside a demonstration, in a database that holds
    something else, and for impossible sizes and instants.
    """
    _refuse_outside_a_demonstration()
    _check_size(size)
    with acting(None, ACT):
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        if Account.objects.filter(sign_in_name=PEOPLE[0].sign_in_name).exists():
            return False
        _refuse_beside_others()
        _load(size, _anchor(as_of), say)
    return True


def _load(size: Size, anchor: datetime, say: Say) -> None:
    rng = random.Random(_SEED)  # noqa: S311 - the same again is the point
    load_law_files()
    facilities = load_facilities()
    units = load_agencies(facilities, anchor)
    accounts = load_accounts(rng, units, anchor)
    say(f"{len(units)} units of agencies, {accounts} accounts.")
    say(f"Inventing {size.bookings:,} bookings over {size.days} days ...")
    population = Population(rng)
    stays = Stays(rng, population, facilities, anchor)
    stays.book(size.bookings, size.days)
    stays.lodge_detainers()
    say("Writing them with their change history ...")
    for what, rows in chain(population.load(), stays.load()):
        say(f"  {rows:,} {what}")
    Desk(rng, anchor).load(stays.all)


def _anchor(as_of: datetime | None) -> datetime:
    """The instant from which everything counts back, to the minute."""
    present = now()
    anchor = (as_of or present).astimezone(UTC).replace(second=0, microsecond=0)
    if not EARLIEST <= anchor <= present:
        raise ScenarioRefused("The scenario begins between 2020 and now.")
    return anchor


def _refuse_outside_a_demonstration() -> None:
    if not (settings.DEBUG or settings.DEMO_SIGN_INS):
        raise ScenarioRefused(
            "Invented people belong into a demonstration, and this is none: DEBUG and "
            "demo sign-ins are off. Nothing was changed."
        )


def _refuse_beside_others() -> None:
    for model in (Agency, Facility, Account, Booking):
        if model.objects.exists():
            raise ScenarioRefused(
                f"This database holds {model._meta.verbose_name_plural} that are not "
                "the scenario's. Load it into an empty one. Nothing was changed."
            )


def _check_size(size: Size) -> None:
    if size.bookings < SMALLEST_SIZE or size.days < SHORTEST_DAYS:
        raise ScenarioRefused(
            f"The scenario needs {SMALLEST_SIZE} bookings over {SHORTEST_DAYS} days "
            "at the least."
        )
