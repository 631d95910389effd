"""Corrections: before and after, for a reason, and two people at one record."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from access.enums import FieldClass, Purpose, Role
from access.selectors import viewer_for
from audit.clock import now
from audit.models import ActEvent, ViewEvent
from bookings import corrections, rules, selectors, services
from bookings.enums import CorrectionReason
from bookings.models import Address, Booking, Charge, Detainer, Person
from bookings.selectors.correction import lines
from bookings.services import Change
from tests import factories
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
SLIP = CorrectionReason.TYPING_ERROR


@pytest.fixture
def booking(jail):
    return factories.booking(
        facility=jail,
        person=factories.person(
            surname="Marlowe", given_name="Ann", birth_date=date(1990, 5, 1)
        ),
    )


def seen(viewer, booking, part="person"):
    shown = selectors.open_correction(viewer, booking.pk, part)
    return lines(shown, part)[0]


def change(viewer, booking, name, becomes, part="person"):
    line = seen(viewer, booking, part)
    return Change(line.of, name, line.values[name], becomes)


def correct(viewer, booking, name, becomes, part="person", reason=SLIP):
    changes = [change(viewer, booking, name, becomes, part)]
    services.correct(booking.pk, part, changes, reason, by=viewer)


# --- Everything on record ----------------------------------------------------------------


def test_every_field_on_record_can_be_corrected_or_says_why_not():
    """A new model or field is correctable by itself, or stands in NOT_CORRECTED."""
    neither = [
        f"{path}.{name}"
        for path, model, _ in corrections.on_record()
        for name in corrections.classified(model)
        if not rules.why_not_corrected(f"{path}.{name}")
        and name not in getattr(corrections.PARTS.get(path), "names", ())
    ]
    assert neither == [], "give rules.NOT_CORRECTED the reason"


def test_every_reason_why_something_is_not_corrected_is_about_something():
    fields = {
        f"{path}.{name}"
        for path, model, _ in corrections.on_record()
        for name in corrections.classified(model)
    }
    parts = {field.partition(".")[0] + ".*" for field in fields}

    assert set(rules.NOT_CORRECTED) <= fields | parts
    assert fields >= rules.ONLY_OF_A_RELEASE | rules.TELLS_AGE


@pytest.mark.parametrize("part", corrections.PARTS)
def test_a_correction_shows_the_classes_that_the_record_page_shows(
    clerk, booking, part
):
    shown = selectors.open_correction(clerk, booking.pk, part)
    record = selectors.open_record(clerk, booking.pk)

    assert shown.classes == record.classes


# --- One correction -----------------------------------------------------------------------


def test_a_correction_is_in_the_history_with_who_and_why(clerk, booking):
    correct(clerk, booking, "surname", "Marlow", reason=CorrectionReason.DOCUMENT_SEEN)

    was, is_now = Person.history.filter(id=booking.person_id).order_by("history_id")
    assert (was.surname, is_now.surname) == ("Marlowe", "Marlow")
    assert is_now.history_user_id == clerk.account_id
    assert is_now.history_change_reason == "record.correct: document_seen"
    act = ActEvent.objects.get(act="record.correct")
    assert act.detail == {"part": "person", "fields": ["surname"]}
    page = signed_in(clerk).get(reverse("bookings:history", args=[booking.pk]))
    assert "Correct a record, A document was seen" in page.content.decode()


def test_what_is_read_for_it_is_in_the_view_history(clerk, booking):
    before = ViewEvent.objects.filter(kind="opened").count()

    correct(clerk, booking, "surname", "Marlow")

    assert ViewEvent.objects.filter(kind="opened").count() == before + 2


def test_only_what_one_may_see_can_be_corrected(jail, booking):
    """A clerk sees no immigration paper: not to be corrected, nor known to be there."""
    paper = Detainer.objects.create(
        booking=booking,
        form="I-247A",
        office="An office",
        received_at=now(),
        received_by="fax",
    )
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    records = factories.viewer(Role.RECORDS_OFFICER, sees=[jail])

    forged = Change(paper.pk, "office", "An office", "Another")
    with pytest.raises(services.NotThere):
        services.correct(booking.pk, "detainers", [forged], SLIP, by=clerk)
    correct(records, booking, "office", "Another", "detainers")

    paper.refresh_from_db()
    assert paper.office == "Another"


def test_a_line_of_somebody_else_is_not_corrected_from_here(clerk, booking, jail):
    other = factories.booking(facility=jail)
    forged = Change(other.person_id, "surname", other.person.surname, "Taken")

    with pytest.raises(services.NotThere):
        services.correct(booking.pk, "person", [forged], SLIP, by=clerk)

    assert not Person.objects.filter(surname="Taken").exists()


@pytest.mark.parametrize("name", ["is_sealed", "id", "person", "facility", "image"])
def test_what_is_no_field_of_the_form_is_not_corrected(clerk, booking, name):
    with pytest.raises(services.NotThere):
        services.correct(
            booking.pk,
            "booking",
            [Change(booking.pk, name, "false", "true")],
            SLIP,
            by=clerk,
        )


def test_nothing_changed_is_no_correction(clerk, booking):
    with pytest.raises(rules.RuleViolation):
        services.correct(booking.pk, "person", [], SLIP, by=clerk)
    assert ActEvent.objects.filter(act="record.correct", outcome="refused").exists()


@pytest.mark.parametrize("days", [2, -40_000], ids=["to come", "before the birth"])
def test_a_time_that_cannot_be_is_refused_and_nothing_changes(clerk, booking, days):
    with pytest.raises(rules.RuleViolation):
        correct(clerk, booking, "booked_at", now() + timedelta(days=days), "booking")

    assert Booking.objects.get(pk=booking.pk).booked_at == booking.booked_at
    assert not Booking.history.filter(id=booking.pk, history_type="~").exists()


def test_the_manner_of_release_follows_its_reason(clerk, jail):
    left = factories.booking(
        facility=jail,
        discharged_at=now() - timedelta(hours=1),
        discharge_reason="time_served",
        discharge_manner="Sentence served",
    )

    correct(clerk, left, "discharge_reason", "bail_cash", "booking")

    left.refresh_from_db()
    assert left.discharge_manner == "Bail"


def test_a_sealed_record_answers_as_one_that_never_was(clerk, jail):
    sealed = factories.booking(facility=jail, is_sealed=True)
    browser = signed_in(clerk)
    never = "0badc0de-0000-4000-8000-000000000000"
    for route, more in (("correct", []), ("correct_part", ["person"])):
        one, other = (
            browser.get(reverse(f"bookings:{route}", args=[key, *more]))
            for key in (sealed.pk, never)
        )
        assert one.status_code == other.status_code == 404


# --- On the page ---------------------------------------------------------------------------


def form_of(page) -> dict[str, str]:
    """The form's fields as a browser would send them."""
    html = page.content.decode()
    found = dict.fromkeys(re.findall(r'name="([^"]+\.[a-z_]+)"', html), "")
    for tag in re.findall(r"<input[^>]*>", html):
        own = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        is_off = own.get("type") == "radio" and " checked" not in tag
        if (own.get("name") in found and not is_off) or own.get("name", "").endswith(
            ".was"
        ):
            found[own["name"]] = own.get("value", "")
    for name, body in re.findall(
        r'<select name="([^"]+)"(.*?)</select>', html, re.DOTALL
    ):
        chosen = re.findall(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[0] if chosen else ""
    return {k: v for k, v in found.items() if "." in k} | {"reason": SLIP.value}


def post(browser, booking, answers, step="look", part="person"):
    address = reverse("bookings:correct_part", args=[booking.pk, part])
    return browser.post(address, {**answers, "step": step})


def opened(browser, booking, part="person"):
    address = reverse("bookings:correct_part", args=[booking.pk, part])
    return form_of(browser.get(address))


def test_before_and_after_are_shown_before_anything_is_written(clerk, booking):
    browser = signed_in(clerk)
    answers = opened(browser, booking)
    answers[f"{booking.person_id}.surname"] = "Marlow"

    page = post(browser, booking, answers)

    html = page.content.decode()
    assert page.status_code == 200
    assert "Marlowe" in html
    assert "<strong>Marlow</strong>" in html
    assert Person.objects.get(pk=booking.person_id).surname == "Marlowe"

    done = post(browser, booking, form_of(page), "write")

    assert done.status_code == 302
    assert Person.objects.get(pk=booking.person_id).surname == "Marlow"
    changed = Person.history.filter(id=booking.person_id, history_type="~").get()
    assert changed.birth_date == date(1990, 5, 1)


def test_a_reason_is_required(clerk, booking):
    browser = signed_in(clerk)
    answers = opened(browser, booking) | {"reason": ""}
    answers[f"{booking.person_id}.surname"] = "Marlow"

    page = post(browser, booking, answers, "write")

    assert "required" in page.content.decode()
    assert Person.objects.get(pk=booking.person_id).surname == "Marlowe"


@pytest.mark.parametrize("part", corrections.PARTS)
def test_a_form_sent_as_it_is_changes_nothing(jail, booking, part):
    """Whatever is on record, as seconds that a form does not write."""
    records = factories.viewer(Role.RECORDS_OFFICER, sees=[jail])
    Address.objects.create(person=booking.person, kind="home", street="1 Oak St")
    Charge.objects.filter(booking=booking).update(status="filed")
    browser = signed_in(records)

    page = post(browser, booking, opened(browser, booking, part), "look", part)

    assert page.status_code == 200
    assert "Before and after" not in page.content.decode()


# --- Two at once ----------------------------------------------------------------------------


def test_whoever_comes_second_is_shown_both_versions_and_loses_nothing(jail, booking):
    first, second = (
        signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[jail])) for _ in range(2)
    )
    surname, phone = (f"{booking.person_id}.{n}" for n in ("surname", "phone"))
    theirs, mine = opened(first, booking), opened(second, booking)
    post(first, booking, theirs | {surname: "Marlo", phone: "206-555-0100"}, "write")
    mine |= {surname: "Marlow", f"{booking.person_id}.given_name": "Anne"}

    page = post(second, booking, mine, "write")

    html = page.content.decode()
    assert page.status_code == 409
    for word in ("Marlowe", "Marlo</label>", "<strong>Marlow</strong>", "Anne"):
        assert word in html, word
    person = Person.objects.get(pk=booking.person_id)
    assert (person.surname, person.given_name) == ("Marlo", "Ann")

    chosen = form_of(page)
    assert chosen[surname] == "Marlo", "theirs stands until one chooses"
    done = post(second, booking, chosen | {surname: "Marlow"}, "write")

    assert done.status_code == 302
    person.refresh_from_db()
    assert (person.surname, person.given_name) == ("Marlow", "Anne")
    assert person.phone == "206-555-0100", "what the first wrote besides stays"


def test_keeping_what_the_other_wrote_keeps_it(jail, booking):
    first, second = (
        signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[jail])) for _ in range(2)
    )
    surname = f"{booking.person_id}.surname"
    theirs, mine = opened(first, booking), opened(second, booking)
    post(first, booking, theirs | {surname: "Marlo"}, "write")

    page = post(second, booking, mine | {surname: "Marlow"}, "write")
    done = post(second, booking, form_of(page), "write")

    assert done.status_code == 302
    assert Person.objects.get(pk=booking.person_id).surname == "Marlo"


def test_the_service_itself_overwrites_nothing_that_was_not_seen(clerk, booking):
    mine = change(clerk, booking, "surname", "Marlow")
    correct(clerk, booking, "surname", "Marlo")

    with pytest.raises(services.WrittenMeanwhile):
        services.correct(booking.pk, "person", [mine], SLIP, by=clerk)


def test_two_corrections_of_different_fields_both_stand(clerk, booking):
    one = change(clerk, booking, "surname", "Marlow")
    two = change(clerk, booking, "given_name", "Anne")
    for mine in (one, two):
        services.correct(booking.pk, "person", [mine], SLIP, by=clerk)

    person = Person.objects.get(pk=booking.person_id)
    assert (person.surname, person.given_name) == ("Marlow", "Anne")


def test_a_change_of_what_one_may_not_see_is_no_conflict(jail, booking):
    """Nor is it told: what is compared is what was shown, and nothing else."""
    member = factories.membership(Role.BOOKING_CLERK)
    factories.permit(member.unit, jail, [FieldClass.REGISTER, FieldClass.CUSTODY])
    browser = signed_in(factories.viewer_of(member))
    mine = opened(browser, booking)
    assert f"{booking.person_id}.phone" not in mine
    Person.objects.filter(pk=booking.person_id).update(phone="206-555-0177")
    mine[f"{booking.person_id}.surname"] = "Marlow"

    page = post(browser, booking, mine, "write")

    assert page.status_code == 302


def test_a_line_that_went_meanwhile_is_told_of(clerk, booking):
    address = Address.objects.create(
        person=booking.person, kind="home", street="1 Oak St"
    )
    browser = signed_in(clerk)
    mine = opened(browser, booking, "addresses")
    mine[f"{address.pk}.street"] = "2 Oak St"
    address.delete()

    page = post(browser, booking, mine, "write", "addresses")

    assert "taken off the record meanwhile" in page.content.decode()


# --- Age ------------------------------------------------------------------------------------


def on_register(booking) -> bool:
    public = viewer_for(None, None, None)[0]
    return booking.pk in {row.booking_id for row in selectors.register(public)}


def test_a_birth_date_that_makes_a_juvenile_withdraws_the_register_entry_at_once(
    clerk, booking
):
    assert on_register(booking)
    seventeen = (booking.booked_at - timedelta(days=17 * 365)).date()

    correct(clerk, booking, "birth_date", seventeen)

    assert Booking.objects.get(pk=booking.pk).is_juvenile
    assert not on_register(booking)


def test_every_stay_of_the_person_is_reckoned(clerk, booking, jail):
    """By the best birth date, each at the day of its own booking."""
    earlier = factories.booking(
        facility=jail, person=booking.person, booked_at=now() - timedelta(days=800)
    )
    nineteen = (booking.booked_at - timedelta(days=19 * 365)).date()

    correct(clerk, booking, "birth_date", nineteen)

    assert not Booking.objects.get(pk=booking.pk).is_juvenile
    assert Booking.objects.get(pk=earlier.pk).is_juvenile


def test_the_other_way_round_is_for_the_records_unit(jail):
    young = factories.booking(
        facility=jail,
        is_juvenile=True,
        person=factories.person(birth_date=(now() - timedelta(days=6000)).date()),
    )
    clerk = factories.viewer(Role.BOOKING_CLERK, sees=[jail])
    records = factories.viewer(
        Role.RECORDS_OFFICER, sees=[jail], purpose=Purpose.RECORDS_DUTY
    )

    with pytest.raises(rules.RuleViolation, match="records unit"):
        correct(clerk, young, "birth_date", date(1990, 5, 1))
    assert Person.objects.get(pk=young.person_id).birth_date != date(1990, 5, 1)
    assert Booking.objects.get(pk=young.pk).is_juvenile

    correct(records, young, "birth_date", date(1990, 5, 1))

    assert not Booking.objects.get(pk=young.pk).is_juvenile


def test_a_hidden_stay_neither_opens_nor_betrays_itself(clerk, booking, jail):
    """It stays closed, and whoever corrects is told nothing of it."""
    hidden = factories.booking(
        facility=jail, person=booking.person, is_juvenile=True, is_sealed=True
    )

    correct(clerk, booking, "birth_date", date(1980, 5, 1))

    assert Booking.objects.get(pk=hidden.pk).is_juvenile
