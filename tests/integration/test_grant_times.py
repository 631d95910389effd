"""When a grant is open: an hour before it begins, an instant before, at, and after; over
both nights on which the county's clocks change; on a paper's last day; and with the clock
set back.
"""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from access.enums import NOTHING, FieldClass, Role
from access.viewer import System
from audit.clock import now
from audit.models import ActEvent
from bookings import selectors as records
from bookings.models import BookingUserPermission
from bookings.selectors import Terms, found
from bookings.selectors.who_may import who_may
from compliance import tasks
from tests import factories
from warrants import services
from warrants.enums import EndReason
from warrants.models import AccessRequest, Grant
from warrants.rules import RuleViolation
from warrants.services import ends
from warrants.services import instruments as papers

pytestmark = pytest.mark.django_db

COUNTY, UTC = ZoneInfo("America/Los_Angeles"), ZoneInfo("UTC")
HOUR, INSTANT = timedelta(hours=1), timedelta(microseconds=1)
ASKED = FieldClass.CUSTODY | FieldClass.CONTACT
REASON = "Follow-up of case 26-123, to find the witness."


def at_county(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=COUNTY, fold=fold).astimezone(UTC)


@pytest.fixture
def world(db, clock):
    """``lay(at)``: a booking, an officer whom a grant alone opens it to, and deciders."""

    def lay(at: datetime) -> SimpleNamespace:
        clock(at)
        factories.laws()
        jail = factories.facility()
        member = factories.membership(Role.OFFICER)
        return SimpleNamespace(
            booking=factories.booking(facility=jail, booked_at=at - timedelta(days=2)),
            member=member,
            officer=factories.viewer_of(member),
            supervisor=factories.viewer(Role.RECORDS_SUPERVISOR, sees=[jail]),
            counsel=factories.viewer(Role.COUNSEL),
        )

    return lay


def opened(world) -> FieldClass:
    """Past the register, by the record's page; the search and the history agree."""
    viewer = factories.viewer_of(world.member)
    shown = records.open_record(viewer, world.booking.pk)
    rows = found(viewer, Terms(booking_number=world.booking.booking_number))
    (listed,) = [row.classes for row in rows] or [NOTHING]
    told = {
        r.capacity.membership_id: r.reach.classes
        for r in who_may(world.booking.pk, now()).readers
    }
    classes = shown.classes & ~FieldClass.REGISTER if shown else NOTHING
    assert listed & ~FieldClass.REGISTER == classes
    assert told.get(world.member.pk, NOTHING) == classes
    return classes


# --- Around its beginning and its end ------------------------------------------------------

# fmt: off
BEGINS = {
    # a day from then is 24 hours, whatever the county's clocks do meanwhile
    "in summer":                     (at_county(2026, 7, 14, 12),              at_county(2026, 7, 15, 12)),
    "before clocks go forward":      (at_county(2027, 3, 13, 12),              at_county(2027, 3, 14, 13)),
    "at the hour that there is not": (at_county(2027, 3, 14, 1, 59),           at_county(2027, 3, 15, 2, 59)),
    "before clocks go back":         (at_county(2026, 10, 31, 12),             at_county(2026, 11, 1, 11)),
    "in the hour that comes twice":  (at_county(2026, 11, 1, 1, 30),           at_county(2026, 11, 2, 0, 30)),
    "in that hour again":            (at_county(2026, 11, 1, 1, 30, fold=1),   at_county(2026, 11, 2, 1, 30)),
    "into that hour":                (at_county(2026, 10, 31, 1, 30),          at_county(2026, 11, 1, 1, 30)),
}
AROUND = (
    # from its beginning     from its end          is open
    (-HOUR,                  None,                 False),
    (-INSTANT,               None,                 False),
    (timedelta(0),           None,                 True),
    (INSTANT,                None,                 True),
    (None,                   -HOUR,                True),
    (None,                   -INSTANT,             True),
    (None,                   timedelta(0),         False),
    (None,                   INSTANT,              False),
    (None,                   HOUR,                 False),
)
# fmt: on


@pytest.mark.parametrize(("begins", "ends"), BEGINS.values(), ids=BEGINS)
def test_a_grant_is_open_from_its_first_instant_to_its_last(begins, ends, world, clock):
    its = world(begins)
    grant = factories.grant(its.member, its.booking, ASKED, days=1)
    assert (grant.starts_at, grant.ends_at) == (begins, ends)
    assert ends - begins == timedelta(hours=24)

    for from_start, from_end, is_open in AROUND:
        clock(ends + from_end if from_start is None else begins + from_start)
        assert opened(its) == (ASKED if is_open else NOTHING), (from_start, from_end)


def test_forty_eight_hours_are_not_forty_nine(world, clock):
    """Given at noon before the clocks go back, for two days."""
    its = world(at_county(2026, 10, 31, 12))
    grant = factories.grant(its.member, its.booking, ASKED, days=2)

    clock(at_county(2026, 11, 2, 11) - INSTANT)
    assert opened(its) == ASKED
    clock(at_county(2026, 11, 2, 11))
    assert opened(its) == NOTHING
    assert grant.ends_at - grant.starts_at == 48 * HOUR


def test_whoever_was_let_in_before_the_end_is_shown_nothing_at_it(world, clock):
    """A request that began an instant before, and comes to the record at the end."""
    its = world(at_county(2026, 7, 14, 12))
    grant = factories.grant(its.member, its.booking, ASKED, days=1)
    clock(grant.ends_at - INSTANT)
    viewer = factories.viewer_of(its.member)
    assert records.open_record(viewer, its.booking.pk).classes & ASKED == ASKED

    clock(grant.ends_at)
    shown = records.open_record(viewer, its.booking.pk)

    assert shown is None or not shown.classes & ASKED


# --- The last day of a paper ---------------------------------------------------------------

# fmt: off
LAST_DAYS = {
    # issued                                   to be executed by    is over at the midnight after
    "by its own words":      (date(2026, 7, 1),   date(2026, 7, 4),    at_county(2026, 7, 5)),
    "a day of 25 hours":     (date(2026, 10, 25), date(2026, 11, 1),   at_county(2026, 11, 2)),
    "a day of 23 hours":     (date(2027, 3, 10),  date(2027, 3, 14),   at_county(2027, 3, 15)),
    "by the rule, 25 hours": (date(2026, 10, 22), None,                at_county(2026, 11, 2)),
    "by the rule, 23 hours": (date(2027, 3, 4),   None,                at_county(2027, 3, 15)),
    "the same day":          (date(2026, 11, 1),  date(2026, 11, 1),   at_county(2026, 11, 2)),
}
# fmt: on


def asked_on_a_paper(world, execute_by) -> AccessRequest:
    paper = factories.good_paper([world.booking.pk], ASKED, execute_by=execute_by)
    said = services.Paper(
        "King County Superior Court",
        "26-1-04711-1 SEA",
        "Judge Example",
        paper.issued_on,
        now() + timedelta(days=60),
    )
    request = services.ask(
        world.booking.pk, services.Asked(ASKED, 30, REASON, said), by=world.officer
    )
    services.approve(request.pk, found=paper.pk, by=world.supervisor)
    return request


@pytest.mark.parametrize(("issued", "by", "over"), LAST_DAYS.values(), ids=LAST_DAYS)
def test_a_paper_is_good_to_the_end_of_its_last_day_in_the_county(
    issued, by, over, world, clock
):
    its = world(at_county(issued.year, issued.month, issued.day, 9))
    services.approve(asked_on_a_paper(its, by).pk, by=its.counsel)
    assert Grant.objects.get().ends_at == over

    clock(over - INSTANT)
    assert opened(its) == ASKED
    clock(over)
    assert opened(its) == NOTHING


@pytest.mark.parametrize(("issued", "by", "over"), LAST_DAYS.values(), ids=LAST_DAYS)
def test_the_second_yes_comes_in_time_or_is_told(issued, by, over, world, clock):
    its = world(at_county(issued.year, issued.month, issued.day, 9))
    request, late = asked_on_a_paper(its, by), asked_on_a_paper(its, by)

    clock(over - INSTANT)
    assert services.approve(request.pk, by=its.counsel).status == "granted"
    assert Grant.objects.get().ends_at == over
    clock(over)
    with pytest.raises(RuleViolation, match="last day was"):
        services.approve(late.pk, by=its.counsel)
    assert opened(its) == NOTHING


# --- The clock set back --------------------------------------------------------------------


def test_what_somebody_ended_stays_closed_with_the_clock_set_back(world, clock):
    begins = at_county(2026, 7, 14, 12)
    its = world(begins)
    ended = factories.grant(its.member, its.booking, ASKED, days=9)
    clock(begins + 3 * HOUR)
    services.end_grant(ended.pk, EndReason.MISUSED, by=its.supervisor)

    clock(begins + HOUR)

    viewer = factories.viewer_of(its.member)
    shown = records.open_record(viewer, its.booking.pk)
    assert shown is None or not shown.classes & ASKED


def test_what_a_recall_ended_stays_closed_with_the_clock_set_back(world, clock):
    begins = at_county(2026, 7, 14, 12)
    its = world(begins)
    request = asked_on_a_paper(its, None)
    services.approve(request.pk, by=its.counsel)
    assert opened(its) == ASKED
    clock(begins + 3 * HOUR)
    papers.recall_instrument(request.instrument.found_id or _found(), by=its.supervisor)

    clock(begins + HOUR)

    shown = records.open_record(factories.viewer_of(its.member), its.booking.pk)
    assert shown is None or not shown.classes & ASKED


def _found():
    return AccessRequest.objects.get().instrument.found_id


def test_a_clock_set_back_shows_nothing_before_a_grant_began(world, clock):
    begins = at_county(2026, 7, 14, 12)
    its = world(begins)
    factories.grant(its.member, its.booking, ASKED, days=9)

    clock(begins - INSTANT)
    assert opened(its) == NOTHING


def guardian_says(world) -> int:
    return BookingUserPermission.objects.filter(
        content_object=world.booking, user=world.member.account
    ).count()


def test_what_reached_its_end_stays_closed_with_the_clock_set_back(world, clock):
    """Once the job has been by, which it is every five minutes."""
    its = world(at_county(2026, 7, 14, 12))
    over = factories.grant(its.member, its.booking, ASKED, days=1)
    clock(over.ends_at - INSTANT)
    tasks.close_grants()
    assert opened(its) == ASKED

    clock(over.ends_at)
    assert guardian_says(its)
    tasks.close_grants()
    assert guardian_says(its) == 0
    clock(over.ends_at - HOUR)

    shown = records.open_record(factories.viewer_of(its.member), its.booking.pk)
    assert shown is None or not shown.classes & ASKED
    over.refresh_from_db()
    assert (over.ended_at, over.end_reason) == (over.ends_at, EndReason.REACHED)
    told = ActEvent.objects.get(act="grant.end")
    assert (told.mission, told.reason) == ("system:close_grants", "end_reached")


def test_a_grant_is_closed_once_and_leaves_the_other_as_it_was(world, clock):
    """Two on one booking: the one that is over takes nothing from the other, and gives
    nothing to it.
    """
    its = world(at_county(2026, 7, 14, 12))
    over = factories.grant(its.member, its.booking, FieldClass.CONTACT, days=1)
    factories.grant(its.member, its.booking, FieldClass.CUSTODY, days=9)
    clock(over.ends_at)

    closed = [ends.close_grants(by=System("test")) for _ in range(2)]

    assert closed == [1, 0]
    assert opened(its) == FieldClass.CUSTODY
    assert Grant.objects.filter(ended_at=None).count() == 1


def test_what_somebody_ended_keeps_its_reason(world, clock):
    its = world(at_county(2026, 7, 14, 12))
    grant = factories.grant(its.member, its.booking, ASKED, days=1)
    services.end_grant(grant.pk, EndReason.MISUSED, by=its.supervisor)
    clock(grant.ends_at + HOUR)

    tasks.close_grants()

    assert Grant.objects.get().end_reason == EndReason.MISUSED


def test_an_end_that_was_written_down_is_an_instant_and_no_more(world, clock):
    """What holds, and what does not (ADR 37): with the clock set back behind the end, a
    grant whose end nobody has written down yet is open again, and never longer than was
    written down for it.
    """
    begins = at_county(2026, 7, 14, 12)
    its = world(begins)
    grant = factories.grant(its.member, its.booking, ASKED, days=1)
    clock(grant.ends_at + HOUR)
    assert opened(its) == NOTHING

    clock(grant.ends_at - HOUR)
    assert opened(its) == ASKED
    clock(grant.ends_at)
    assert opened(its) == NOTHING
    grant.refresh_from_db()
    assert grant.ends_at - grant.starts_at == timedelta(days=1)
