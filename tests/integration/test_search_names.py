"""Which names find whom. The two tables are for anybody to read: what was typed, who
is on record, and whether a search finds them.
"""

import io
import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from access.enums import FieldClass, Role
from audit.enums import ViewKind
from audit.models import ViewEvent
from audit.sealing import digest
from bookings import presenters, selectors
from bookings.models import Alias, NameKey, Person
from bookings.selectors import Terms, matching, search
from jailrecords.database import APP_ROLE
from tests import factories

pytestmark = pytest.mark.django_db

# fmt: off
# typed surname, given name     | on record: surname, given name   | how it is said
FOUND = [
    ("Smith", "John",             "Smith", "John",                   ""),
    ("smith", "JOHN",             "Smith", "John",                   ""),
    ("Smi", "Jo",                 "Smith", "John",                   ""),
    # letters amiss
    ("Smth", "John",              "Smith", "John",                   "spelled nearly so"),
    ("Smiht", "John",             "Smith", "John",                   "spelled nearly so"),
    ("Smithe", "Jhon",            "Smith", "John",                   "spelled nearly so"),
    ("Gonzales", "Maria",         "Gonzalez", "Maria",               "spelled nearly so"),
    ("Willaimsen", "Ann",         "Williamson", "Ann",               "sounds like it"),
    ("Blackwxxd", "Ann",          "Blackwood", "Ann",                "two letters differ"),
    # accents, apostrophes, spaces, hyphens, suffixes
    ("Garcia", "Jose",            "García", "José",                  ""),
    ("OBrien", "Pat",             "O'Brien", "Pat",                  ""),
    ("O’Brien", "Pat",            "OBrien", "Pat",                   ""),
    ("o brien", "Pat",            "O'Brien", "Pat",                  ""),
    ("Delacruz", "Ana",           "de la Cruz", "Ana",               ""),
    ("Cruz", "Ana",               "de la Cruz", "Ana",               "part of the name"),
    ("Smith Jr.", "John",         "Smith", "John",                   ""),
    ("Müller", "Eva",             "Mueller", "Eva",                  "spelled nearly so"),
    ("Nguyen", "Van Minh",        "Nguyễn", "Văn-Minh",              ""),
    # half of a double name
    ("Lopez", "Ana",              "García-López", "Ana",             "part of the name"),
    ("Garcia-Lopez", "Ana",       "Lopez", "Ana",                    "part of the name"),
    ("Garcia Lopez", "Ana",       "García-López", "Ana",             ""),
    ("Smith", "Mary Ann",         "Smith", "Ann",                    "part of the name"),
    # exchanged
    ("John", "Smith",             "Smith", "John",                   "surname and given name exchanged"),
    ("Jhon", "Smith",             "Smith", "John",                   "surname and given name exchanged, spelled nearly so"),
    # nicknames, both ways, and two of the same name
    ("Smith", "Bill",             "Smith", "William",                "nickname"),
    ("Smith", "William",          "Smith", "Bill",                   "nickname"),
    ("Smith", "Billy",            "Smith", "Will",                   "nickname"),
    ("Smyth", "Bob",              "Smith", "Robert",                 "spelled nearly so"),
    # sound
    ("Filips", "Ann",             "Phillips", "Ann",                 "sounds like it"),
    ("Snyder", "Karl",            "Schneider", "Karl",               "sounds like it"),
    ("Shmit", "Katrin",           "Schmidt", "Catherine",            "sounds like it"),
    ("Kathrine", "",              "Catherine", "Ann",                "sounds like it"),
    # a given name that is not on record, and one alone
    ("Sukharta", "Ann",           "Sukharta", "",                    "part of the name"),
    ("", "Maximillian",           "Smith", "Maximilian",             "spelled nearly so"),
]
# typed                         | on record: these stay apart
NOT_FOUND = [
    ("Smith", "John",             "Jones", "John"),
    ("Smith", "John",             "Smith", "Robert"),
    ("Smith", "Mary",             "Smith", "Martin"),
    ("Smith", "Bill",             "Smith", "Bobby"),
    ("Lee", "Ann",                "Leeds", "Robert"),
    ("Garcia", "Jose",            "Gomez", "Jose"),
    ("Kim", "Min",                "Kramer", "Min"),
    ("Johnson", "Eric",           "Jackson", "Eric"),
    ("Washington", "Ann",         "Wellington", "Ann"),
    ("Cruz", "Ana",               "Cortez", "Ana"),
    ("de la Torre", "Ana",        "de la Cruz", "Ana"),
]
# fmt: on


def booked(jail, surname: str, given_name: str, **fields):
    person = factories.person(surname=surname, given_name=given_name, **fields)
    return factories.booking(person=person, facility=jail)


def found(viewer, surname="", given_name="", **terms) -> dict:
    rows = selectors.found(viewer, Terms(surname, given_name, **terms))
    return {row.booking_id: presenters.list_rows([row])[0]["how"] for row in rows}


@pytest.mark.parametrize(("surname", "given", "own_surname", "own_given", "how"), FOUND)
def test_this_name_finds_that_person(
    jail, clerk, surname, given, own_surname, own_given, how
):
    booking = booked(jail, own_surname, own_given)

    assert found(clerk, surname, given) == {booking.pk: how}


@pytest.mark.parametrize(("surname", "given", "own_surname", "own_given"), NOT_FOUND)
def test_this_name_does_not_find_that_person(
    jail, clerk, surname, given, own_surname, own_given
):
    booked(jail, own_surname, own_given)

    assert found(clerk, surname, given) == {}


def test_the_best_stands_first(jail, clerk):
    """The name itself, what begins so or is a nickname, one letter amiss, and then the rest."""
    best = [
        booked(jail, "Marlowe", "Robert"),
        booked(jail, "Marlowe", "Bob"),
        booked(jail, "Marlowe", "Roberta"),
        booked(jail, "Marlow", "Robert"),
        booked(jail, "Ash-Marlowe", "Robert"),
        booked(jail, "Marlowe-Ash", "Bob"),
    ]
    in_order = [
        r.booking_id for r in selectors.found(clerk, Terms("Marlowe", "Robert"))
    ]

    assert in_order == [booking.pk for booking in best]


def test_a_full_page_is_the_first_in_order_of_name_wherever_they_come_from(
    jail, monkeypatch
):
    """By the jail's agreement and by single grants, in turn."""
    monkeypatch.setattr(search, "PAGE", 5)
    member = factories.membership(Role.OFFICER)
    factories.permit(member.unit, jail)
    elsewhere = factories.facility()
    bookings = [
        booked(place, f"Black{letter}", "Robin")
        for letter in "abcdef"
        for place in (jail, elsewhere)
    ]
    for booking in bookings[1::2]:
        factories.grant(member, booking, FieldClass.CUSTODY)

    rows = selectors.found(factories.viewer_of(member), Terms("Black"))

    by_name = factories.Booking.objects.order_by("person__surname", "person_id")
    assert [row.booking_id for row in rows] == [b.pk for b in by_name[:5]]


def test_what_only_sounds_so_is_shown_when_nobody_is_sure(jail, clerk):
    """Beside who is one letter amiss, or called so, nobody else is looked for."""
    sound = booked(jail, "Merlau", "Robert")
    half = booked(jail, "Ash-Marlowe", "Robert")
    assert set(found(clerk, "Marlowe", "Robert")) == {sound.pk, half.pk}

    sure = booked(jail, "Marlow", "Robert")

    assert set(found(clerk, "Marlowe", "Robert")) == {sure.pk, half.pk}
    assert set(found(clerk, "Merlo", "Robert")) == {sound.pk, sure.pk, half.pk}


def test_whoever_is_hidden_makes_no_search_sure(jail, clerk):
    sound = booked(jail, "Merlau", "Robert")
    person = factories.person(surname="Marlowe", given_name="Robert")
    factories.booking(person=person, facility=jail, is_sealed=True)

    assert set(found(clerk, "Marlowe", "Robert")) == {sound.pk}


def test_people_without_a_given_name_take_no_place_of_a_close_one(
    jail, clerk, monkeypatch
):
    monkeypatch.setattr(matching, "GRADED", 3)
    for _ in range(8):
        booked(jail, "Blackwood", "")
    booking = booked(jail, "Smith", "Maximilian")

    assert booking.pk in found(clerk, "", "Maximillian")


BORN = date(1986, 4, 28)


def test_a_birth_date_narrows_and_with_one_right_name_finds(jail, clerk):
    booking = booked(jail, "Featherstone", "Robin", birth_date=BORN)
    booked(jail, "Featherstone", "Robin", birth_date=date(1986, 4, 29))
    one = {"birth_date": BORN}

    assert found(clerk, "Featherstone", "Robin", **one) == {booking.pk: ""}
    assert found(clerk, "Fxatherstxne", "Robin", **one) == {
        booking.pk: "two letters differ"
    }
    assert found(clerk, "Otherwise", "Robin", **one) == {
        booking.pk: "by birth date and one of the names"
    }
    assert found(clerk, "Otherwise", "Somebody", **one) == {}
    assert found(clerk, birth_date=BORN) == {booking.pk: ""}


def test_what_a_search_finds_is_recorded_person_by_person(jail, clerk):
    booking = booked(jail, "Smith", "John")

    found(clerk, "Smiht", "John")

    assert ViewEvent.objects.get(kind=ViewKind.FOUND).booking_id == booking.pk
    searched = ViewEvent.objects.get(kind=ViewKind.SEARCHED).detail
    assert searched == {
        "found": 1,
        "terms": {"surname": digest("Smiht"), "given_name": digest("John")},
    }


# --- Aliases and birth dates are not told ------------------------------------------


@pytest.fixture
def without_identity(jail):
    """Somebody whose unit may see all but how a person looks, was born or is called."""
    member = factories.membership(Role.BOOKING_CLERK)
    classes = [c for c in FieldClass if c is not FieldClass.IDENTITY]
    factories.permit(member.unit, jail, classes=classes)
    return factories.viewer_of(member)


def test_an_alias_finds_whoever_may_be_shown_aliases(jail, clerk, without_identity):
    booking = booked(jail, "Smith", "John", birth_date=BORN)
    Alias.objects.create(person=booking.person, surname="Varga", given_name="Ana")

    assert found(clerk, "Varga", "Ana") == {booking.pk: "other name"}
    assert found(clerk, "Vagra", "Ana") == {booking.pk: "other name, spelled nearly so"}
    for typed in (("Varga", "Ana"), ("Vagra", "Ana"), ("Ana", "Varga"), ("Varga", "")):
        assert found(without_identity, *typed) == {}
    assert found(without_identity, "Smith", "John") == {booking.pk: ""}
    assert found(without_identity, "Smith", birth_date=BORN) == {}
    assert found(without_identity, birth_date=BORN) == {}


def test_an_alias_does_not_better_the_place_of_whom_it_is_not_told(
    jail, clerk, without_identity
):
    """One found by their own name stands there as if they had no other."""
    first, second = booked(jail, "Smitt", "John"), booked(jail, "Smyth", "John")
    Alias.objects.create(person=second.person, surname="Smith", given_name="John")

    rows = selectors.found(without_identity, Terms("Smith", "John"))

    assert [row.booking_id for row in rows] == [first.pk, second.pk]
    assert all("match.alias" not in row for row in rows)
    assert [
        row.booking_id for row in selectors.found(clerk, Terms("Smith", "John"))
    ] == [
        second.pk,
        first.pk,
    ]


def test_an_alias_on_a_grant_needs_identity_too(jail):
    member = factories.membership(Role.OFFICER)
    booking = booked(jail, "Smith", "John")
    Alias.objects.create(person=booking.person, surname="Varga")
    factories.grant(member, booking, FieldClass.CUSTODY)
    with_custody = factories.viewer_of(member)
    assert found(with_custody, "Varga") == {}
    assert found(with_custody, "Smiht", "John") == {booking.pk: "spelled nearly so"}

    factories.grant(member, booking, FieldClass.IDENTITY)

    assert found(factories.viewer_of(member), "Varga") == {booking.pk: "other name"}


def test_hidden_people_take_no_place_among_the_graded(jail, clerk, monkeypatch):
    """More of them than any stage grades: who may be known of is found all the same."""
    monkeypatch.setattr(matching, "GRADED", 3)
    for _ in range(8):
        person = factories.person(surname="Smithers", given_name="Robin")
        factories.booking(person=person, facility=jail, is_sealed=True)
    booking = booked(jail, "Smithers", "Robin")

    assert found(clerk, "Smihters", "Robin") == {booking.pk: "spelled nearly so"}


# --- The keys ------------------------------------------------------------------------


def keyed() -> dict:
    """What stands, and what the one function would make of the names now."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT n.id, n.surname, n.given_name, n.middle_name, n.birth_date
               FROM (SELECT id, surname, given_name, middle_name, birth_date
                     FROM bookings_person
                     UNION ALL
                     SELECT a.id, a.surname, a.given_name, '', p.birth_date
                     FROM bookings_alias a JOIN bookings_person p ON p.id = a.person_id) n
               LEFT JOIN bookings_namekey k ON k.id = n.id
                 AND k.surname_keys = bookings_name_keys(n.surname)
                 AND k.given_keys = bookings_name_keys(n.given_name, n.middle_name)
                 AND k.birth_date IS NOT DISTINCT FROM n.birth_date
               WHERE k.id IS NULL"""
        )
        out_of_date = cursor.fetchall()
    return {"out of date": out_of_date, "keys": NameKey.objects.count()}


def _copied():
    text = io.StringIO(f"{uuid.uuid4()}\tCopied\tAnn\t\t\t\t\t\t\t\n")
    columns = (
        *("id", "surname", "given_name", "middle_name", "suffix", "sex"),
        *("phone", "state_id", "fbi_number", "driver_license"),
    )
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f"COPY bookings_person ({', '.join(columns)}) FROM STDIN", text
        )


WRITES = {
    "save": lambda p: (setattr(p, "surname", "After"), p.save()),
    "update": lambda p: Person.objects.filter(pk=p.pk).update(given_name="After"),
    "middle name": lambda p: Person.objects.filter(pk=p.pk).update(middle_name="Q"),
    "bulk_create": lambda p: Person.objects.bulk_create([Person(surname="Bulk")]),
    "bulk_update": lambda p: (
        setattr(p, "surname", "After"),
        Person.objects.bulk_update([p], ["surname"]),
    ),
    "copy": lambda p: _copied(),
    "birth date": lambda p: Person.objects.filter(pk=p.pk).update(birth_date=BORN),
    "alias": lambda p: Alias.objects.filter(person=p).update(surname="Another"),
    "alias gone": lambda p: Alias.objects.filter(person=p).delete(),
    "alias to another": lambda p: Alias.objects.filter(person=p).update(
        person=factories.person()
    ),
    "person gone": lambda p: p.delete(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_keys_follow_every_way_to_write(write):
    person = factories.person(surname="Before")
    Alias.objects.create(person=person, surname="Other")

    write(person)

    names = Person.objects.count() + Alias.objects.count()
    assert keyed() == {"out of date": [], "keys": names}
    owners = set(NameKey.objects.filter(is_alias=True).values_list("person", flat=True))
    assert owners == set(Alias.objects.values_list("person", flat=True))


def test_the_keys_hold_no_letter_of_a_name():
    factories.person(surname="Qsurnamez", given_name="Qgivenz")
    with connection.cursor() as cursor:
        cursor.execute("SELECT bookings_namekey::text FROM bookings_namekey")
        assert "z" not in str(cursor.fetchall()).lower()


@pytest.mark.parametrize(
    "attempt",
    [
        "DELETE FROM bookings_namekey",
        "UPDATE bookings_namekey SET surname_keys = '{}'",
        "INSERT INTO bookings_nickname (given_name, nickname) VALUES ('a', 'b')",
        "SELECT bookings_write_name_keys('{}')",
        "ALTER TABLE bookings_person DISABLE TRIGGER keep_keys_insert",
    ],
)
def test_the_application_reads_keys_and_writes_none(attempt):
    factories.person()
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(attempt)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'bookings_namekey', 'SELECT')", [APP_ROLE]
        )
        assert cursor.fetchone() == (True,)
