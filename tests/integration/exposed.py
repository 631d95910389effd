"""A small jail of 2018 with an officer whom the ordinance forbids, and the old system's
log of what they did: the answers stand beside it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from access.enums import Mission, Role
from access.viewer import System
from bookings.models import Person
from compliance.services.log_import import import_access_log
from tests import factories

LAW = datetime(2018, 3, 18, 7, tzinfo=UTC)  # midnight in Seattle
MAPPING = """title = "The old system"
[time]
column = "when"
zone = "America/Los_Angeles"
[user]
column = "who"
[booking]
column = "number"
[action]
column = "what"
[action.is]
in = "signed_in"
open = "opened"
"""


@dataclass(frozen=True, slots=True)
class ExposedWorld:
    """``within_reach``: of whom the officer could see a booking against the law."""

    officer: str
    detective: str
    once: Person
    twice: Person
    too_late: Person
    number: str

    @property
    def within_reach(self) -> tuple[Person, ...]:
        return (self.once, self.twice)


def exposed_world() -> ExposedWorld:
    """Two people within reach by three bookings; one booked after the last sign-in."""
    factories.laws()
    jail = factories.facility()
    for name, mission in (
        ("REMOVAL", Mission.CIVIL_IMMIGRATION),
        ("DETECTIVE", Mission.CRIMINAL),
    ):
        factories.membership(
            Role.OFFICER,
            of=factories.unit(mission),
            account=factories.account(sign_in_name=name.lower()),
            starts_at=datetime(2010, 1, 1, tzinfo=UTC),
        )
    people = [factories.person(surname=f"Person{n}", given_name="") for n in range(3)]
    once, twice, too_late = people
    booked = {
        once: (LAW - timedelta(days=20),),
        twice: (LAW - timedelta(days=10), LAW + timedelta(days=1)),
        too_late: (LAW + timedelta(days=300),),
    }
    numbers = [
        factories.booking(
            facility=jail,
            person=person,
            booked_at=at,
            discharged_at=at + timedelta(days=2),
            discharge_reason="bail_cash",
            discharge_manner="Bail",
        ).booking_number
        for person, instants in booked.items()
        for at in instants
    ]
    return ExposedWorld("removal", "detective", once, twice, too_late, numbers[0])


def import_log(text: str, mapping: str = MAPPING) -> None:
    """Import this text as the log of an old system."""
    with TemporaryDirectory() as folder:
        log, words = Path(folder, "log.csv"), Path(folder, "log.toml")
        log.write_text(text)
        words.write_text(mapping)
        import_access_log(log, words, by=System("test"), say=lambda _: None)


def log_of(world: ExposedWorld) -> str:
    """One sign-in before the law, two against it with a record opened, one by police."""
    return "\n".join(
        (
            "when,who,what,number",
            "2018-03-17 23:59:59,REMOVAL,in,",
            "2018-03-18 00:00:00,REMOVAL,in,",
            f"2018-04-01 10:00:00,REMOVAL,open,{world.number}",
            "2018-04-02 10:00:00,REMOVAL,in,",
            "2018-04-03 10:00:00,DETECTIVE,in,",
            "",
        )
    )
