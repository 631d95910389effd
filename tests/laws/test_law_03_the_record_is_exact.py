"""Law 3. The record is exact: the tokens planted in every text field of a person and
found in the bytes of an answer are those of the fields that the view history names,
both ways, field by field.
"""

import json
from datetime import timedelta
from itertools import count

import pytest
from django.db import models
from django.urls import reverse

from access.enums import CLASSES, EVERYTHING, Basis, FieldClass, Mission, Purpose, Role
from audit.clock import now
from audit.models import ViewEvent
from audit.shapes import REGISTERED
from bookings.models import (
    Address,
    Alias,
    Booking,
    Charge,
    Detainer,
    Mark,
    Person,
    PhysicalDescription,
)
from tests import factories
from tests.architecture.test_fields import MODEL_OF
from tests.clients import body_of, signed_in

pytestmark = pytest.mark.django_db

_serial = count(1)
# The page that shows a shape prints other fields than text in words of its own:
# instants, amounts, codes. They are compared by class, through the presenter.


def token(field) -> str:
    """A word that stands nowhere else, as long as the field allows."""
    word = f"Q{next(_serial):04d}z"
    return word[: field.max_length] if field.max_length else word


def planted(model, **fields) -> tuple[object, dict[str, str]]:
    """A row with a token in every free text field; path → token."""
    path = next(path for path, of in MODEL_OF.items() if of is model)
    tokens = {
        field.name: token(field)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and (field.max_length or 99) >= 6
        and field.name not in fields
    }
    return model.objects.create(**tokens | fields), {
        f"{path}.{name}": word for name, word in tokens.items()
    }


@pytest.fixture
def jail(db, clock):
    clock(now())
    factories.laws()
    return factories.facility()


@pytest.fixture
def subject(jail) -> tuple[Booking, dict[str, str]]:
    """Somebody in custody with a token in every text field there is."""
    person, tokens = planted(Person, birth_date="1986-04-28", sex="F")
    booking, more = planted(
        Booking,
        person=person,
        facility=jail,
        booked_at=now() - timedelta(hours=3),
        discharge_reason="",
        discharge_manner="",
    )
    tokens |= more  # a facility's name stands in every form: it is no one person's
    for model, fields in (
        (Alias, {"person": person}),
        (Address, {"person": person, "kind": "home"}),
        (Mark, {"person": person, "family": "TAT"}),
        (PhysicalDescription, {"person": person, "height_inches": 70}),
        (Charge, {"booking": booking, "position": 1}),
        (
            Detainer,
            {
                "booking": booking,
                "form": "I-247A",
                "received_at": now(),
                "copy_served_at": now(),
            },
        ),
    ):
        tokens |= planted(model, **fields)[1]
    return booking, tokens


def claimed(events, tokens) -> set[str]:
    """The fields with a token that the view history says were shown."""
    return {
        path
        for event in events
        for path in REGISTERED[event.shape_id].fields_shown(event.classes)
        if path in tokens and event.classes
    }


def found(response, tokens) -> set[str]:
    body = body_of(response)
    return {path for path, word in tokens.items() if word in body}


def _found_export(browser, booking):
    found = browser.post(
        reverse("bookings:search"), {"given_name": booking.person.given_name}
    )
    if found.status_code != 302:
        return found
    search_id = found["Location"].rstrip("/").rpartition("/")[2]
    return browser.post(reverse("bookings:export_results", args=[search_id]))


PAGES = {
    "print": lambda browser, booking: browser.get(
        reverse("bookings:print", args=[booking.pk])
    ),
    "history": lambda browser, booking: browser.get(
        reverse("bookings:history", args=[booking.pk])
    ),
    "record's file": lambda browser, booking: browser.post(
        reverse("bookings:export", args=[booking.pk])
    ),
    "custody's file": lambda browser, booking: browser.post(
        reverse("bookings:export_custody")
    ),
    "search's file": _found_export,
    "record": lambda browser, booking: browser.get(
        reverse("bookings:record", args=[booking.pk])
    ),
    "custody": lambda browser, booking: browser.get(reverse("bookings:custody")),
    "search": lambda browser, booking: browser.post(
        reverse("bookings:search"),
        {"given_name": booking.person.given_name},
        follow=True,
    ),
    "register": lambda browser, booking: browser.get(reverse("bookings:register")),
    "release": lambda browser, booking: browser.get(
        reverse("bookings:release", args=[booking.pk])
    ),
    "again": lambda browser, booking: browser.get(
        reverse("bookings:intake_again", args=[booking.pk])
    ),
}
# Every class, past what a role holds by standing: on a judge's paper.
READERS = [*Role, "officer with a court order"]


def reader(role, jail, booking):
    if role != "officer with a court order":
        purpose = (
            Purpose.RECORDS_DUTY
            if role in (Role.RECORDS_OFFICER, Role.RECORDS_SUPERVISOR)
            else None
        )
        return factories.viewer(role, sees=[jail], purpose=purpose)
    member = factories.membership(Role.OFFICER, of=factories.unit(Mission.COURT))
    factories.grant(member, booking, EVERYTHING, basis=Basis.COURT_ORDER)
    return factories.viewer_of(member)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", READERS)
def test_what_was_shown_is_what_the_history_names(subject, jail, role, page):
    booking, tokens = subject
    viewer = reader(role, jail, booking)
    browser = signed_in(viewer)
    before = ViewEvent.objects.count()

    response = PAGES[page](browser, booking)

    events = ViewEvent.objects.order_by("id")[before:]
    shown = found(response, tokens)
    if page == "search":  # the searched word stands in the form again
        shown -= {"person.given_name"} - claimed(events, tokens)
    assert shown == claimed(events, tokens)


def test_the_tokens_reach_every_class_that_has_text(subject):
    """A class without a token would be compared with nothing."""
    _, tokens = subject
    classes = {
        MODEL_OF[path].field_classes[name]
        for path, name in (key.split(".") for key in tokens)
    }
    assert {c for c in CLASSES if c in classes} == {
        *(FieldClass.REGISTER, FieldClass.CUSTODY, FieldClass.MOVEMENTS),
        *(FieldClass.SAFETY, FieldClass.IDENTITY, FieldClass.CONTACT),
        *(FieldClass.IDENTIFIERS, FieldClass.PAPERS),
    }


def test_the_history_itself_holds_no_token(subject, jail):
    booking, tokens = subject
    browser = signed_in(factories.viewer(Role.BOOKING_CLERK, sees=[jail]))
    for page in PAGES.values():
        page(browser, booking)

    written = json.dumps([str(vars(event)) for event in ViewEvent.objects.all()])

    assert [path for path, word in tokens.items() if word in written] == []
