"""Who may see this booking, and what may this account see: now and at any instant."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from access.acts import Act
from access.enums import NOTHING, Basis, FieldClass, Mission, Role
from access.models import Account, Agreement, Membership
from access.selectors.who_may import Then
from audit.clock import now
from audit.models import ActEvent
from bookings import selectors
from bookings.models import Booking
from bookings.selectors.who_may import what_may, who_may
from tests import factories
from tests.clients import signed_in, words
from tests.lived import BEGINNING, lived_through
from tests.replay import Replay

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CUSTODY, IDENTITY = FieldClass.CUSTODY, FieldClass.IDENTITY


@pytest.fixture
def privacy(jail):
    return factories.viewer(Role.PRIVACY_OFFICER)


def reader(answer, viewer):
    return next(
        (r for r in answer.readers if r.capacity.membership_id == viewer.membership_id),
        None,
    )


# --- The answers -------------------------------------------------------------------


def test_it_names_whoever_may_with_what_opens_it_and_since_when(booking, officer):
    found = reader(who_may(booking.pk, now()), officer)

    (path,) = found.reach.paths
    agreement = Agreement.objects.get(agency_id=officer.agency_id)
    assert CUSTODY in found.reach.classes
    assert path.source.basis is Basis.STANDING
    assert path.source.paper == agreement.title
    joined_at = Account.objects.get(pk=officer.account_id).joined_at
    assert found.since == max(agreement.starts_at, booking.booked_at, joined_at)
    assert {officer.law.rule(rule).effect for rule in path.rules} == {"allow"}


def test_whoever_has_nothing_but_the_register_is_not_named(booking, jail):
    stranger = factories.viewer(Role.OFFICER)
    immigration = factories.viewer(
        Role.OFFICER, of=factories.unit(Mission.CIVIL_IMMIGRATION), sees=[jail]
    )

    answer = who_may(booking.pk, now())

    assert reader(answer, stranger) is None
    assert reader(answer, immigration) is None


def test_a_grant_is_a_path_of_its_own_with_its_end(booking):
    member = factories.membership(Role.OFFICER)
    grant = factories.grant(member, booking, IDENTITY, basis=Basis.JUDICIAL_WARRANT)

    found = reader(who_may(booking.pk, now()), factories.viewer_of(member))

    (path,) = found.reach.paths
    assert path.source.grant_id == grant.pk
    assert path.source.ends_at == grant.ends_at
    assert path.classes == IDENTITY


def test_what_ended_is_answered_for_the_time_before(booking, officer, clock):
    before = now()
    clock(before + DAY)
    Agreement.objects.update(ends_at=now())
    clock(before + 2 * DAY)

    assert reader(who_may(booking.pk, before), officer) is not None
    assert reader(who_may(booking.pk, now()), officer) is None


def test_before_the_booking_was_made_there_is_none(booking, officer):
    answer = who_may(booking.pk, now() - 30 * DAY)

    assert not answer.is_on_record
    assert answer.readers == []


def test_could_and_did_could_and_never_did_did_and_can_no_more(booking, officer, jail):
    idle = factories.viewer(Role.OFFICER, sees=[jail])
    gone = factories.viewer(Role.OFFICER, sees=[jail])
    for viewer in (officer, gone):
        assert selectors.open_record(viewer, booking.pk)
    Membership.objects.filter(pk=gone.membership_id).update(ends_at=now())

    answer = who_may(booking.pk, now())

    assert reader(answer, officer).shown.times == 1
    assert reader(answer, idle).shown.times == 0
    assert [seen.account_id for seen in answer.seen] == [gone.account_id]


def test_an_account_is_answered_with_its_places_and_its_grants(booking, officer, jail):
    elsewhere = factories.booking()
    member = Membership.objects.get(pk=officer.membership_id)
    factories.grant(member, elsewhere, IDENTITY, basis=Basis.JUDICIAL_WARRANT)
    assert selectors.open_record(officer, booking.pk)
    factories.booking(facility=jail)
    factories.booking(facility=jail, is_juvenile=True)

    answer = what_may(officer.account_id, now())

    (within,) = answer.within
    assert [place.code for place in within.places] == [jail.code]
    assert within.places[0].bookings == 2
    assert [granted.booking_id for granted in within.granted] == [elsewhere.pk]
    assert (answer.could, answer.did, answer.did_besides) == (3, 1, 0)


def test_bookings_are_counted_that_were_on_record_then(booking, officer, jail, clock):
    before = now()
    clock(before + DAY)
    factories.booking(facility=jail, booked_at=before - 30 * DAY)  # entered late
    clock(before + 2 * DAY)

    assert what_may(officer.account_id, before).could == 1
    assert what_may(officer.account_id, now()).could == 2
    assert what_may(officer.account_id, before - 10 * DAY).could == 0


# --- Equal to the whole history, played from its first line ------------------------


@pytest.mark.timeout(300)
def test_it_answers_as_the_whole_history_does_at_a_thousand_instants(
    db, clock, record_property
):
    chance = random.Random(20181)
    bookings = lived_through(clock, chance)
    end = now()
    instants = sorted(
        BEGINNING + (end - BEGINNING) * chance.random() for _ in range(1000)
    )
    replay, somebody = Replay(), 0
    for at in instants:
        booking = chance.choice([b for b in bookings if b.booked_at < at])
        replay.play(at)

        answer = who_may(booking.pk, at)

        told = {r.capacity.membership_id: r.reach.classes for r in answer.readers}
        assert told == replay.who_may(booking.pk), (at, booking.pk)
        somebody += len(told)
    record_property(
        "measured",
        f"who may see a booking: 1,000 instants as the whole history says, {somebody} readers",
    )
    assert somebody > 500


def test_an_account_may_see_what_every_booking_says_that_it_may(db, clock):
    """The two questions are one relation, read from both ends."""
    chance = random.Random(2)
    bookings = lived_through(clock, chance)
    end = now()
    for _ in range(20):
        at = BEGINNING + (end - BEGINNING) * (0.4 + 0.6 * chance.random())
        account_id = Account.objects.order_by("?").values_list("pk", flat=True)[0]
        of_account = {}
        for within in what_may(account_id, at).within:
            for booking in Booking.history.as_of(at).filter(
                id__in=[b.pk for b in bookings]
            ):
                code = booking.facility.code
                by_place = {p.code: p for p in within.places}.get(code)
                classes = NOTHING
                if by_place and booking.facts() in by_place.by_kind:
                    classes = by_place.by_kind[booking.facts()].classes
                for granted in within.granted:
                    if granted.booking_id == booking.pk:
                        classes |= granted.classes
                if classes:
                    of_account[within.capacity.membership_id, booking.pk] = classes
        of_bookings = {
            (r.capacity.membership_id, b.pk): r.reach.classes
            for b in bookings
            for r in who_may(b.pk, at).readers
            if r.capacity.account_id == account_id
        }
        assert of_account == of_bookings, at


def test_the_law_of_that_instant_answers(jail):
    """Nothing of today is carried back."""
    assert Then(datetime(2018, 1, 1, tzinfo=UTC)).law.effective_at.year == 2004
    assert Then(datetime(2000, 1, 1, tzinfo=UTC)).law is None


# --- The pages ---------------------------------------------------------------------


def test_the_page_says_who_why_and_since_when(booking, officer, privacy):
    page = signed_in(privacy).get(reverse("bookings:who_may", args=[booking.pk]))

    text = words(page)
    assert Account.objects.get(pk=officer.account_id).display_name in text
    assert Agreement.objects.get(agency_id=officer.agency_id).title in text
    act = ActEvent.objects.get(act=Act.VIEW_REACH)
    assert (act.target_kind, act.target_id) == ("booking", str(booking.pk))


def test_the_page_answers_for_a_past_moment(booking, officer, privacy):
    address = reverse("bookings:who_may", args=[booking.pk])

    page = signed_in(privacy).get(address, {"at": "01/01/2020 09:00"})

    assert "Not on record then" in words(page)


@pytest.mark.parametrize("typed", ["yesterday", "01/01/2199 09:00"])
def test_a_moment_that_cannot_be_answered_is_said(booking, privacy, typed):
    address = reverse("bookings:who_may", args=[booking.pk])

    page = signed_in(privacy).get(address, {"at": typed})

    assert page.status_code == 200
    assert page.context["form"].errors["at"]


def test_the_account_page_names_no_booking_and_counts_no_sealed_one(officer, privacy):
    member = Membership.objects.get(pk=officer.membership_id)
    sealed = factories.booking(is_sealed=True)
    open_to_all = factories.booking()
    for booking in (sealed, open_to_all):
        factories.grant(
            member,
            booking,
            IDENTITY | FieldClass.PROTECTED,
            basis=Basis.JUDICIAL_WARRANT,
        )
    address = reverse("bookings:account_may", args=[officer.account_id])

    page = signed_in(privacy).get(address)

    assert str(open_to_all.pk) not in page.text
    assert str(sealed.pk) not in page.text
    assert page.context["answer"].could == 1


@pytest.mark.parametrize("name", ["who_may", "account_may"])
def test_nobody_else_asks(name, booking, officer):
    key = booking.pk if name == "who_may" else officer.account_id

    page = signed_in(officer).get(reverse(f"bookings:{name}", args=[key]))

    assert page.status_code == 403
    assert not ActEvent.objects.filter(act=Act.VIEW_REACH, outcome="done").exists()
