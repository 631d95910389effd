"""Everything shown past the public register says whose copy it is: account, time and
event. Every address of the product is asked, as everybody, for a person whose every
field holds a token; a new page is asked from its first day.
"""

import re
from datetime import timedelta

import pytest
from django.db import models
from django.urls import reverse

from access.enums import FieldClass, Mission, Role
from audit.clock import now
from audit.models import ViewEvent
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
from tests.routes import NOBODYS, routes

pytestmark = pytest.mark.django_db

ROUTES = routes()
# Somebody of each mission, and of each thing that can be done.
READERS = (
    *(Role.BOOKING_CLERK, Role.SHIFT_SUPERVISOR, Role.NURSE, Role.RECORDS_SUPERVISOR),
    *(Role.OFFICER, Role.PROSECUTOR, Role.PUBLIC_DEFENDER, Role.COUNSEL),
    *(Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR),
)
_MARK = re.compile(
    r'class="mark">\s*<p[^>]*>Shown to (?P<account>[^·]+) · <time datetime="[^"]+">'
    r'[^<]+</time> · Event <span class="mono">(?P<event>[0-9a-f-]+)</span>'
    r"|Shown to (?P<on_paper>[^·]+) · [^·]+ · Event (?P<paper_event>\d+)\b"
    r'|^\ufeff"Shown to (?P<in_file>[^"]+)","[^"]+","Event (?P<file_event>[0-9a-f-]+)"'
)


class World:
    """A person whose every text past the register is a token, and who asks."""

    def __init__(self):
        factories.laws()
        self.jail = factories.facility()
        self.tokens: dict[str, str] = {}
        person = self._made(Person, birth_date="1986-04-28")
        self.booking = self._made(
            Booking,
            person=person,
            facility=self.jail,
            booked_at=now() - timedelta(hours=3),
            discharge_reason="",
            discharge_manner="",
        )
        self._made(Charge, booking=self.booking, position=1)
        self._made(Alias, person=person)
        self._made(Address, person=person, kind="home")
        self._made(Mark, person=person, family="TAT")
        self._made(PhysicalDescription, person=person, height_inches=70)
        self._made(
            Detainer,
            booking=self.booking,
            form="I-247A",
            received_at=now(),
            copy_served_at=now(),
        )

    def _made(self, model, **fields):
        path = next(path for path, of in MODEL_OF.items() if of is model)
        words = {}
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            long_enough = (field.max_length or 99) >= 6
            if (
                is_text
                and long_enough
                and not field.choices
                and field.name not in fields
            ):
                words[field.name] = f"Z{len(self.tokens):03d}x"
                self.tokens[f"{path}.{field.name}"] = words[field.name]
        return model.objects.create(**words | fields)

    def past_the_register(self, body: str) -> set[str]:
        return {
            path
            for path, word in self.tokens.items()
            if word in body
            and MODEL_OF[path.split(".")[0]].field_classes[path.split(".")[1]]
            is not FieldClass.REGISTER
        }

    def reader(self, role: Role):
        of = factories.unit(Mission.HEALTH) if role is Role.NURSE else None
        member = factories.membership(role, of=of)
        factories.permit(member.unit, self.jail)
        return factories.viewer_of(member)

    def search_of(self, client) -> str | None:
        """The key of a search that this very session has typed."""
        found = client.post(reverse("bookings:search"), {"surname": "Z0"})
        if found.status_code != 302:
            return None
        return found["Location"].rstrip("/").rpartition("/")[2]

    def keys(self, route, client) -> dict:
        """The booking for every key that names one; nobody's key for the others."""
        known = {"booking_id": self.booking.pk}
        if "search_id" in route.keys:
            known["search_id"] = self.search_of(client)
        return {
            name: known.get(name) or NOBODYS[type(converter)]
            for name, converter in route.keys.items()
        }


@pytest.fixture
def world(db):
    return World()


def answers(world, role):
    """Every address of the product as this role, asked for and posted to."""
    viewer = world.reader(role)
    for route in ROUTES:
        for method in ("get", "post"):
            client = signed_in(viewer)
            address = route.address(**world.keys(route, client))
            yield route, viewer, getattr(client, method)(address)


@pytest.mark.parametrize("role", READERS, ids=lambda role: role.value)
def test_whatever_shows_more_than_the_register_says_whose_copy_it_is(world, role):
    unmarked, shown = [], set()
    for route, viewer, response in answers(world, role):
        body = body_of(response)
        if not (found := world.past_the_register(body)):
            continue
        shown.add(route.name)
        mark = _MARK.search(body)
        if mark is None:
            unmarked.append(f"{route.name} shows {sorted(found)} without the mark")
            continue
        account = mark["account"] or mark["in_file"] or mark["on_paper"]
        assert account == viewer.display_name
        event = mark["event"] or mark["file_event"] or mark["paper_event"]
        assert ViewEvent.objects.filter(
            **{"id" if event.isdigit() else "request_id": event}
        ).exists(), f"{route.name} names an event that is not in the history"

    assert unmarked == []
    if role in {Role.BOOKING_CLERK, Role.OFFICER}:
        assert shown >= {
            *("bookings:record", "bookings:print", "bookings:history"),
            "bookings:booking_sheet",
            *("bookings:export", "bookings:export_custody", "bookings:export_results"),
            *("bookings:custody", "bookings:results", "bookings:custody_of"),
        }


def test_the_tokens_are_of_every_class_with_text_or_the_walk_proves_nothing(world):
    classes = {
        MODEL_OF[part].field_classes[name]
        for part, name in (path.split(".") for path in world.tokens)
    }
    assert classes >= {
        *(FieldClass.REGISTER, FieldClass.CUSTODY, FieldClass.MOVEMENTS),
        *(FieldClass.SAFETY, FieldClass.IDENTITY, FieldClass.CONTACT),
        *(FieldClass.IDENTIFIERS, FieldClass.PAPERS),
    }


def test_the_public_is_shown_nothing_past_the_register(client, world):
    for route in ROUTES:
        address = route.address(
            **world.keys(route, signed_in(world.reader(Role.NURSE)))
        )
        for response in (client.get(address), client.post(address)):
            assert world.past_the_register(body_of(response)) == set(), route.name
