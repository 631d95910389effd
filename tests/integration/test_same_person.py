"""Two records of one person: asked by one, agreed to by a second, undone in one act; and
nobody sees more than before.
"""

from contextlib import contextmanager
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from access.acts import Act
from access.enums import FieldClass, Purpose, Role
from access.gate import Candidates, show_many
from access.guards import ActDenied
from access.models import Proposal
from access.rules import RuleViolation
from audit.clock import now
from audit.enums import ViewKind
from audit.models import ActEvent, ViewEvent
from bookings import pages, selectors, services
from bookings.enums import UnlinkReason
from bookings.models import Booking, Person, PersonLink
from bookings.rules import pair_key
from bookings.selectors import Traits
from bookings.selectors.links import links_of, waiting_about, waiting_links
from bookings.selectors.records import _THESE
from bookings.selectors.showings import other_stays
from tests import factories
from tests.clients import signed_in, words

pytestmark = pytest.mark.django_db
SURNAME = "Quennell"


@pytest.fixture
def jail(db, clock):
    clock(now())
    factories.laws()
    return factories.facility()


def records(jail):
    return factories.viewer(
        Role.RECORDS_SUPERVISOR, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )


def _booked(jail, given_name="Ann", **fields):
    born = factories.person(surname=SURNAME, given_name=given_name)
    return factories.booking(facility=jail, person=born, **fields)


@pytest.fixture
def one(jail):
    return _booked(jail)


@pytest.fixture
def other(jail):
    return _booked(jail, "Anne", booked_at=now() - timedelta(days=40))


def joined(one, other, jail) -> PersonLink:
    asked = services.propose_link(one.pk, other.pk, by=records(jail))
    services.decide_link(asked.pk, agrees=True, by=records(jail))
    return PersonLink.objects.get(ended_at=None)


def taken_apart(link, jail):
    services.end_link(link.pk, UnlinkReason.OTHER_PERSON, by=records(jail))


# --- Two people, and back ------------------------------------------------------------------


def test_two_people_join_and_one_takes_apart_and_both_histories_say_so(
    one, other, jail
):
    link = joined(one, other, jail)
    taken_apart(link, jail)

    acts = ActEvent.objects.filter(target_kind="person_link").order_by("id")
    assert [(e.act, e.target_id, e.reason) for e in acts] == [
        (Act.MERGE, str(link.pk), ""),
        (Act.UNMERGE, str(link.pk), "other_person"),
    ]
    past = PersonLink.history.filter(id=link.pk).order_by("history_id")
    assert [(h.history_type, h.history_change_reason) for h in past] == [
        ("+", past[0].history_change_reason),
        ("~", "person.unmerge: other_person"),
    ]
    assert past[0].agreed_by_id == past[0].history_user_id != past[0].asked_by_id


def test_until_a_second_person_of_another_unit_agrees_nothing_is_joined(
    one, other, jail
):
    first = records(jail)
    asked = services.propose_link(one.pk, other.pk, by=first)

    with pytest.raises(RuleViolation):
        services.decide_link(asked.pk, agrees=True, by=first)

    assert not PersonLink.objects.exists()


@pytest.mark.parametrize(
    "role", [Role.BOOKING_CLERK, Role.SHIFT_SUPERVISOR, Role.OFFICER, Role.COUNSEL]
)
def test_who_is_not_of_the_records_unit_neither_asks_nor_takes_apart(
    one, other, jail, role
):
    viewer = factories.viewer(role, sees=[jail])
    with pytest.raises(ActDenied):
        services.propose_link(one.pk, other.pk, by=viewer)
    link = joined(one, other, jail)
    with pytest.raises(ActDenied):
        services.end_link(link.pk, UnlinkReason.OTHER_PERSON, by=viewer)


def test_what_cannot_be_joined_is_refused_with_a_sentence(one, other, jail):
    again = factories.booking(facility=jail, person=one.person)
    with pytest.raises(RuleViolation, match="one record already"):
        services.propose_link(one.pk, again.pk, by=records(jail))
    with pytest.raises(RuleViolation, match="no such record"):
        services.propose_link(one.pk, uuid4(), by=records(jail))
    services.propose_link(one.pk, other.pk, by=records(jail))
    with pytest.raises(RuleViolation, match="proposed already"):
        services.propose_link(other.pk, again.pk, by=records(jail))
    services.decide_link(
        Proposal.objects.get(status="waiting").pk, agrees=True, by=records(jail)
    )
    with pytest.raises(RuleViolation, match="joined already"):
        services.propose_link(other.pk, one.pk, by=records(jail))


def test_a_link_ends_once_and_can_be_made_anew(one, other, jail):
    link = joined(one, other, jail)
    taken_apart(link, jail)
    with pytest.raises(RuleViolation, match="already"):
        taken_apart(link, jail)

    assert joined(one, other, jail).pk != link.pk


# --- What the database holds ---------------------------------------------------------------


@contextmanager
def asked_for():
    """The database asks for two people, as it does outside of most tests."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_two_people SET asked = true")
        yield
        cursor.execute("UPDATE test_two_people SET asked = false")


def _link(one, other, first, second) -> PersonLink:
    lesser, greater = sorted((one.person_id, other.person_id))
    return PersonLink.objects.create(
        person_id=lesser,
        other_id=greater,
        asked_by_id=first.account_id,
        agreed_by_id=second.account_id,
    )


def test_the_database_joins_nothing_alone(one, other, jail):
    people = records(jail), records(jail)
    with asked_for():
        with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
            _link(one, other, *people)
        asked = services.propose_link(one.pk, other.pk, by=people[0])
        services.decide_link(asked.pk, agrees=True, by=people[1])

    assert PersonLink.objects.count() == 1


def test_the_approval_of_two_records_joins_no_third(one, other, jail):
    third = _booked(jail, "Hannah")
    people = records(jail), records(jail)
    with transaction.atomic():
        joined(one, other, jail)
        with (
            asked_for(),
            pytest.raises(DatabaseError, match="two people"),
            transaction.atomic(),
        ):
            _link(one, third, *people)


@pytest.mark.parametrize(
    "change",
    [
        "ended_at = NULL, ended_by_id = NULL",
        "agreed_by_id = asked_by_id",
        "created_at = created_at - interval '1 day'",
        "ended_at = ended_at + interval '1 day'",
    ],
)
def test_of_a_link_nothing_changes_but_that_it_ends(one, other, jail, change):
    link = joined(one, other, jail)
    taken_apart(link, jail)

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(
            f"UPDATE bookings_personlink SET {change} WHERE id = %s", [link.pk]
        )


def test_a_pair_has_one_key_whichever_is_named_first():
    one, other = uuid4(), uuid4()
    assert pair_key(one, other) == pair_key(other, one) != pair_key(one, uuid4())


def test_an_expunged_record_takes_its_links_with_it(one, other, jail):
    joined(one, other, jail)
    order = services.CourtOrder("A court", "26-1-1", date(2026, 1, 5))
    asked = services.propose_order(one.pk, Act.EXPUNGE, order, by=records(jail))
    services.decide_order(asked.pk, agrees=True, by=records(jail))

    assert not PersonLink.objects.exists()
    assert not PersonLink.history.exists()
    assert Booking.objects.filter(pk=other.pk).exists()


# --- Nobody sees more (law 5) --------------------------------------------------------------

KINDS = {
    "ordinary": {},
    "juvenile": {"is_juvenile": True},
    "sealed": {"is_sealed": True},
    "both": {"is_juvenile": True, "is_sealed": True},
}


def shown_to(viewer, keys) -> dict:
    """Every field of every booking that this viewer is shown, and its value."""
    rows = show_many(
        viewer,
        pages.RECORD,
        Candidates(_THESE, {"bookings": keys}, limit=len(keys)),
        ViewKind.LISTED,
    )
    return {row.booking_id: (row.classes, repr(row._values)) for row in rows}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_a_merge_opens_nothing_to_any_role_and_its_undoing_restores_every_byte(
    jail, role
):
    elsewhere = factories.facility()
    made = [
        _booked(place, **fields)
        for place in (jail, elsewhere)
        for fields in KINDS.values()
    ]
    keys = [booking.pk for booking in made]
    member = factories.membership(role)
    factories.permit(member.unit, jail)
    if role is Role.OFFICER:
        factories.grant(member, made[0], FieldClass.CONTACT)
    viewer = factories.viewer_of(member)
    client = signed_in(viewer)

    def seen():
        pages_seen = [
            words(client.get(reverse(name, args=[key])))
            for name in ("bookings:record", "bookings:history")
            for key in keys
        ]
        return shown_to(viewer, keys), pages_seen

    before = seen()
    lists = list_pages(client, keys)
    links = [joined_anyhow(made[0], booking, jail) for booking in made[1:]]
    while_joined = seen()
    for link in links:
        taken_apart(link, jail)

    assert while_joined == before
    assert seen() == before
    if not viewer.may(Act.VIEW_LINKS):
        assert list_pages(client, keys) == lists


def joined_anyhow(one, other, jail) -> PersonLink:
    asked = services.propose_link(one.pk, other.pk, by=records(jail))
    services.decide_link(asked.pk, agrees=True, by=records(jail))
    lesser, greater = sorted((one.person_id, other.person_id))
    return PersonLink.objects.get(person_id=lesser, other_id=greater, ended_at=None)


def list_pages(client, keys) -> list[str]:
    return [
        words(client.get(reverse("bookings:custody"))),
        words(client.get(reverse("bookings:register"))),
        words(client.post(reverse("bookings:suggest"), {"surname": SURNAME})),
    ]


# --- Reading through it --------------------------------------------------------------------


def test_the_other_bookings_of_a_person_are_those_of_both_records(one, other, jail):
    viewer = records(jail)
    again = factories.booking(facility=jail, person=other.person)
    assert not other_stays(viewer, one.pk)

    link = joined(one, other, jail)

    assert {row.booking_id for row in other_stays(viewer, one.pk)} == {
        other.pk,
        again.pk,
    }
    assert {row.booking_id for row in other_stays(viewer, other.pk)} == {
        one.pk,
        again.pk,
    }
    taken_apart(link, jail)
    assert not other_stays(viewer, one.pk)


def test_the_desk_meets_two_joined_records_once_and_nobody_in_the_others_place(
    one, other, jail
):
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    for number in range(6):
        _booked(jail, f"Anna{number}")
    before = [row.booking_id for row in selectors.likely(clerk, Traits(SURNAME))]

    joined(*(Booking.objects.get(pk=key) for key in before[:2]), jail)

    after = [row.booking_id for row in selectors.likely(clerk, Traits(SURNAME))]
    assert after == [before[0], *before[2:]]


@pytest.mark.parametrize(
    "hidden", [{"is_sealed": True}, {"is_juvenile": True}], ids=str
)
def test_two_records_are_not_one_by_a_third_that_is_hidden(one, other, jail, hidden):
    """Each is joined to somebody sealed: to the desk they stay two."""
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    auditor = factories.viewer(Role.AUDITOR, sees=[jail])
    between = _booked(jail, **hidden)
    before = len(selectors.likely(clerk, Traits(SURNAME)))
    joined_anyhow(one, between, jail)
    joined_anyhow(other, between, jail)

    assert len(selectors.likely(clerk, Traits(SURNAME))) == before == 2
    assert other.pk not in {row.booking_id for row in other_stays(auditor, one.pk)}


# --- Who may not know (law 4) --------------------------------------------------------------


@pytest.mark.parametrize("of", ["joined", "asked for"])
@pytest.mark.parametrize(
    ("is_elsewhere", "hide"),
    [
        (False, {"is_sealed": True}),
        (False, {"is_juvenile": True}),
        (True, {"is_sealed": True}),
    ],
    ids=["sealed", "juvenile", "sealed elsewhere"],
)
def test_a_link_to_somebody_hidden_leaves_no_trace(one, jail, of, is_elsewhere, hide):
    """Pages, counts and the view history are those of no link at all."""
    place = factories.facility() if is_elsewhere else jail
    hidden = _booked(place, "Xanthe", **hide)
    reader = factories.viewer(
        Role.RECORDS_OFFICER if is_elsewhere else Role.COUNSEL, sees=[jail]
    )
    client = signed_in(reader)

    def answers():
        last = ViewEvent.objects.order_by("-id").values_list("id", flat=True)[0]
        asked = [
            client.get(reverse("bookings:same_person", args=[one.pk])),
            client.get(reverse("bookings:links")),
            client.post(
                reverse("bookings:same_person", args=[one.pk]), {"surname": SURNAME}
            ),
        ]
        events = ViewEvent.objects.filter(id__gt=last).order_by("id")
        traces = [(e.kind, e.booking_id, e.classes, str(e.detail)) for e in events]
        return [(a.status_code, words(a)) for a in asked], traces

    selectors.open_name(reader, one.pk)
    before = answers()
    asked = services.propose_link(one.pk, hidden.pk, by=_everywhere(jail, place))
    if of == "joined":
        services.decide_link(asked.pk, agrees=True, by=_everywhere(jail, place))

    assert answers() == before
    assert not links_of(reader, one.pk)
    assert not waiting_about(reader, one.pk)
    assert not waiting_links(reader)
    key = PersonLink.objects.values_list("pk", flat=True).first() or asked.pk
    routes = {
        "bookings:compare": {"other": hidden.pk},
        "bookings:ask_link": {"other": hidden.pk},
        "bookings:decide_link": {"link": asked.pk, "answer": "yes"},
        "bookings:unlink": {"link": key, "reason": "other_person"},
    }
    for route, told in routes.items():
        address = reverse(route, args=[one.pk])
        never = {k: uuid4() if k in ("other", "link") else v for k, v in told.items()}
        there, nowhere = client.post(address, told), client.post(address, never)
        assert there.status_code == nowhere.status_code, route
        assert words(there) == words(nowhere), route
        assert there.status_code in (403, 404), route


def _everywhere(*places):
    return factories.viewer(Role.RECORDS_SUPERVISOR, sees=list(places))


def test_the_positive_control_of_the_above(one, other, jail):
    """Whoever may know both is told."""
    viewer = records(jail)
    services.propose_link(one.pk, other.pk, by=records(jail))
    assert len(waiting_links(viewer)) == 1
    page = signed_in(viewer).get(reverse("bookings:links")).content.decode()
    assert page.count(SURNAME) >= 2


def test_what_waits_stands_on_no_page_of_proposals(one, other, jail):
    services.propose_link(one.pk, other.pk, by=records(jail))
    page = signed_in(records(jail)).get(reverse("access:proposals")).content.decode()
    assert str(one.pk) not in page
    assert "Join two records" not in page


# --- On the page ---------------------------------------------------------------------------


def test_found_compared_asked_agreed_and_taken_apart(one, other, jail):
    first, second = (signed_in(records(jail)) for _ in range(2))
    Person.objects.filter(pk=one.person_id).update(state_id="WA1")
    Person.objects.filter(pk=other.person_id).update(state_id="WA2")
    about = reverse("bookings:same_person", args=[one.pk])
    found = first.post(about, {"booking_number": other.booking_number}).content
    assert str(other.pk) in found.decode()
    side_by_side = first.post(
        reverse("bookings:compare", args=[one.pk]), {"other": other.pk}
    ).content.decode()
    assert all(word in side_by_side for word in ("WA1", "WA2", "differs"))
    first.post(reverse("bookings:ask_link", args=[one.pk]), {"other": other.pk})

    key = Proposal.objects.get(act=Act.MERGE).pk
    own = first.get(about).content.decode()
    assert "Agree: join them" not in own
    done = second.post(
        reverse("bookings:decide_link", args=[other.pk]), {"link": key, "answer": "yes"}
    )
    assert done.status_code == 302
    link = PersonLink.objects.get()
    assert str(other.pk) in second.get(about).content.decode()

    first.post(
        reverse("bookings:unlink", args=[one.pk]),
        {"link": link.pk, "reason": "wrong_record"},
    )
    link.refresh_from_db()
    assert link.ended_at
    assert "taken apart" in first.get(about).content.decode()


def test_what_is_asked_twice_and_what_names_nothing_is_answered(one, other, jail):
    client = signed_in(records(jail))
    ask = reverse("bookings:ask_link", args=[one.pk])
    client.post(ask, {"other": other.pk})

    assert client.post(ask, {"other": other.pk}).status_code == 409
    assert client.post(ask, {"other": "nothing"}).status_code == 404
    assert client.post(ask, {"other": uuid4()}).status_code == 404
