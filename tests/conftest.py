"""Every test runs as the application's role, without a network, under one
clock.
"""

import contextlib
import ipaddress
import os
import shutil
import socket

import pytest
import time_machine
from django.db import connections
from django.test import TransactionTestCase

from access.enums import Role
from tests import factories
from tests.database import WorkerDatabase

# Playwright's event loop runs in the thread of the test, which Django takes
# for a view's.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# --- Database ----------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment, django_db_blocker, django_db_createdb, request
):
    """A copy of the migrated template; --create-db migrates a new template."""
    database = WorkerDatabase()
    with django_db_blocker.unblock():
        database.create(rebuild=django_db_createdb)
    TransactionTestCase._fixture_teardown = lambda _: database.renew()
    yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """First come those that commit, last those that hold one transaction for minutes:
    what seals the histories waits for every transaction of the server, also of another
    worker's database.
    """
    items.sort(key=_how_long_it_holds)


def _how_long_it_holds(item) -> int:
    marked = item.get_closest_marker("django_db")
    if marked and marked.kwargs.get("transaction"):
        return 0
    return 2 if "world" in getattr(item, "fixturenames", ()) else 1


# --- Clock -------------------------------------------------------------------


@pytest.fixture
def clock():
    """clock(instant): Python's clock and the database's stand there until the
    test ends.

    Ask for `db` (or another database fixture) before it.
    """
    travelled = contextlib.ExitStack()

    def move(instant):
        travelled.close()
        if instant is not None:
            travelled.enter_context(time_machine.travel(instant, tick=False))
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE test_clock SET at = %s", [instant])

    yield move
    move(None)


# --- What was measured -------------------------------------------------------


def pytest_terminal_summary(terminalreporter):
    """Lines that tests left with record_property("measured", …), passed or not."""
    lines = [
        line
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call"
        for name, line in report.user_properties
        if name == "measured"
    ]
    if lines:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n".join(sorted(lines)))


# --- Network -----------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def no_network():
    """A test reaches this machine's own sockets and nothing else."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and not _is_loopback(address[0]):
            raise AssertionError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


# --- Browser -----------------------------------------------------------------


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


@pytest.fixture(scope="session")
def browser():
    """The machine's Chromium; none skips, or fails with REQUIRE_BROWSER=1."""
    from playwright.sync_api import sync_playwright

    path = _chromium()
    if path is None:
        missing = "no Chromium here: install one or set CHROMIUM=/path/to/it"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=CHROMIUM_ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A page of a fresh browser context: no cookie of another test."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


# --- A jail, as most tests begin ------------------------------------------------


@pytest.fixture
def law(db):
    factories.laws()


@pytest.fixture
def jail(db):
    factories.laws()
    return factories.facility()


@pytest.fixture
def booking(jail):
    return factories.booking(facility=jail)


@pytest.fixture
def clerk(jail):
    return factories.viewer(Role.BOOKING_CLERK, sees=[jail])


@pytest.fixture
def officer(jail):
    return factories.viewer(Role.OFFICER, sees=[jail])


@pytest.fixture
def supervisor(jail):
    return factories.viewer(Role.RECORDS_SUPERVISOR, sees=[jail])


@pytest.fixture
def counsel(jail):
    return factories.viewer(Role.COUNSEL)
