"""Law 8. No grant is ever wider than its instrument, whatever was asked, whatever the
paper says, and whoever decides: drawn at random, and decided by the product itself.
"""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from access import policy
from access.enums import CLASSES, NOTHING, Basis, FieldClass, Mission, Role
from audit.clock import now
from bookings import selectors as records
from bookings.models import Booking
from tests import factories
from tests.corpus.instruments import GOOD, PEOPLE
from tests.factories import GROUP_OF
from warrants import rules, selectors, services
from warrants.enums import CallResult, InstrumentKind, Outcome, ScopeKind
from warrants.models import AccessRequest, Grant, Instrument
from warrants.rules import RuleViolation

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DRAWS = 150
USUAL = (FieldClass.CUSTODY, FieldClass.IDENTITY, FieldClass.CONTACT)


class Draw:
    """One request with its paper, drawn so that about one in eight can be granted."""

    def __init__(self, chance: random.Random, bookings: list[Booking]):
        self.chance = chance
        self.booking = chance.choice(bookings)
        self.others = [b for b in bookings if b != self.booking]
        self.kind = chance.choice(list(rules.BASIS_OF))
        self.usual = self._some()

    def classes(self) -> FieldClass:
        """Mostly what the other side says as well."""
        return self.usual if self.chance.random() < 0.6 else self._some()

    def _some(self) -> FieldClass:
        found = NOTHING
        for field_class in self.chance.sample(USUAL, self.chance.randint(1, 3)):
            found |= field_class
        if self.chance.random() < 0.4:
            found |= self.chance.choice(CLASSES)
        return found

    def paper(self) -> Instrument:
        chance, today = self.chance, timezone.localtime(now()).date()
        bookings = [b.pk for b in chance.sample(self.others, 2)]
        if chance.random() < 0.85:
            bookings.append(self.booking.pk)
        kind = self.kind if chance.random() < 0.95 else chance.choice(KINDS)
        _, said = GOOD[GROUP_OF[kind]](0, PEOPLE[0])
        scope = replace(
            said.scope,
            kind=chance.choices([said.scope.kind, *ScopeKind], [9, 1, 1, 1])[0],
            classes=self.classes(),
            records_from=chance.choice([None, None, today - 200 * DAY, today]),
            records_until=chance.choice([None, None, today]),
        )
        different = {}
        if chance.random() < 0.5:
            different["execute_by"] = today + chance.randint(0, 40) * DAY
        if chance.random() < 0.3:
            different["issued_on"] = today - chance.randint(0, 9) * DAY
        return factories.good_paper(
            bookings,
            NOTHING,
            kind=kind,
            is_compared=chance.random() < 0.93,
            called=chance.choices([CallResult.CONFIRMED, *CALLS], [20, 1, 1])[0],
            scope=scope,
            **different,
        )

    def asked(self) -> services.Asked:
        chance = self.chance
        claim = services.Paper(
            court="King County Superior Court",
            case_number="26-1-00001-1 SEA",
            signed_by="Judge Example",
            issued_on=now().date(),
            ends_at=now() + chance.randint(1, 80) * DAY,
            kind=self.kind,
        )
        return services.Asked(
            self.classes(), chance.randint(1, 90), "Case 26-123, to serve it.", claim
        )


KINDS = (InstrumentKind.SEARCH_WARRANT, InstrumentKind.COURT_ORDER)
CALLS = (CallResult.NO_ANSWER, None)


@pytest.fixture
def bookings(db):
    factories.laws()
    jail = factories.facility()
    made = [factories.booking(facility=jail) for _ in range(3)]
    made.append(factories.booking(facility=jail, booked_at=now() - 400 * DAY))
    made.append(factories.booking(facility=jail, is_juvenile=True))
    made.append(factories.booking(facility=jail, is_sealed=True))
    return made


@pytest.fixture
def people(bookings):
    """Whoever may ask, of every mission that can, and those who decide."""
    roles = (Role.OFFICER, Role.PROSECUTOR, Role.PUBLIC_DEFENDER, Role.BOOKING_CLERK)
    asking = [factories.membership(role) for role in roles]
    asking.append(factories.membership(Role.OFFICER, of=factories.unit(Mission.COURT)))
    supervisor = factories.viewer(Role.RECORDS_SUPERVISOR)
    return asking, supervisor, factories.viewer(Role.COUNSEL)


def decided(draw: Draw, people) -> Grant | None:
    asking, supervisor, counsel = people
    officer = factories.viewer_of(draw.chance.choice(asking))
    paper = draw.paper()
    request = services.ask(draw.booking.pk, draw.asked(), by=officer)
    try:
        with transaction.atomic():
            services.approve(request.pk, found=paper.pk, by=supervisor)
            services.approve(request.pk, by=counsel)
    except RuleViolation:
        return None
    return Grant.objects.get(request=request)


def test_no_grant_is_wider_than_paper_request_and_law(
    bookings, people, record_property
):
    chance, given = random.Random(8), []
    for _ in range(DRAWS):
        draw = Draw(chance, bookings)
        if (grant := decided(draw, people)) is not None:
            given.append(grant)
            assert_is_no_wider(grant)
    record_property(
        "measured", f"instruments drawn: {DRAWS}, granted on: {len(given)}, none wider"
    )
    assert DRAWS * 0.1 < len(given) < DRAWS


def assert_is_no_wider(grant: Grant) -> None:
    request = AccessRequest.objects.select_related("instrument__found").get(
        pk=grant.request_id
    )
    claim, paper = request.instrument, request.instrument.found
    classes = FieldClass(grant.classes)
    assert classes in FieldClass(request.classes)
    assert classes in FieldClass(claim.classes)
    assert classes in FieldClass(paper.classes)
    assert grant.booking_id == claim.booking_id == request.booking_id
    assert grant.booking_id in paper.bookings
    assert paper.scope_kind != ScopeKind.PERSON
    assert rules.BASIS_OF[InstrumentKind(paper.kind)] == grant.basis == request.basis
    assert grant.ends_at <= min(
        claim.ends_at, grant.starts_at + request.days * DAY, _over(paper)
    )
    day = timezone.localtime(grant.booking.booked_at).date()
    assert (paper.records_from or day) <= day <= (paper.records_until or day)
    assert selectors.examined(paper, grant.starts_at).outcome is Outcome.MEETS
    viewer = factories.viewer_of(grant.membership)
    terms = policy.terms(
        viewer.law, viewer.facts, viewer.purpose, grant.booking.facts()
    )
    assert classes in terms.opens[Basis(grant.basis)].classes
    shown = records.open_record(viewer, grant.booking_id)
    beyond = (shown.classes if shown else NOTHING) & ~FieldClass.REGISTER
    assert beyond in _of_all_grants(grant)


def _over(paper: Instrument):
    """The first instant after the last day on which it may be executed."""
    last = selectors.last_day_of(paper)
    if last is None:
        return now() + 1000 * DAY
    return timezone.make_aware(datetime.combine(last + DAY, time.min))


def _of_all_grants(grant: Grant) -> FieldClass:
    """What everything that was ever given to this capacity on this booking opens."""
    found = NOTHING
    for other in Grant.objects.filter(
        membership=grant.membership_id, booking=grant.booking_id
    ):
        found |= FieldClass(other.classes)
    return found
