"""The scenario "king-county": invented people, real numbers.

One transaction from the first agency to the last grant: whoever interrupts it
leaves nothing. The same instant and sizes make the same scenario again, and what happened
in the story's months is the same at every instant.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from access.models import Account, Agency, Facility
from access.services import load_law_files
from access.viewer import System
from audit.acting import acting
from audit.clock import now
from bookings.models import Booking
from compliance.demo import access_log
from compliance.demo import agencies as at
from compliance.demo.accounts import load_accounts
from compliance.demo.agencies import load_agencies, load_facilities
from compliance.demo.attorneys import load_attorneys
from compliance.demo.consular import load_consular
from compliance.demo.custody import Custody, load_cells
from compliance.demo.grants import Desk
from compliance.demo.people import PEOPLE
from compliance.demo.periods import FULL_DAYS, FULL_SIZE
from compliance.demo.population import Population
from compliance.demo.rota import load_rota
from compliance.demo.stays import Stays
from compliance.services.campaigns import open_campaign
from compliance.services.log_import import import_access_log

NAME = "king-county"
ACT = "scenario.seed"
# The largest leaves each facility numbers enough for a year (``stays._number``).
SMALLEST_SIZE, LARGEST_SIZE, SHORTEST_DAYS = 200, 1_000_000, 90
# By then everybody of the story has left, and their records are sealed that will be.
EARLIEST = datetime(2021, 1, 1, tzinfo=UTC)
_SEED = 18665  # the ordinance
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('compliance.demo.scenario'))"

Say = Callable[[str], None]


class ScenarioRefused(Exception):
    """The scenario cannot be loaded here; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many bookings in all, and over how many days before the scenario's instant
    those of late. The others are of the story's months, 2018 to 2019.
    """

    bookings: int = FULL_SIZE
    days: int = FULL_DAYS


def load(size: Size, *, as_of: datetime | None = None, say: Say) -> bool:
    """Load the scenario as of an aware instant, or now; False if it stands already.

    Raises ScenarioRefused outside a demonstration, in a database that holds
    something else, and for impossible sizes and instants.
    """
    refuse_outside_a_demonstration()
    _check_size(size)
    with acting(None, ACT):
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
        if _is_here():
            return False
        _refuse_beside_others()
        _load(size, _anchor(as_of), say)
    return True


def _load(size: Size, anchor: datetime, say: Say) -> None:
    load_law_files()
    facilities = load_facilities()
    units = load_agencies(facilities, anchor)
    accounts = load_accounts(_chance("accounts"), units, anchor)
    say(f"{len(units)} units of agencies, {accounts} accounts.")
    say(f"Inventing {size.bookings:,} bookings, of 2018 to 2019 and of late ...")
    rng = _chance("records")
    population = Population(rng)
    stays = Stays(rng, population, facilities, anchor)
    stays.book(size.bookings, size.days)
    stays.lodge_detainers()
    say("Writing them with their change history ...")
    load_cells(facilities)
    custody = Custody(_chance("custody"), anchor)
    written = chain(population.load(), stays.load(), custody.load(stays.all))
    for what, rows in written:
        say(f"  {rows:,} {what}")
    Desk(_chance("requests"), anchor).load(stays.all)
    load_attorneys(_chance("attorneys"), stays.all, anchor)
    load_rota(_chance("rota"), anchor)
    load_consular(_chance("consular"), stays.all, anchor)
    load_access_log(import_access_log, say)
    # One review is open from the first look on; the daily run asks for the others.
    reviewed = units[at.SEATTLE_PD, at.RECORDS].pk
    open_campaign(reviewed, now(), by=System("scenario"))


def load_access_log(import_access_log: Callable, say: Say) -> None:
    """Import the log that the old look-up system left, with the importer given
    (``compliance.services.log_import.import_access_log``). The file is in between, and
    gone afterwards.
    """
    with TemporaryDirectory(prefix="jils-") as folder:
        path = Path(folder) / access_log.NAME
        say("Writing down how the old look-up system was used ...")
        access_log.write(path, say=say)
        import_access_log(path, access_log.MAPPING, by=System("scenario"), say=say)


def _chance(about: str) -> random.Random:
    """Its own for each part: what one part draws changes nothing in another."""
    return random.Random(f"{_SEED} {about}")  # noqa: S311 - the same again is the point


def _anchor(as_of: datetime | None) -> datetime:
    """The instant from which everything counts back, to the minute."""
    present = now()
    anchor = (as_of or present).astimezone(UTC).replace(second=0, microsecond=0)
    if not EARLIEST <= anchor <= present:
        raise ScenarioRefused("The scenario begins between 2021 and now.")
    return anchor


def refuse_outside_a_demonstration() -> None:
    if not (settings.DEBUG or settings.DEMO_SIGN_INS):
        raise ScenarioRefused(
            "Invented people belong into a demonstration, and this is none: DEBUG and "
            "demo sign-ins are off. Nothing was changed."
        )


def refuse_without_it() -> None:
    if not _is_here():
        raise ScenarioRefused("The scenario is not in this database: make seed.")


def _is_here() -> bool:
    return Account.objects.filter(sign_in_name=PEOPLE[0].sign_in_name).exists()


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
    if size.bookings > LARGEST_SIZE:
        raise ScenarioRefused(f"The scenario has no more than {LARGEST_SIZE} bookings.")
