"""Law 13. Personal data stays out of addresses, logs, task arguments, caches, error
pages, sessions, cookies and the histories: tokens are planted, and looked for there.
"""

import inspect
import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse

from access.enums import FieldClass, Role
from audit.clock import now
from audit.models import ActEvent, TypedText, ViewEvent
from bookings import presenters
from bookings.forms import this_minute
from bookings.models import Booking, Person
from bookings.presenters import export
from jailrecords.celery import app as celery
from jailrecords.local.paths import place
from jailrecords.logs import Impersonal, LineFormatter
from tests import factories
from tests.architecture.test_fields import RECORDS
from tests.clients import signed_in
from tests.laws.test_law_11_every_change_leaves_history import world
from tests.routes import booking_routes, pages_without_keys, routes
from warrants.models import AccessRequest

pytestmark = pytest.mark.django_db

# Words and dates that stand nowhere else. The form's names on the left.
TYPED = {
    "surname": "Qsurnamez",
    "given_name": "Qgivenz",
    "middle_name": "Qmiddlez",
    "suffix": "Qsfxz",
    "birth_date": "04/28/1963",
    "phone": "Q555z",
    "street": "Qstreetz",
    "city": "Qcityz",
    "arresting_agency": "Qarrestz",
    "court": "Qcourtz",
    "safety_instructions": "Qsafetyz",
    "language_needed": "Qlanguagez",
    "statute_1": "Qstatutez",
    "offense_1": "Qoffensez",
    "reason": "Qreasonz, typed about a person.",
    "case_number": "Qcasez",
    "signed_by": "Qjudgez",
}
# The sections of the intake, and what of it is typed into each.
SECTIONS_TYPED = {
    "arrest": {"arresting_agency": TYPED["arresting_agency"]},
    "court": {"court": TYPED["court"]},
    "contact": {
        "phone": TYPED["phone"],
        "0-kind": "home",
        "0-street": TYPED["street"],
        "0-city": TYPED["city"],
    },
    "charges": {
        "0-statute": TYPED["statute_1"],
        "0-offense": TYPED["offense_1"],
        "0-status": "investigation",
    },
    "care": {
        "safety_instructions": TYPED["safety_instructions"],
        "language_needed": TYPED["language_needed"],
    },
}
TOKENS = {
    name: re.compile(re.escape(value.partition(",")[0]))
    for name, value in TYPED.items()
    if name != "birth_date"
}
# A birth date is one however it is written. A year alone may stand by chance in any
# digest or key.
TOKENS["birth_date"] = re.compile(
    r"1963(-|/|, )?0?4(-|/|, )?28|0?4(-|/|\.)?28(-|/|\.)?1963"
    r"|28(\.|-|/| )(0?4|Apr\w*)(\.|-|/| )1963|Apr\w*\.? 28,? 1963"
)


class RefusingCache(BaseCache):
    """Whoever puts anything into the cache is caught."""

    def __init__(self, *_):
        super().__init__({})

    def _refuse(self, *_, **__):
        raise AssertionError("nothing about a person, and no decision, is cached")

    add = get = set = touch = delete = clear = incr = get_many = set_many = _refuse


@pytest.fixture(autouse=True)
def no_cache(settings):
    here = f"{RefusingCache.__module__}.{RefusingCache.__qualname__}"
    settings.CACHES = {"default": {"BACKEND": here}}


@contextmanager
def logged(*, show_messages: bool) -> Iterator[io.StringIO]:
    """Everything that is logged, as the product's own handler writes it. It is the
    only one: the first handler's text of an exception is kept for those after it.
    """
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Impersonal())
    handler.setFormatter(LineFormatter(show_messages=show_messages))
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    root.handlers = [handler]
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.handlers = handlers
        root.setLevel(level)


@pytest.fixture
def log():
    """The log of production: without DEBUG."""
    with logged(show_messages=False) as written:
        yield written


class Journey:
    """A browser whose every address, cookie and session is kept."""

    def __init__(self, viewer):
        self.client = signed_in(viewer)
        self.client.raise_request_exception = False
        self.addresses: list[str] = []
        self.cookies: list[str] = []

    def go(self, address: str, typed: dict | None = None):
        response = (
            self.client.get(address)
            if typed is None
            else self.client.post(address, typed)
        )
        self.addresses += [address, response.get("Location", "")]
        self.cookies += [str(cookie) for cookie in response.cookies.values()]
        return response


@pytest.fixture
def journey(db, log):
    """Book, search in every way, open, ask, release; and an officer asks for more."""
    factories.laws()
    jail = factories.facility()
    clerk = Journey(factories.viewer(Role.BOOKING_CLERK, sees=[jail]))
    booked = clerk.go(
        reverse("bookings:intake"),
        TYPED | {"facility": jail.pk, "booked_at": this_minute(now()), "sex": "F"},
    )
    assert booked.status_code == 302, booked.content.decode()
    booking = Booking.objects.get()
    for section, values in SECTIONS_TYPED.items():
        saved = clerk.go(
            reverse("bookings:section", args=[booking.pk, section]),
            {f"{section}-{name}": value for name, value in values.items()},
        )
        assert saved.status_code == 302, saved.content.decode()
    for terms in (TYPED, {"number": booking.booking_number}):
        clerk.go(reverse("bookings:likely"), terms)
    finished = clerk.go(reverse("bookings:finish_intake", args=[booking.pk]), {})
    assert finished.status_code == 302, finished.content.decode()
    for terms in (
        {"surname": TYPED["surname"]},
        {"surname": "Qs", "given_name": TYPED["given_name"]},
        {"birth_date": TYPED["birth_date"]},
        {"booking_number": booking.booking_number},
        {"surname": "Qnobodyz"},
        {"surname": "Q"},
        {"surname": TYPED["surname"]},
    ):
        found = clerk.go(reverse("bookings:search"), terms)
        if found.status_code == 302:
            clerk.go(found["Location"])
        clerk.go(reverse("bookings:register"), terms)
    clerk.go(reverse("bookings:custody"))
    for route in booking_routes():
        clerk.go(route.address_of(booking.pk))
    ask = {"classes": [int(FieldClass.HEALTH)], "days": 3, "reason": TYPED["reason"]}
    clerk.go(reverse("warrants:ask", args=[booking.pk]), ask)
    officer = Journey(factories.viewer(Role.OFFICER, sees=[jail]))
    warrant = {
        "court": TYPED["court"],
        "case_number": TYPED["case_number"],
        "signed_by": TYPED["signed_by"],
        "issued_on": "11/01/2020",
        "paper_ends_at": "11/01/2040 10:00",
    }
    officer.go(reverse("warrants:ask", args=[booking.pk]), ask | warrant)
    officer.go(reverse("warrants:read_reason"), {"text": TYPED["reason"]})
    named = {"surname": TYPED["surname"], "birth_date": TYPED["birth_date"]}
    again = {"reason": f"{TYPED['reason']}, and by name"}
    officer.go(reverse("warrants:ask_by_name"), ask | named | again)
    assert AccessRequest.objects.filter(named_text__isnull=False).exists()
    clerk.go(
        reverse("bookings:release", args=[booking.pk]),
        {"reason": "time_served", "leaving_at": this_minute(now())},
    )
    clerk.go(reverse("access:home"))
    booking.refresh_from_db()
    assert booking.discharged_at
    return clerk, officer, booking


def tokens_in(text: str) -> list[str]:
    return [name for name, written in TOKENS.items() if written.search(text)]


@pytest.mark.parametrize(
    "form", ["%m/%d/%Y", "%Y-%m-%d", "%Y%m%d", "%b %d, %Y", "%d %B %Y"]
)
def test_a_birth_date_is_found_however_it_is_written(form):
    born = date(1963, 4, 28)

    assert tokens_in(f"x{born:{form}}y") == tokens_in(repr(born)) == ["birth_date"]
    assert tokens_in("leaf a1963b0428, 1963 people") == []


# --- Where nothing of it may be found --------------------------------------------------


def test_it_stands_where_it_belongs_or_the_search_proves_nothing(journey):
    """The tokens were written down, and are found where they are looked for."""
    _, _, booking = journey
    on_record = json.dumps(
        [str(vars(row)) for row in (booking, booking.person, *booking.charges.all())]
        + [str(vars(row)) for row in booking.person.addresses.all()]
    )
    assert set(TOKENS) - set(tokens_in(on_record)) == {
        *("reason", "case_number", "signed_by"),
    }


def test_no_address_and_no_redirect_holds_it(journey):
    for browser in journey[:2]:
        for address in browser.addresses:
            assert tokens_in(address) == [], address
            assert journey[2].booking_number not in address, address


def test_no_cookie_and_no_session_holds_it(journey):
    cookies = " ".join(journey[0].cookies + journey[1].cookies)
    sessions = " ".join(str(s.get_decoded()) for s in Session.objects.all())

    assert tokens_in(cookies) == []
    assert tokens_in(sessions) == []


def test_no_log_line_holds_it(journey, log):
    assert log.getvalue()
    assert tokens_in(log.getvalue()) == []


def test_neither_history_holds_it(journey):
    """Kinds, counts and keyed digests: what cannot be erased holds no value."""
    events = [*ViewEvent.objects.all(), *ActEvent.objects.all()]

    assert len(events) > 10
    assert tokens_in(" ".join(str(vars(event)) for event in events)) == []


def test_what_was_typed_lies_sealed(journey):
    kept = b" ".join(bytes(text.sealed) for text in TypedText.objects.all())

    assert TypedText.objects.count() > 5
    assert tokens_in(kept.decode("latin-1")) == []


# --- Errors ------------------------------------------------------------------------------

_TEXT = [
    (model, field)
    for model in RECORDS
    for field in model._meta.concrete_fields
    if isinstance(field, models.CharField | models.TextField)
]


def _errors(model, field):
    """Statements that PostgreSQL refuses with the value in its own message."""
    table, column = model._meta.db_table, field.column
    yield f'UPDATE "{table}" SET "{column}" = %s', ["Qsecretz" * 300]
    yield f'UPDATE "{table}" SET "{column}" = %s', ["Qsecretz\0"]
    yield f'UPDATE "{table}" SET id = %s WHERE "{column}" >= %s', ["Qsecretz", ""]
    yield f'SELECT "{column}"::int FROM "{table}" WHERE "{column}" <> %s', ["Qsecretz"]
    yield f'INSERT INTO "{table}" ("{column}") VALUES (%s)', ["Qsecretz"]


@pytest.mark.parametrize(
    ("model", "field"), _TEXT, ids=[f"{m.__name__}.{f.name}" for m, f in _TEXT]
)
def test_a_database_error_over_any_field_is_logged_without_its_value(log, model, field):
    world()
    raised = 0
    with connection.cursor() as cursor:
        for statement, params in _errors(model, field):
            try:
                with transaction.atomic():
                    cursor.execute(statement, params)
            except (DatabaseError, ValueError):
                raised += 1
                logging.getLogger("bookings").exception("could not write")
    assert raised >= 3
    assert "Qsecretz" not in log.getvalue()
    assert "could not write" in log.getvalue()


@pytest.mark.parametrize("show_messages", [False, True])
def test_a_duplicate_name_of_a_constraint_is_told_without_the_row(show_messages):
    """PostgreSQL puts the failing row into DETAIL; with DEBUG on it stays out, too."""
    number = "zrebmunQ"[::-1]  # a traceback quotes this very source
    booking = factories.booking(booking_number=number)
    with logged(show_messages=show_messages) as written:
        try:
            with transaction.atomic():
                factories.booking(booking_number=number, facility=booking.facility)
        except DatabaseError:
            logging.getLogger("bookings").exception("could not write")

    assert "booking_number_is_unique_in_facility" in written.getvalue()
    assert number not in written.getvalue()


# Random bytes for a browser's authenticator, and an empty answer: nothing draws them.
NOT_DRAWN = {
    *("access:passkey_sign_in_options", "access:still_here"),
    # Pieces for a page that is open: what they say is not a page that could break.
    *("bookings:read_text", "bookings:mark_codes", "bookings:codes"),
    "warrants:read_reason",
}


@pytest.mark.parametrize(
    "route",
    [*pages_without_keys(), *booking_routes()],
    ids=lambda route: route.name,
)
def test_a_page_that_breaks_shows_and_logs_nothing_of_it(monkeypatch, log, route):
    """Every address breaks with a person's name in the error, while it is drawn."""
    factories.laws()
    jail = factories.facility()
    booking = factories.booking(
        facility=jail, person=factories.person(surname=TYPED["surname"])
    )
    client = signed_in(factories.viewer(Role.SHIFT_SUPERVISOR, sees=[jail]))
    client.raise_request_exception = False

    def fail(request, name, *_, **__):
        if name in {"500.html", "403.html", "404.html"}:
            raise AssertionError("an error page is not drawn by a view")
        raise ValueError(f"cannot draw {TYPED['surname']}")

    for module in {sys.modules[route.view.__module__] for route in routes()}:
        monkeypatch.setattr(module, "render", fail, raising=False)
    monkeypatch.setattr(export, "line", lambda cells: fail(None, "a file"))
    for name in ("niem_file", "register_json", "register_csv"):
        monkeypatch.setattr(presenters, name, lambda *_, **__: fail(None, "a file"))
    for module in {sys.modules[route.view.__module__] for route in routes()}:
        monkeypatch.setattr(
            module, "pdf", lambda *_, **__: fail(None, "a paper"), raising=False
        )
    address = route.address_of(booking.pk) if route.keys else route.address()

    for response in (
        client.get(address),
        client.post(address, {"surname": TYPED["surname"]}),
    ):
        assert tokens_in(_sent(response)) == []
        assert (
            response.status_code in {302, 403, 404, 405, 500}
            or response.streaming
            or route.name in NOT_DRAWN
        )
    assert tokens_in(log.getvalue()) == []


def _sent(response) -> str:
    """What reached the reader; a file that breaks while it is sent ends there."""
    if not response.streaming:
        return response.content.decode()
    sent = b""
    with suppress(ValueError):
        for part in response.streaming_content:
            sent += part
    return sent.decode()


def test_the_pages_of_a_broken_product_take_nothing_from_a_view(client):
    """They are drawn without an account, a law or a database."""
    for code in ("400", "403_csrf", "500", "503"):
        text = (Path(django_settings.BASE_DIR) / f"templates/{code}.html").read_text()
        assert '{% extends "base_plain.html" %}' in text, code
        assert "{{" not in text, code


def test_postgresqls_own_log_holds_nothing_of_it():
    """The embedded server's file, from before the errors to after them."""
    server_log = place().postgres_data / "server.log"
    if os.environ.get("DATABASE_URL"):
        pytest.skip("DATABASE_URL names a server whose log is not here")
    before = server_log.stat().st_size
    person = factories.person(surname="Qsurnamez")
    with connection.cursor() as cursor:
        for statement, params in (
            ("SELECT 'Qsurnamez'::int", []),
            ("SELECT %s::date", ["Qsurnamez"]),
            (
                "INSERT INTO bookings_person (id, surname) VALUES (%s, 'Qsurnamez')",
                [person.pk],
            ),
            ("UPDATE bookings_person SET surname = %s", ["Qsurnamez" * 99]),
            ("DO $$ BEGIN RAISE EXCEPTION 'Qsurnamez'; END $$", []),
            ("DO $$ BEGIN RAISE WARNING 'Qsurnamez'; END $$", []),
            ("SELECT Qsurnamez", []),
        ):
            try:
                with transaction.atomic():
                    cursor.execute(statement, params)
            except DatabaseError:
                continue
    with server_log.open() as text:
        text.seek(before)
        assert "Qsurnamez" not in text.read()


# --- Tasks and caches --------------------------------------------------------------------


def test_a_task_is_given_keys_and_nothing_else():
    """An argument lies in the broker, in its log and on a dashboard."""
    celery.loader.import_default_modules()
    for name, task in celery.tasks.items():
        if name.startswith(("celery.", "tests.")):  # Celery's own, and a test's
            continue
        for parameter in inspect.signature(task.run).parameters.values():
            assert parameter.name.endswith("_id"), f"{name}({parameter.name})"
            assert parameter.annotation in (str, int), f"{name}({parameter.name})"


def test_the_cache_that_refuses_is_the_one_in_use():
    with pytest.raises(AssertionError, match="cached"):
        cache.set("key", Person.__name__)


def test_no_page_asks_the_cache():
    """Under the refusing cache of this module every page answers."""
    factories.laws()
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    client = signed_in(factories.viewer(Role.SHIFT_SUPERVISOR, sees=[jail]))
    for route in [*pages_without_keys(), *booking_routes()]:
        address = route.address_of(booking.pk) if route.keys else route.address()
        assert client.get(address).status_code in {
            200,
            302,
            403,
            404,
            405,
        }


def test_no_browser_or_proxy_keeps_a_page():
    factories.laws()
    jail = factories.facility()
    booking = factories.booking(facility=jail)
    client = signed_in(factories.viewer(Role.SHIFT_SUPERVISOR, sees=[jail]))
    for route in [*pages_without_keys(), *booking_routes()]:
        address = route.address_of(booking.pk) if route.keys else route.address()
        response = client.get(address)
        assert response["Cache-Control"] == "no-store", route.name
        assert response["Referrer-Policy"] in {"no-referrer", "same-origin"}, route.name
